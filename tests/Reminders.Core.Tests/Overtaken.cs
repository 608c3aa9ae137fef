using System.Reflection;

namespace Reminders.Core.Tests;

/// <summary>
/// A port of a ledger on which another process is faster: a rival acts just before, or just after, the first call of one method.
/// </summary>
public class Overtaken : DispatchProxy
{
    private object? port;
    private string? method;
    private Func<Task>? rival;
    private bool after;

    internal static Ledger On(Ledger ledger, string method, Func<Task> rival) => Over(ledger, method, rival, after: false);

    /// <summary>The rival acts just after the first call of the method.</summary>
    internal static Ledger After(Ledger ledger, string method, Func<Task> rival) => Over(ledger, method, rival, after: true);

    // No two ports have a method of the same name.
    private static Ledger Over(Ledger ledger, string method, Func<Task> rival, bool after)
    {
        return new(
            Port(ledger.Plans), Port(ledger.Items), Port(ledger.Agenda), Port(ledger.Notices), Port(ledger.People), Port(ledger.Barriers),
            Port(ledger.Replies), Port(ledger.Watch), Port(ledger.Keys));

        T Port<T>(T port)
            where T : class
        {
            var overtaken = Create<T, Overtaken>();
            var self = (Overtaken)(object)overtaken;
            (self.port, self.method, self.rival, self.after) = (port, method, rival, after);
            return overtaken;
        }
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var first = targetMethod!.Name == method ? Interlocked.Exchange(ref rival, null) : null;
        if (!after)
            first?.Invoke().GetAwaiter().GetResult(); // the in-memory ports complete at once
        var answer = targetMethod.Invoke(port, BindingFlags.DoNotWrapExceptions, null, args, null);
        if (after)
            first?.Invoke().GetAwaiter().GetResult();
        return answer;
    }
}
