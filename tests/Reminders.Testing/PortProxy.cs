using System.Reflection;

namespace Reminders.Testing;

/// <summary>A port that hands every call to a function.</summary>
public class PortProxy : DispatchProxy
{
    private object port = null!;
    private PortAnswer answer = null!;

    /// <summary>The port with the function in front.</summary>
    public static T Over<T>(T port, PortAnswer answer)
        where T : class
    {
        var proxy = Create<T, PortProxy>();
        var self = (PortProxy)(object)proxy;
        (self.port, self.answer) = (port, answer);
        return proxy;
    }

    /// <summary>The ledger with the function in front of each of its ports. No two ports have a method of the same name.</summary>
    public static Ledger OverAll(Ledger ledger, PortAnswer answer) => new(
        Over(ledger.Plans, answer), Over(ledger.Items, answer), Over(ledger.Board, answer), Over(ledger.Agenda, answer),
        Over(ledger.Notices, answer), Over(ledger.People, answer), Over(ledger.Barriers, answer), Over(ledger.Replies, answer),
        Over(ledger.Watch, answer), Over(ledger.Keys, answer));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => answer(new(targetMethod!, args!, port));
}

/// <summary>Answers a call through a proxy.</summary>
public delegate object? PortAnswer(PortCall call);

/// <summary>A call to a port.</summary>
public sealed record PortCall(MethodInfo Method, object?[] Arguments, object Port)
{
    /// <summary>Hands the call on to the port.</summary>
    public object? Pass() => Method.Invoke(Port, BindingFlags.DoNotWrapExceptions, null, Arguments, null);
}
