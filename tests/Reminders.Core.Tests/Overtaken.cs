using System.Reflection;
using Reminders.Core.Ledgers;

namespace Reminders.Core.Tests;

/// <summary>A ledger on which somebody else is faster: the first call of one method finds that a rival has just come before it.</summary>
public class Overtaken : DispatchProxy
{
    private ILedger? ledger;
    private string? method;
    private Func<Task>? rival;

    internal static ILedger On(ILedger ledger, string method, Func<Task> rival)
    {
        var port = Create<ILedger, Overtaken>();
        var overtaken = (Overtaken)(object)port;
        (overtaken.ledger, overtaken.method, overtaken.rival) = (ledger, method, rival);
        return port;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == method && Interlocked.Exchange(ref rival, null) is { } first)
            first().GetAwaiter().GetResult(); // the in-memory ports complete at once
        return targetMethod.Invoke(ledger, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
