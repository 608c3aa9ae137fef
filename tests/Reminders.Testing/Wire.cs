using System.Reflection;

namespace Reminders.Testing;

/// <summary>The process dies here, and settles nothing that it held.</summary>
public sealed class ProcessDied(string call) : OperationCanceledException($"The process died {call}.");

/// <summary>
/// Every call to a port passes through here, so that a test can count them and have the process die just before or just after one of
/// them took effect.
/// </summary>
public sealed class Wire
{
    private readonly List<string> calls = [];

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyList<string> Calls => calls;

    /// <summary>At which call, counted from 1, the process dies; once.</summary>
    public int DiesAt { get; set; }

    /// <summary>At the first call of which method the process dies; null for none.</summary>
    public string? DiesAtFirst { get; set; }

    /// <summary>At which call, counted from 1, a rival acts first; 0 for none. May be set when the story has got so far.</summary>
    public int RivalActsAt { get; set; }

    /// <summary>What the rival does then, on the ports themselves.</summary>
    public Action? Rival { get; set; }

    /// <summary>Runs when the process dies.</summary>
    internal Action? Dying { get; set; }

    /// <summary>Whether that call still takes effect.</summary>
    public bool DiesAfterwards { get; init; }

    /// <summary>The port with this wire in front. The port must complete its calls at once, as the in-memory ones do.</summary>
    public T Port<T>(T port)
        where T : class
    {
        var wired = DispatchProxy.Create<T, WiredPort>();
        ((WiredPort)(object)wired).Connect(this, port);
        return wired;
    }

    /// <summary>The ledger with this wire in front of each of its ports.</summary>
    public Ledger Through(Ledger ledger) => new(
        Port(ledger.Plans), Port(ledger.Items), Port(ledger.Agenda), Port(ledger.Notices), Port(ledger.People), Port(ledger.Barriers),
        Port(ledger.Replies), Port(ledger.Watch), Port(ledger.Keys));

    internal object? Call(MethodInfo method, Func<object?> call)
    {
        calls.Add($"{method.DeclaringType!.Name}.{method.Name}");
        if (method.Name == DiesAtFirst)
            (DiesAt, DiesAtFirst) = (calls.Count, null);
        if (calls.Count == RivalActsAt)
            Rival?.Invoke();
        var dies = calls.Count == DiesAt;
        if (dies && !DiesAfterwards)
            Die("before");
        var answer = call();
        if (dies)
            Die("after");
        return answer;
    }

    private void Die(string when)
    {
        Dying?.Invoke();
        throw new ProcessDied($"{when} call {calls.Count}, {calls[^1]}");
    }
}

/// <summary>What stands in for a port on a wire.</summary>
public class WiredPort : DispatchProxy
{
    private Wire? wire;
    private object? port;

    internal void Connect(Wire wire, object port) => (this.wire, this.port) = (wire, port);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        wire!.Call(targetMethod!, () => targetMethod!.Invoke(port, BindingFlags.DoNotWrapExceptions, null, args, null));
}
