namespace Reminders.Core.Ports;

/// <summary>A value as the ledger holds it, with the tag by which the ledger recognises that nobody has changed it since.</summary>
public sealed record Stored<T>(T Value, string Tag);
