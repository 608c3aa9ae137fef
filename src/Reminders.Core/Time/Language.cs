namespace Reminders.Core.Time;

/// <summary>In which language messages are written.</summary>
public enum Language
{
    Chinese,
    English,
}
