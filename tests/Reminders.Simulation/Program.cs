using Reminders.Simulation;

return Commands.Run(args);
