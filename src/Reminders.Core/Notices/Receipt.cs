namespace Reminders.Core.Notices;

/// <summary>What the provider says became of one attempt at a notice: it reached the phone, or it did not, with the provider's error code.</summary>
public sealed record Receipt(string Notice, int Attempt, bool Delivered, string? ErrorCode = null);
