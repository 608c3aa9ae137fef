namespace Reminders.Core.Tests;

/// <summary>A ledger on which another process is faster: a rival acts just before, or just after, the first call of one method.</summary>
internal static class Overtaken
{
    internal static Ledger On(Ledger ledger, string method, Func<Task> rival) => Over(ledger, method, rival, after: false);

    /// <summary>The rival acts just after the first call of the method.</summary>
    internal static Ledger After(Ledger ledger, string method, Func<Task> rival) => Over(ledger, method, rival, after: true);

    private static Ledger Over(Ledger ledger, string method, Func<Task> rival, bool after)
    {
        var waiting = rival;
        return PortProxy.OverAll(ledger, call =>
        {
            var first = call.Method.Name == method ? Interlocked.Exchange(ref waiting, null) : null;
            if (!after)
                first?.Invoke().GetAwaiter().GetResult(); // the in-memory ports complete at once
            var answer = call.Pass();
            if (after)
                first?.Invoke().GetAwaiter().GetResult();
            return answer;
        });
    }
}
