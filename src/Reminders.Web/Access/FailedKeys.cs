using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Reminders.Web.Access;

/// <summary>
/// Counts wrong keys by address. After ten failures an address has one try in each pause. A key that worked from the address within the
/// last hours still works, so that a neighbour behind the same gateway cannot end its session. A correct key without such a session waits
/// for the pause; otherwise guessing costs nothing. Each process counts on its own.
/// </summary>
public sealed class FailedKeys(IClock clock)
{
    /// <summary>The number of failures after which an address is slowed down.</summary>
    public const int Tries = 10;

    /// <summary>The largest number of addresses, and of sessions, that are remembered. It bounds the memory.</summary>
    public const int MostRemembered = 10_000;

    private const int PrefixOfASite = 8;

    private readonly Lock gate = new();
    private readonly RecentTable<Failures> failures = new(MostRemembered);
    private readonly RecentTable<Instant?> sessions = new(MostRemembered);

    /// <summary>How long an address waits between two tries.</summary>
    public static Duration Pause { get; } = Duration.FromSeconds(30);

    /// <summary>After this time without a failure, the count of an address starts again at zero.</summary>
    public static Duration ForgottenAfter { get; } = Duration.FromMinutes(10);

    /// <summary>How long a key that worked from an address keeps working while the address is slowed down.</summary>
    public static Duration SessionLasts { get; } = Duration.FromHours(12);

    public Instant Now => clock.GetCurrentInstant();

    /// <summary>
    /// The time that the address has to wait, and whether this is its first refusal in this pause; null if the key may be checked now.
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
                // This call takes the try of the pause, so concurrent calls wait.
                failures.Set(site, new(failed.Count, now));
                return null;
            }
            var isNews = !failed.IsTold;
            failed.IsTold = true;
            return (Duration.Min(failed.Last + Pause - now, Pause), isNews);
        }
    }

    /// <summary>Counts a wrong key.</summary>
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
    /// Starts a session for a correct key. The failures stay counted; otherwise a guesser with one valid key is never slowed down.
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

    // A subscriber of IPv6 has a whole /64 network.
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

/// <summary>A table that keeps the most recently set entries, up to a maximum. Not thread-safe.</summary>
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
