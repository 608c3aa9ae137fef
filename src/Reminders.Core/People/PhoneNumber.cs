using System.Security.Cryptography;
using System.Text;

namespace Reminders.Core.People;

/// <summary>
/// A telephone number in E.164 form (ITU-T E.164: <c>+</c>, country code, at most 15 digits). National forms are read at the edges, where a
/// default country is known.
/// </summary>
public readonly record struct PhoneNumber
{
    private PhoneNumber(string value) => Value = value;

    /// <summary>The number with its leading plus sign.</summary>
    public string Value { get; }

    /// <summary>Reads an E.164 number. Blanks, brackets and national prefixes are refused.</summary>
    public static bool TryParse(string? text, out PhoneNumber number)
    {
        var valid = text is ['+', >= '1' and <= '9', ..] && text.Length is >= 8 and <= 16
            && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        number = valid ? new PhoneNumber(text!) : default;
        return valid;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is not E.164.</exception>
    public static PhoneNumber Parse(string text) =>
        TryParse(text, out var number)
            ? number
            : throw new FormatException("A phone number must be in E.164 form, such as +8613900000001.");

    /// <summary>64 bits of a hash of the number in hexadecimal digits, for ids and names that must not show the number.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Value)).AsSpan(0, 8));

    /// <summary>The number with its middle hidden, for screens and logs.</summary>
    public string Masked => Value is null ? "" : $"{Value[..Math.Min(6, Value.Length - 4)]}…{Value[^2..]}";

    /// <summary>Masked, so that no number reaches a log by accident; use <see cref="Value"/> for the number itself.</summary>
    public override string ToString() => Masked;
}
