namespace Reminders.Testing.Twilio;

/// <summary>A point at which a fake stops a call, until a test lets it go on or the caller is gone.</summary>
public sealed class Hold
{
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until a call has stopped here.</summary>
    public Task ArrivedAsync(CancellationToken cancellation) => arrived.Task.WaitAsync(cancellation);

    public void Open() => opened.TrySetResult();

    /// <summary>Stops the call.</summary>
    public Task StopAsync(CancellationToken callerGone)
    {
        arrived.TrySetResult();
        return opened.Task.WaitAsync(callerGone);
    }
}
