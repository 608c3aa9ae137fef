namespace Reminders.Core.UseCases;

/// <summary>
/// Carries out a reply and decides the answer. The persons of an item report and ask, its leaders grant and return; others can do
/// nothing to it. An unclear reply gets one answer with help in a day, then silence. A reply that is delivered again gets the same answer
/// and does nothing more. A reply that names an item of the sender costs a few requests; any other reply reads every item.
/// </summary>
public sealed class AnswerReply(
    Ledger ledger, ReadPeople readPeople, ActOnItem act, FlagNumber flag, LiftFlag lift, Schedule schedule, IClock clock)
{
    /// <summary>
    /// How many replies of a number are answered within <see cref="FloodWithin"/>. Further replies get no answer and do nothing, except
    /// a reply that stops the messages.
    /// </summary>
    public const int MostReplies = 30;

    /// <summary>How long further unclear replies of a number get no answer.</summary>
    public static Duration SilentFor { get; } = Duration.FromDays(1);

    /// <summary>The time within which <see cref="MostReplies"/> are answered.</summary>
    public static Duration FloodWithin { get; } = Duration.FromHours(1);

    private readonly ReplyTexts texts = new(schedule.Policy);

    public async Task<ReplyRecord> RunAsync(InboundSms sms, CancellationToken cancellation)
    {
        if (await ledger.Replies.FindReplyAsync(sms.From, sms.Id, cancellation) is { } known)
            return known;
        var now = clock.GetCurrentInstant();
        // Actions are idempotent, so a crash before the record is written is safe.
        return await ledger.Replies.SaveReplyAsync(await DecidedAsync(sms, now, cancellation), cancellation);
    }

    private async Task<ReplyRecord> DecidedAsync(InboundSms sms, Instant now, CancellationToken cancellation)
    {
        var reply = Reply.Read(sms.Text, now.InUtc().Date);
        var answered = (string? answer, string? refusal, ItemCode? item) =>
            new ReplyRecord(sms.Id, sms.From, now, sms.Text, reply.Kind, item, refusal, answer);

        if (reply.Kind == ReplyKind.Stop)
        {
            await flag.RunAsync(sms.From, NumberFlag.OptedOut, now, cancellation);
            return answered(texts.Stopped, null, null);
        }
        var before = await ledger.Replies.LastRepliesAsync(sms.From, MostReplies, cancellation);
        if (before.Count(r => now - r.At < FloodWithin) == MostReplies)
            return answered(null, "too-many", null);
        if (reply.Kind == ReplyKind.Start)
        {
            await StartAsync(sms.From, cancellation);
            return answered(texts.Started, null, null);
        }
        var responsibilities = new Responsibilities(ledger, readPeople, sms.From);
        var named = await responsibilities.AmongAsync(reply.Codes, cancellation);
        var mine = named.Count > 0 ? named : await responsibilities.AllAsync(cancellation);
        if (mine.Count == 0)
            return answered(null, "unknown-number", null); // strangers get no information
        if (reply.Kind == ReplyKind.Unclear)
            return answered(IsSilent(before, now) ? null : texts.Help, "unclear", null);
        var (item, refusal) = Meant(reply, named, mine);
        if (item is null)
            return answered(refusal == "which-item" ? texts.WhichItem : texts.NoSuchItem, refusal, null);
        return await ActAsync(Reply.Read(sms.Text, now.InZone(item.Zone).Date), item, sms, answered, cancellation);
    }

    private async Task StartAsync(PhoneNumber from, CancellationToken cancellation)
    {
        if ((await ledger.Barriers.BarriersAsync(cancellation)).FlagOf(from) is null)
            return; // do not read every item for the name
        var responsibilities = await new Responsibilities(ledger, readPeople, from).AllAsync(cancellation);
        var name = responsibilities.Select(m => m.Name).FirstOrDefault("phone");
        await lift.RunAsync(from, new(name, $"sms:{from.Masked}"), cancellation);
    }

    private async Task<ReplyRecord> ActAsync(
        Reply reply,
        Responsibility responsibility,
        InboundSms sms,
        Func<string?, string?, ItemCode?, ReplyRecord> answered,
        CancellationToken cancellation)
    {
        var item = responsibility.Item;
        var by = new Actor(responsibility.Name, $"sms:{sms.From.Masked}");
        var needsLeader = reply.Kind is ReplyKind.Agree or ReplyKind.Return;
        if (needsLeader ? !responsibility.IsLeader : !responsibility.IsPerson)
            return answered(needsLeader ? texts.NotLeader : texts.NoSuchItem, "not-in-charge", item.Code);
        if (reply is { Kind: ReplyKind.Extension, Date: null })
            return answered(texts.DateMissing, "date-missing", item.Code);
        if (reply.Kind == ReplyKind.Agree && item.State == ItemState.Reported)
            return answered(texts.VerifyInLedger(item), "checks-missing", item.Code);
        // The command would decline a request that arrives after this reading.
        if (reply.Kind == ReplyKind.Agree && item.Asked is null)
            return answered(texts.NothingAsked(item), "nothing-asked", item.Code);
        // A crash after a return loses its record. When the reply comes again, it must not decline a newer request.
        if (reply.Kind == ReplyKind.Return && item is { State: ItemState.Open, Returned: { } returned }
            && returned.By == by && returned.Text == reply.Words)
        {
            return answered(texts.Returned(item), null, item.Code);
        }
        ItemCommand command = reply.Kind switch
        {
            ReplyKind.Done => new ReportItem(by, reply.Words),
            ReplyKind.Extension => new RequestExtension(by, reply.Date!.Value, reply.Words),
            ReplyKind.Agree => new ExtendItem(by, item.Asked!.Deadline, item.Asked.Reason),
            ReplyKind.Return when item.State == ItemState.Reported => new ReturnItem(by, reply.Words),
            _ => new DeclineExtension(by, reply.Words),
        };
        var outcome = await act.RunAsync(item.Code, command, cancellation);
        // Another call may have changed the item since, and the answer says how it is now.
        if (outcome is Outcome<Item>.Refused(var refusal) && await ledger.Items.FindItemAsync(item.Code, cancellation) is { } present)
            return answered(texts.Refused(refusal, present.Value), refusal.Code, item.Code);
        return outcome is Outcome<Item>.Done(var now, _)
            ? answered(Said(command, now), null, item.Code)
            : answered(texts.NoSuchItem, "no-such-item", item.Code);
    }

    private string Said(ItemCommand command, Item item) => command switch
    {
        ReportItem => texts.Done(item),
        RequestExtension asked => texts.Asked(item, asked.Deadline),
        ExtendItem => texts.Granted(item),
        ReturnItem => texts.Returned(item),
        _ => texts.ExtensionRefused(item),
    };

    // A reply without a code means the only item that it fits.
    private static (Responsibility? Item, string? Refusal) Meant(
        Reply reply, IReadOnlyList<Responsibility> named, IReadOnlyList<Responsibility> mine)
    {
        var possible = reply.Codes.Count > 0 ? named : [.. mine.Where(m => reply.Kind switch
        {
            ReplyKind.Agree => m.IsLeader && m.Item is { State: ItemState.Open, Asked: not null } or { State: ItemState.Reported },
            ReplyKind.Return => m.IsLeader && (m.Item.State == ItemState.Reported || m.Item.Asked is not null),
            _ => m.IsPerson && m.Item.State == ItemState.Open,
        })];
        return possible.Count == 1 ? (possible[0], null) : (null, possible.Count == 0 ? "no-such-item" : "which-item");
    }

    private static bool IsSilent(IReadOnlyList<ReplyRecord> newestFirst, Instant now) =>
        newestFirst.Count > 0 && now - newestFirst[0].At < SilentFor && newestFirst[0].Kind == ReplyKind.Unclear;
}
