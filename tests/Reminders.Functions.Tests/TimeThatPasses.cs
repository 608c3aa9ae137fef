namespace Reminders.Functions.Tests;

/// <summary>A time in which every wait ends at once and is remembered.</summary>
internal sealed class TimeThatPasses : TimeProvider
{
    public List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
