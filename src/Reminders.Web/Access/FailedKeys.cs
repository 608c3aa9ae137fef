using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Reminders.Web.Access;

/// <summary>
/// Counts wrong keys by address. After ten failures an address has one try in each pause. A key that was good from the address within the
/// last hours still works: a neighbour behind the same gateway who mistypes must not end its session. A good key without a session waits
/// for the pause, or guessing would cost nothing. Each process counts for itself.
/// </summary>
public sealed class FailedKeys(IClock clock)
{
    /// <summary>How many failures an address has before it is slowed down.</summary>
    public const int Tries = 10;

    /// <summary>How many addresses are remembered, and how many sessions. The memory of both stays bounded, whoever calls.</summary>
    public const int MostRemembered = 10_000;

    private const int PrefixOfASite = 8;

    private readonly Lock gate = new();
    private readonly RecentTable<Failures> failures = new(MostRemembered);
    private readonly RecentTable<Instant?> sessions = new(MostRemembered);

    /// <summary>How long an address waits between two tries.</summary>
    public static Duration Pause { get; } = Duration.FromSeconds(30);

    /// <summary>After this time without a failure an address begins anew.</summary>
    public static Duration ForgottenAfter { get; } = Duration.FromMinutes(10);

    /// <summary>How long a key that was good from an address goes on from there while the address is slowed down.</summary>
    public static Duration SessionLasts { get; } = Duration.FromHours(12);

    /// <summary>The time that wrong keys are counted and logged by.</summary>
    public Instant Now => clock.GetCurrentInstant();

    /// <summary>
    /// How long the address has to wait before a key from there is looked at, and whether it is told so for the first time in this pause;
    /// null where it need not.
    /// </summary>
    public (Duration Wait, bool IsNews)? WaitOf(IPAddress? address, string presented)
    {
        var (site, now) = (Site(address), Now);
        lock (gate)
        {
            if (failures.Find(site) is not { Count: >= Tries } failed || now - failed.Last >= ForgottenAfter)
                return null;
            if (HasSession(site, presented, now))
                return null;
            if (now - failed.Last >= Pause)
            {
                // The try of this pause is taken now: of many calls at once the others wait.
                failures.Set(site, new(failed.Count, now));
                return null;
            }
            var isNews = !failed.IsTold;
            failed.IsTold = true;
            return (Duration.Min(failed.Last + Pause - now, Pause), isNews);
        }
    }

    /// <summary>Counts a key that is none.</summary>
    public void Add(IPAddress? address)
    {
        var (site, now) = (Site(address), Now);
        lock (gate)
        {
            var before = failures.Find(site) is { } known && now - known.Last < ForgottenAfter ? known.Count : 0;
            failures.Set(site, new(before + 1, now));
        }
    }

    /// <summary>
    /// Remembers that a key was good from there. It takes nothing off the failures, or a guesser with a key of his own would never be
    /// slowed down.
    /// </summary>
    public void Trust(IPAddress? address, string presented)
    {
        var session = Session(Site(address), presented);
        lock (gate)
            sessions.Set(session, Now);
    }

    private bool HasSession(string site, string presented, Instant now) =>
        sessions.Find(Session(site, presented)) is { } since && now - since < SessionLasts;

    private static string Session(string site, string presented) =>
        $"{site} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(presented)))}";

    // Whoever has one address of IPv6 has 64 bits of them.
    private static string Site(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, PrefixOfASite)),
        _ => address.ToString(),
    };

    private sealed class Failures(int count, Instant last)
    {
        public int Count => count;

        public Instant Last => last;

        public bool IsTold { get; set; }
    }
}

/// <summary>A table that keeps the entries that were set last, and no more than so many. Not for several threads at once.</summary>
public sealed class RecentTable<TValue>(int most)
{
    private readonly Dictionary<string, LinkedListNode<(string Key, TValue Value)>> places = [];
    private readonly LinkedList<(string Key, TValue Value)> oldestFirst = [];

    public int Count => places.Count;

    public TValue? Find(string key) => places.TryGetValue(key, out var place) ? place.Value.Value : default;

    public void Set(string key, TValue value)
    {
        Remove(key);
        if (places.Count == most)
            Remove(oldestFirst.First!.Value.Key);
        places[key] = oldestFirst.AddLast((key, value));
    }

    private void Remove(string key)
    {
        if (places.Remove(key, out var place))
            oldestFirst.Remove(place);
    }
}
