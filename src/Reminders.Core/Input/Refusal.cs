namespace Reminders.Core.Input;

/// <summary>Why an action on an item was refused. The code is stable, the message is for people.</summary>
public sealed record Refusal(string Code, string Message);
