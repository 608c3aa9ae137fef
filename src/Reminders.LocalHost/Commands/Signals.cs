using System.Runtime.InteropServices;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// Ctrl+C and a service manager's stop, from before a command begins: the command line's own handling begins only once the command has
/// given way for the first time. The first asks the command to end, the second ends it, and so does time.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly IDisposable[] registrations;

    /// <param name="patience">How long a command may take to end.</param>
    /// <param name="forced">The exit code of one that takes longer.</param>
    public Signals(TimeSpan patience, int forced)
    {
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, End), PosixSignalRegistration.Create(PosixSignal.SIGTERM, End)];

        void End(PosixSignalContext signal)
        {
            if (ended.IsCancellationRequested)
                return;
            signal.Cancel = true;
            _ = Task.Delay(patience).ContinueWith(_ => Environment.Exit(forced), TaskScheduler.Default);
            ended.Cancel();
        }
    }

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Ended => ended.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        ended.Dispose();
    }
}
