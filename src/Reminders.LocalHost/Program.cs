using Reminders.LocalHost.Commands;

return await ReminderCommands.RunAsync(args);
