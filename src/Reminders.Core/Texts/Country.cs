namespace Reminders.Core.Texts;

/// <summary>
/// The limits of the carriers of a country: replies (two-way), links, segments of one message, and messages to one number within 24 hours
/// with the same text and with different texts.
/// </summary>
public sealed record Country(string Prefix, bool TwoWay, bool Links, int MaxSegments, int MaxIdentical, int MaxDifferent)
{
    /// <summary>
    /// The countries that differ from <see cref="Elsewhere"/>. +86: no two-way, no links, 8 UCS-2 segments
    /// (https://www.twilio.com/en-us/guidelines/cn/sms); the third identical message in 24 hours is rejected, and the fifth different one
    /// sends the number to manual review (Twilio support, China SMS Template Whitelisting).
    /// </summary>
    public static ImmutableArray<Country> Table { get; } =
        [new("+86", TwoWay: false, Links: false, MaxSegments: 8, MaxIdentical: 2, MaxDifferent: 4)];

    /// <summary>All other countries. Twilio's limit of 1,600 characters leaves 10 segments of ordinary text.</summary>
    public static Country Elsewhere { get; } = new("+", TwoWay: true, Links: true, MaxSegments: 10, MaxIdentical: 10, MaxDifferent: 40);

    public static Country Of(PhoneNumber number) =>
        Table.FirstOrDefault(c => number.Value.StartsWith(c.Prefix, StringComparison.Ordinal)) ?? Elsewhere;

    /// <summary>Whether the limits allow one more message to a number, after the texts sent in the 24 hours before.</summary>
    public bool Allows(string text, IReadOnlyCollection<string> sentWithin24Hours) =>
        sentWithin24Hours.Count < Math.Min(MaxIdentical, MaxDifferent)
        || (sentWithin24Hours.Count(t => t == text) < MaxIdentical
            && sentWithin24Hours.Append(text).Distinct().Count() <= MaxDifferent);
}
