namespace Reminders.LocalHost;

/// <summary>Something that this machine must have is missing. The message is one line that says what to do.</summary>
public sealed class PrerequisiteException(string message, Exception? cause = null) : Exception(message, cause);
