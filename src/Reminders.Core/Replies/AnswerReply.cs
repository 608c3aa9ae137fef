using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Notices;
using Reminders.Core.Plans;
using Reminders.Core.Schedules;

namespace Reminders.Core.Replies;

/// <summary>
/// Does what a reply asks for, and says what to answer. Only somebody in charge of an item can do anything to it: its persons report and ask, its leaders grant
/// and return. What is not understood gets one helpful answer in a day, then silence. A reply that is delivered again is answered as before and does nothing more.
/// </summary>
public sealed class AnswerReply(ILedger ledger, Schedule schedule, IClock clock)
{
    /// <summary>How long nothing more is said to a number whose last reply was not understood.</summary>
    public static Duration SilentFor { get; } = Duration.FromDays(1);

    private readonly ReplyTexts texts = new(schedule.Policy.Language);

    public async Task<ReplyRecord> RunAsync(InboundSms sms, CancellationToken cancellation)
    {
        var before = await ledger.RepliesAsync(sms.From, cancellation);
        if (before.FirstOrDefault(r => r.Id == sms.Id) is { } known)
            return known;
        var now = clock.GetCurrentInstant();
        // Whatever is done is refused when it is done again, so a death before the record is written does it once all the same.
        var record = await DecidedAsync(sms, before, now, cancellation);
        await ledger.SaveReplyAsync(record, cancellation);
        return record;
    }

    private async Task<ReplyRecord> DecidedAsync(InboundSms sms, IReadOnlyList<ReplyRecord> before, Instant now, CancellationToken cancellation)
    {
        var mine = await MineAsync(sms.From, cancellation);
        var today = now.InZone(mine.Select(m => m.Zone).FirstOrDefault(DateTimeZone.Utc)).Date;
        var reply = Reply.Read(sms.Text, today);
        var answered = (string? answer, string? refusal, ItemCode? item) => new ReplyRecord(sms.Id, sms.From, now, sms.Text, reply.Kind, item, refusal, answer);

        if (reply.Kind == ReplyKind.Stop)
        {
            await new FlagNumber(ledger).RunAsync(sms.From, NumberFlag.OptedOut, now, cancellation);
            return answered(texts.Stopped, null, null);
        }
        if (reply.Kind == ReplyKind.Start)
        {
            await new LiftFlag(ledger, schedule, clock).RunAsync(sms.From, new(mine.Select(m => m.Name).FirstOrDefault("phone"), $"sms:{sms.From.Masked}"), cancellation);
            return answered(texts.Started, null, null);
        }
        if (mine.Count == 0)
            return answered(null, "unknown-number", null); // a stranger learns nothing here
        if (reply.Kind == ReplyKind.Unclear)
            return answered(IsSilent(before, now) ? null : texts.Help, "unclear", null);
        var (item, refusal) = Meant(reply, mine);
        if (item is null)
            return answered(refusal == "which-item" ? texts.WhichItem : texts.NoSuchItem, refusal, null);
        return await ActAsync(reply, item, sms, answered, cancellation);
    }

    private async Task<ReplyRecord> ActAsync(Reply reply, Charge charge, InboundSms sms, Func<string?, string?, ItemCode?, ReplyRecord> answered, CancellationToken cancellation)
    {
        var item = charge.Item;
        var by = new Actor(charge.Name, $"sms:{sms.From.Masked}");
        if (reply.Kind is ReplyKind.Agree or ReplyKind.Return ? !charge.IsLeader : !charge.IsPerson)
            return answered(reply.Kind is ReplyKind.Agree or ReplyKind.Return ? texts.NotLeader : texts.NoSuchItem, "not-in-charge", item.Code);
        if (reply is { Kind: ReplyKind.Extension, Date: null })
            return answered(texts.DateMissing, "date-missing", item.Code);
        if (reply.Kind == ReplyKind.Agree && item.State == ItemState.Reported)
            return answered(texts.VerifyInLedger(item), "checks-missing", item.Code);
        // A request that comes in at this very moment must not be refused by an answer to nothing.
        if (reply.Kind == ReplyKind.Agree && item.Asked is null)
            return answered(texts.NothingAsked(item), "nothing-asked", item.Code);
        ItemCommand command = reply.Kind switch
        {
            ReplyKind.Done => new ReportItem(by, reply.Words),
            ReplyKind.Extension => new RequestExtension(by, reply.Date!.Value, reply.Words),
            ReplyKind.Agree => new ExtendItem(by, item.Asked!.Deadline, item.Asked.Reason),
            ReplyKind.Return when item.State == ItemState.Reported => new ReturnItem(by, reply.Words),
            _ => new DeclineExtension(by, reply.Words),
        };
        var result = await new ActOnItem(ledger, schedule, clock).RunAsync(item.Code, command, cancellation);
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
    private static (Charge? Item, string? Refusal) Meant(Reply reply, IReadOnlyList<Charge> mine)
    {
        if (reply.Codes.Count > 0)
        {
            var named = mine.Where(m => reply.Codes.Contains($"{m.Item.Code}")).ToList();
            return named.Count == 1 ? (named[0], null) : (null, named.Count == 0 ? "no-such-item" : "which-item");
        }
        var possible = mine.Where(m => reply.Kind switch
        {
            ReplyKind.Agree => m.IsLeader && m.Item is { State: ItemState.Open, Asked: not null } or { State: ItemState.Reported },
            ReplyKind.Return => m.IsLeader && (m.Item.State == ItemState.Reported || m.Item.Asked is not null),
            _ => m.IsPerson && m.Item.State == ItemState.Open,
        }).ToList();
        return possible.Count == 1 ? (possible[0], null) : (null, possible.Count == 0 ? "no-such-item" : "which-item");
    }

    private static bool IsSilent(IReadOnlyList<ReplyRecord> before, Instant now) =>
        before.Where(r => now - r.At < SilentFor).OrderBy(r => r.At).LastOrDefault() is { Kind: ReplyKind.Unclear };

    private async Task<IReadOnlyList<Charge>> MineAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var zones = (await ledger.PlansAsync(cancellation)).Where(p => p.IsComplete).ToDictionary(p => p.Number, p => p.TimeZone);
        var mine = new List<Charge>();
        await foreach (var item in ledger.ItemsAsync(null, cancellation))
        {
            var asPerson = Called(item.Persons);
            var asLeader = Called(item.Leaders);
            if ((asPerson ?? asLeader) is { } name && zones.TryGetValue(item.Code.Plan, out var zone))
                mine.Add(new(item, name, asPerson is not null, asLeader is not null, zone));
        }
        return mine;

        // Who is absent answers for the item as well as his deputy.
        string? Called(IEnumerable<Party> parties) =>
            parties.SelectMany(p => new[] { p, p.InOwnName() }).FirstOrDefault(p => p.Phone == number)?.Name;
    }

    /// <summary>An item that the sender is in charge of, and in which role.</summary>
    private sealed record Charge(Item Item, string Name, bool IsPerson, bool IsLeader, DateTimeZone Zone);
}
