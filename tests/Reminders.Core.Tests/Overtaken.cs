using System.Reflection;

namespace Reminders.Core.Tests;

/// <summary>A ledger on which somebody else is faster: a rival comes just before, or just after, the first call of one method.</summary>
public class Overtaken : DispatchProxy
{
    private ILedger? ledger;
    private string? method;
    private Func<Task>? rival;
    private bool after;

    internal static ILedger On(ILedger ledger, string method, Func<Task> rival)
    {
        var port = Create<ILedger, Overtaken>();
        var overtaken = (Overtaken)(object)port;
        (overtaken.ledger, overtaken.method, overtaken.rival) = (ledger, method, rival);
        return port;
    }

    /// <summary>The rival comes just after the first call of the method.</summary>
    internal static ILedger After(ILedger ledger, string method, Func<Task> rival)
    {
        var port = On(ledger, method, rival);
        ((Overtaken)(object)port).after = true;
        return port;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var first = targetMethod!.Name == method ? Interlocked.Exchange(ref rival, null) : null;
        if (!after)
            first?.Invoke().GetAwaiter().GetResult(); // the in-memory ports complete at once
        var answer = targetMethod.Invoke(ledger, BindingFlags.DoNotWrapExceptions, null, args, null);
        if (after)
            first?.Invoke().GetAwaiter().GetResult();
        return answer;
    }
}
