return await ReminderCommands.RunAsync(args);
