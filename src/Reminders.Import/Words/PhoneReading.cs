using PhoneNumbers;
using PhoneNumber = Reminders.Core.People.PhoneNumber;

namespace Reminders.Import.Words;

/// <summary>Why a text is not a number that can receive an SMS.</summary>
public enum PhoneFault
{
    None,
    Empty,
    NotANumber,
    TooShort,
    TooLong,
    NotInUse,
    FixedLine,
}

/// <summary>
/// Reads a phone number as people write it. Without a country code it is a Chinese number. Only numbers that can receive an SMS pass, so
/// a fixed line is refused.
/// </summary>
public static class PhoneReading
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    public static bool TryRead(string? text, out PhoneNumber number) => TryRead(text, out number, out _);

    public static bool TryRead(string? text, out PhoneNumber number, out PhoneFault fault)
    {
        number = default;
        var plain = Folding.Fold(text ?? "").Trim();
        fault = plain.Length == 0 ? PhoneFault.Empty
            : plain.Any(c => !char.IsAsciiDigit(c) && c is not ('+' or ' ' or '-' or '(' or ')' or '.')) ? PhoneFault.NotANumber
            : Read(plain, out number);
        return fault == PhoneFault.None;
    }

    /// <summary>The fault in words, for findings and errors.</summary>
    public static Wording Describe(PhoneFault fault) => fault switch
    {
        PhoneFault.Empty => $"the phone number is missing",
        PhoneFault.TooShort => $"the phone number has too few digits",
        PhoneFault.TooLong => $"the phone number has too many digits",
        PhoneFault.NotInUse => $"the phone number is not in use",
        PhoneFault.FixedLine => $"a fixed line cannot receive an SMS; a mobile number is needed",
        _ => $"this is not a phone number",
    };

    private static PhoneFault Read(string plain, out PhoneNumber number)
    {
        number = default;
        try
        {
            var parsed = Numbers.Parse(plain, "CN");
            var fault = Numbers.IsPossibleNumberWithReason(parsed) switch
            {
                PhoneNumberUtil.ValidationResult.TOO_SHORT => PhoneFault.TooShort,
                PhoneNumberUtil.ValidationResult.TOO_LONG => PhoneFault.TooLong,
                PhoneNumberUtil.ValidationResult.IS_POSSIBLE when !Numbers.IsValidNumber(parsed) => PhoneFault.NotInUse,
                PhoneNumberUtil.ValidationResult.IS_POSSIBLE => FaultOf(Numbers.GetNumberType(parsed)),
                _ => PhoneFault.NotANumber,
            };
            if (fault == PhoneFault.None && !PhoneNumber.TryParse(Numbers.Format(parsed, PhoneNumberFormat.E164), out number))
                return PhoneFault.NotANumber;
            return fault;
        }
        catch (NumberParseException)
        {
            return PhoneFault.NotANumber;
        }
    }

    private static PhoneFault FaultOf(PhoneNumberType type) => type switch
    {
        PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE or PhoneNumberType.PERSONAL_NUMBER => PhoneFault.None,
        PhoneNumberType.FIXED_LINE or PhoneNumberType.VOIP or PhoneNumberType.UAN => PhoneFault.FixedLine,
        _ => PhoneFault.NotInUse,
    };
}
