namespace Reminders.Core.Sms;

/// <summary>In which language messages are written.</summary>
public enum Language
{
    Chinese,
    English,
}
