using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime.Text;

namespace Reminders.Rows;

/// <summary>
/// The parts of partition and row keys. Keys sort as text, so numbers are padded and instants run from year to nanosecond. A key stands in
/// the URL of a request and so in logs: it never holds a phone number, and it spells other text in characters that need no escaping.
/// </summary>
internal static class Keys
{
    /// <summary>Separates the parts of a key.</summary>
    public const string Between = "|";

    /// <summary>The character after <see cref="Between"/>: the open end of a range of keys that share their first parts.</summary>
    public const string AfterBetween = "}";

    private static readonly LastText<Instant> Days = new(InstantPattern.CreateWithInvariantCulture("uuuuMMdd"));
    private static readonly LastText<Instant> Exacts = new(InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmssfffffffff"));
    private static readonly LastText<LocalDate> Dates = new(LocalDatePattern.Iso);

    public static string Number(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The day in UTC.</summary>
    public static string Day(Instant instant) => Days.Of(instant);

    public static string Exact(Instant instant) => Exacts.Of(instant);

    public static string Date(LocalDate date) => Dates.Of(date);

    /// <summary>A later instant sorts earlier. The precision is a tick of 100 nanoseconds.</summary>
    public static string CountingDown(Instant instant) =>
        (long.MaxValue - instant.ToUnixTimeTicks()).ToString("D19", CultureInfo.InvariantCulture);

    public static string Join(params ReadOnlySpan<string> parts) => string.Join(Between, parts!);

    /// <summary>Stands for a text that is private or may be long, such as a phone number or a name.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>Keeps ASCII letters, digits and <c>-_.:</c>, and spells any other character as <c>=XXXX</c>.</summary>
    public static string Safe(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
                safe.Append(c);
            else
                safe.Append(CultureInfo.InvariantCulture, $"={(int)c:X4}");
        }
        return safe.ToString();
    }
}

/// <summary>The texts of values in a pattern. It keeps the last: rows that are written together share their instants and days.</summary>
internal sealed class LastText<T>(IPattern<T> pattern)
    where T : struct, IEquatable<T>
{
    private volatile Spelt? last;

    public string Of(T value)
    {
        var known = last;
        if (known is null || !known.Value.Equals(value))
            last = known = new(value, pattern.Format(value));
        return known.Text;
    }

    private sealed record Spelt(T Value, string Text);
}
