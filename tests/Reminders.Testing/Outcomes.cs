using System.Runtime.ExceptionServices;

namespace Reminders.Testing;

/// <summary>Reads outcomes and decisions in tests. <c>Value</c> fails and the others are null if the outcome is of another kind.</summary>
public static class Outcomes
{
    extension<T>(Outcome<T> outcome)
    {
        public T Value => ((Outcome<T>.Done)outcome).Value;

        public bool Changed => outcome is Outcome<T>.Done { Changed: true };

        public Refusal? Refusal => (outcome as Outcome<T>.Refused)?.Refusal;
    }

    extension(Decision decision)
    {
        public Item? Item => (decision as Decision.Change)?.Item ?? (decision as Decision.Nothing)?.Item;

        public string? Detail => (decision as Decision.Change)?.Detail;

        public Refusal? Refusal => (decision as Decision.Refused)?.Refusal;
    }

    /// <summary>Handles a batch of one message.</summary>
    public static async Task<SendResult> OneAsync(this SendNotices send, NoticeMessage message, CancellationToken cancellation)
    {
        var outcome = Xunit.Assert.Single(await send.RunAsync([message], cancellation));
        if (outcome.Fault is not null)
            ExceptionDispatchInfo.Throw(outcome.Fault);
        return outcome.Result!.Value;
    }
}
