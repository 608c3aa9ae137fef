namespace Reminders.Testing;

/// <summary>The process crashes here and settles none of its messages.</summary>
public sealed class ProcessCrashed(string call) : OperationCanceledException($"The process crashed {call}.");

/// <summary>
/// Every call to a port passes through here, so that a test can count them and have the process crash just before or just after one of
/// them took effect.
/// </summary>
public sealed class Wire
{
    private readonly List<string> calls = [];
    private bool isDown;

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyList<string> Calls => calls;

    /// <summary>The number of the call at which the process crashes once, counted from 1.</summary>
    public int CrashesAt { get; set; }

    /// <summary>The method at whose first call the process crashes; null for none.</summary>
    public string? CrashesAtFirst { get; set; }

    /// <summary>The number of the call before which a rival acts, counted from 1; 0 for none. A test may set it later.</summary>
    public int RivalActsAt { get; set; }

    /// <summary>The act of the rival, on the ports themselves.</summary>
    public Action? Rival { get; set; }

    /// <summary>Runs when the process crashes. A crashed process makes no more calls until this is set again.</summary>
    internal Action? Crashing
    {
        get;
        set => (field, isDown) = (value, false);
    }

    /// <summary>Whether the call of the crash still takes effect.</summary>
    public bool CrashesAfterwards { get; init; }

    /// <summary>The port with this wire in front. The port must complete its calls at once, as the in-memory ones do.</summary>
    public T Port<T>(T port)
        where T : class => PortProxy.Over(port, Call);

    /// <summary>The ledger with this wire in front of each of its ports.</summary>
    public Ledger Through(Ledger ledger) => PortProxy.OverAll(ledger, Call);

    private object? Call(PortCall call)
    {
        if (isDown)
            throw new ProcessCrashed("before this call");
        calls.Add($"{call.Method.DeclaringType!.Name}.{call.Method.Name}");
        if (call.Method.Name == CrashesAtFirst)
            (CrashesAt, CrashesAtFirst) = (calls.Count, null);
        if (calls.Count == RivalActsAt)
            Rival?.Invoke();
        var crashes = calls.Count == CrashesAt;
        if (crashes && !CrashesAfterwards)
            Crash("before");
        var answer = call.Pass();
        if (crashes)
            Crash("after");
        return answer;
    }

    private void Crash(string when)
    {
        isDown = Crashing is not null;
        Crashing?.Invoke();
        throw new ProcessCrashed($"{when} call {calls.Count}, {calls[^1]}");
    }
}
