return Commands.Run(args);
