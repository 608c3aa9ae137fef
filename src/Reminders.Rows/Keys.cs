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

    private static readonly InstantPattern DayPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly InstantPattern ExactPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmssfffffffff");

    public static string Number(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The day in UTC.</summary>
    public static string Day(Instant instant) => DayPattern.Format(instant);

    public static string Exact(Instant instant) => ExactPattern.Format(instant);

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
