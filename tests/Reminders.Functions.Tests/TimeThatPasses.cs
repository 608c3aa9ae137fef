namespace Reminders.Functions.Tests;

/// <summary>A time provider whose waits end at once and are recorded.</summary>
internal sealed class TimeThatPasses : TimeProvider
{
    public List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
