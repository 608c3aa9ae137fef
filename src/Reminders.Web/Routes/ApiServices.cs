using Microsoft.Extensions.Primitives;

namespace Reminders.Web.Routes;

/// <summary>Where SMS go.</summary>
public enum SmsWay
{
    /// <summary>Into a file or a list: no phone is called.</summary>
    Outbox,

    /// <summary>Through Twilio, to the numbers of a trial alone.</summary>
    TwilioTrial,

    /// <summary>Through Twilio.</summary>
    Twilio,
}

/// <summary>All that the answers need, made once by the host.</summary>
/// <param name="UseCases">What the office does.</param>
/// <param name="Webhooks">Recognises the calls of the SMS provider; null without one that reports: every such call is refused then.</param>
public sealed record ApiServices(UseCases UseCases, Webhooks? Webhooks = null)
{
    /// <summary>How large files may be.</summary>
    public FileLimits FileLimits { get; init; } = new();

    /// <summary>How much evidence an item takes.</summary>
    public EvidenceLimits EvidenceLimits { get; init; } = new();

    /// <summary>The host names by which the office may be called; none for every name.</summary>
    public ImmutableArray<StringSegment> AllowedHosts { get; init; } = [];

    public SmsWay SmsWay { get; init; }

    public Ledger Ledger => UseCases.Ledger;

    public Schedule Schedule => UseCases.Schedule;

    public IClock Clock => UseCases.Clock;

    public string Zone => UseCases.Zone;

    /// <summary>The numbers that fail, which the board shows.</summary>
    public async Task<IReadOnlySet<PhoneNumber>> FailingAsync(CancellationToken cancellation) =>
        (await Ledger.Barriers.BarriersAsync(cancellation)).Flags.Select(f => f.Number).ToHashSet();

    /// <summary>What is wrong with the SMS of the last days, by item, which the board shows.</summary>
    public async Task<ILookup<ItemCode, Finding>> TroublesAsync(CancellationToken cancellation) =>
        SendingTrouble.ByItem(await Ledger.Notices.NoticesSinceAsync(Clock.GetCurrentInstant() - SendingTrouble.ShownFor, cancellation));

    /// <summary>Today in the zone.</summary>
    public LocalDate TodayIn(string zone) => Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
}
