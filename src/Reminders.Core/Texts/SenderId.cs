namespace Reminders.Core.Texts;

/// <summary>
/// The sender that a phone shows: a number, a short code, or a name. A name has at most 11 letters, digits, blanks and + - _ &amp;, and at
/// least one letter (https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id).
/// </summary>
public readonly record struct SenderId
{
    private const int LongestId = 11;
    private const string AlsoInIds = " +-_&";

    private SenderId(string value) => Value = value;

    public string Value { get; }

    /// <summary>Whether a reply can reach it; nobody can reply to a name.</summary>
    public bool CanBeAnswered => !Value.Any(char.IsAsciiLetter);

    /// <summary>Reads a sender. Outer blanks are refused.</summary>
    public static bool TryParse(string? text, out SenderId sender)
    {
        var isId = text?.Length is > 0 and <= LongestId && text.Any(char.IsAsciiLetter) && text.Trim() == text
            && text.All(c => char.IsAsciiLetterOrDigit(c) || AlsoInIds.Contains(c, StringComparison.Ordinal));
        var isShortCode = text?.Length is >= 3 and <= 8 && text.All(char.IsAsciiDigit);
        var valid = isId || isShortCode || PhoneNumber.TryParse(text, out _);
        sender = valid ? new SenderId(text!) : default;
        return valid;
    }
}
