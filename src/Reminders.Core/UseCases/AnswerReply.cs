namespace Reminders.Core.UseCases;

/// <summary>
/// Does what a reply asks for, and says what to answer. Only somebody in charge of an item can do anything to it: its persons report and ask, its leaders grant
/// and return. What is not understood gets one helpful answer in a day, then silence. A reply that is delivered again is answered as before and does nothing more.
/// Who names an item of his own costs a handful of requests; who names none, or another's, has every item read.
/// </summary>
public sealed class AnswerReply(
    Ledger ledger, ReadPeople readPeople, ActOnItem act, FlagNumber flag, LiftFlag lift, Schedule schedule, IClock clock)
{
    /// <summary>How many replies of a number are looked at within <see cref="FloodWithin"/>; what comes above is answered with silence, but for one that stops the messages.</summary>
    public const int MostReplies = 30;

    /// <summary>How long nothing more is said to a number whose last reply was not understood.</summary>
    public static Duration SilentFor { get; } = Duration.FromDays(1);

    /// <summary>The time within which <see cref="MostReplies"/> are looked at.</summary>
    public static Duration FloodWithin { get; } = Duration.FromHours(1);

    private readonly ReplyTexts texts = new(schedule.Policy);

    public async Task<ReplyRecord> RunAsync(InboundSms sms, CancellationToken cancellation)
    {
        if (await ledger.Replies.FindReplyAsync(sms.From, sms.Id, cancellation) is { } known)
            return known;
        var now = clock.GetCurrentInstant();
        // Whatever is done is refused when it is done again, so a death before the record is written does it once all the same.
        return await ledger.Replies.SaveReplyAsync(await DecidedAsync(sms, now, cancellation), cancellation);
    }

    private async Task<ReplyRecord> DecidedAsync(InboundSms sms, Instant now, CancellationToken cancellation)
    {
        var reply = Reply.Read(sms.Text, now.InUtc().Date);
        var answered = (string? answer, string? refusal, ItemCode? item) => new ReplyRecord(sms.Id, sms.From, now, sms.Text, reply.Kind, item, refusal, answer);

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
            return answered(null, "unknown-number", null); // a stranger learns nothing here
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
            return; // nothing is held back, and no item need be read to find out whose number it is
        var name = (await new Responsibilities(ledger, readPeople, from).AllAsync(cancellation)).Select(m => m.Name).FirstOrDefault("phone");
        await lift.RunAsync(from, new(name, $"sms:{from.Masked}"), cancellation);
    }

    private async Task<ReplyRecord> ActAsync(Reply reply, Responsibility responsibility, InboundSms sms, Func<string?, string?, ItemCode?, ReplyRecord> answered, CancellationToken cancellation)
    {
        var item = responsibility.Item;
        var by = new Actor(responsibility.Name, $"sms:{sms.From.Masked}");
        if (reply.Kind is ReplyKind.Agree or ReplyKind.Return ? !responsibility.IsLeader : !responsibility.IsPerson)
            return answered(reply.Kind is ReplyKind.Agree or ReplyKind.Return ? texts.NotLeader : texts.NoSuchItem, "not-in-charge", item.Code);
        if (reply is { Kind: ReplyKind.Extension, Date: null })
            return answered(texts.DateMissing, "date-missing", item.Code);
        if (reply.Kind == ReplyKind.Agree && item.State == ItemState.Reported)
            return answered(texts.VerifyInLedger(item), "checks-missing", item.Code);
        // A request that comes in at this very moment must not be refused by an answer to nothing.
        if (reply.Kind == ReplyKind.Agree && item.Asked is null)
            return answered(texts.NothingAsked(item), "nothing-asked", item.Code);
        // A return that came through, and died before it was recorded, must not refuse what was asked for when it is delivered again.
        if (reply.Kind == ReplyKind.Return && item is { State: ItemState.Open, Returned: { } returned } && returned.By == by && returned.Text == reply.Words)
            return answered(texts.Returned(item), null, item.Code);
        ItemCommand command = reply.Kind switch
        {
            ReplyKind.Done => new ReportItem(by, reply.Words),
            ReplyKind.Extension => new RequestExtension(by, reply.Date!.Value, reply.Words),
            ReplyKind.Agree => new ExtendItem(by, item.Asked!.Deadline, item.Asked.Reason),
            ReplyKind.Return when item.State == ItemState.Reported => new ReturnItem(by, reply.Words),
            _ => new DeclineExtension(by, reply.Words),
        };
        var result = await act.RunAsync(item.Code, command, cancellation);
        return result switch
        {
            { Refusal: { } refusal } => answered(texts.Refused(refusal, result.Item ?? item), refusal.Code, item.Code),
            { Item: null } => answered(texts.NoSuchItem, "no-such-item", item.Code),
            _ => answered(Said(command, result.Item), null, item.Code),
        };
    }

    private string Said(ItemCommand command, Item item) => command switch
    {
        ReportItem => texts.Done(item),
        RequestExtension asked => texts.Asked(item, asked.Deadline),
        ExtendItem => texts.Granted(item),
        ReturnItem => texts.Returned(item),
        _ => texts.ExtensionRefused(item),
    };

    // The item that is named; without a name the only one that can be meant.
    private static (Responsibility? Item, string? Refusal) Meant(Reply reply, IReadOnlyList<Responsibility> named, IReadOnlyList<Responsibility> mine)
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
