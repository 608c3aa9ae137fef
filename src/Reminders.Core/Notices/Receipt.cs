namespace Reminders.Core.Notices;

/// <summary>What the provider says became of one attempt at a notice: it reached the phone, or it did not, with the fault.</summary>
public sealed record Receipt(string Notice, int Attempt, DeliveryFault? Fault = null)
{
    public bool Delivered => Fault is null;
}
