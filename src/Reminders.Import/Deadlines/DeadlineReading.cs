using NodaTime.Text;

namespace Reminders.Import.Deadlines;

/// <summary>A deadline's wording read by one convention, which is said in a finding wherever it was needed.</summary>
internal sealed record DeadlineReading(Deadline Deadline, ImmutableArray<Finding> Findings, bool YearAssumed)
{
    /// <param name="text">What stands behind the label, as printed.</param>
    /// <param name="context">What a date without a year counts from.</param>
    /// <param name="serials">Whether a bare number such as 44316 may be a spreadsheet's day count.</param>
    /// <param name="place">Where it stands, for the findings.</param>
    public static DeadlineReading Read(string text, YearContext context, bool serials = false, string? place = null)
    {
        text = text.Trim();
        var plain = DateText.Normalise(text, out var reworded);
        if (DeadlineWords.Nothing().IsMatch(plain))
            return Without(DeadlineKind.Missing, text, place);
        if (DeadlineWords.Redacted().IsMatch(plain))
            return Without(DeadlineKind.Redacted, text, place);
        if (serials && SerialDate(plain) is { } serial)
            return With(serial, text, place, [ReadAs(text, serial, place)], false);

        var wording = DeadlineWording.Read(plain, context);
        if (wording.Dates.Any(d => d.Impossible) || (wording.Last is not null && DeadlineWords.RunOfDigits().IsMatch(plain)))
            return Without(DeadlineKind.Invalid, text, place);
        return wording.Last is { } last
            ? With(last, text, place, Conventions(wording, reworded, text, last, place), wording.Dates.Any(d => d.YearAssumed))
            : Without(wording.Kind, text, place, wording.Kind == DeadlineKind.Completed && wording.GoesOn);
    }

    private static IEnumerable<Finding> Conventions(DeadlineWording wording, bool reworded, string text, LocalDate date, string? place)
    {
        if (reworded || wording.HasOtherWords || wording.Dates is not [{ Plain: true }])
            yield return ReadAs(text, date, place);
        if (wording.GoesOn)
            yield return GoesOn(text, place);
    }

    private static DeadlineReading With(LocalDate date, string text, string? place, IEnumerable<Finding> findings, bool yearAssumed) =>
        new(Deadline.On(date, text), [.. findings], yearAssumed);

    private static DeadlineReading Without(DeadlineKind kind, string text, string? place, bool goesOn = false) =>
        new(Deadline.None(kind, text), goesOn ? [Absence(kind, text, place), GoesOn(text, place)] : [Absence(kind, text, place)], false);

    private static Finding ReadAs(string text, LocalDate date, string? place) =>
        new(FindingCodes.DeadlineReadAs, $"The deadline \"{text}\" was read as {LocalDatePattern.Iso.Format(date)}.", place);

    private static Finding GoesOn(string text, string? place) =>
        new(FindingCodes.DutyGoesOn, $"The deadline \"{text}\" says that the duty goes on after that; only the date is watched.", place);

    /// <summary>The finding for a deadline that is no date.</summary>
    internal static Finding Absence(DeadlineKind kind, string text, string? place) => new(FindingCodes.Deadline(kind), kind switch
    {
        DeadlineKind.Missing => "No deadline is given.",
        DeadlineKind.Redacted => $"The deadline \"{text}\" is redacted.",
        DeadlineKind.Immediate => $"The deadline \"{text}\" means at once and names no date.",
        DeadlineKind.Continuous => $"The deadline \"{text}\" is a standing duty and names no date.",
        DeadlineKind.Recurring => $"The deadline \"{text}\" comes back; the next date must be named.",
        DeadlineKind.Relative => $"The deadline \"{text}\" counts from a day that the plan does not give.",
        DeadlineKind.Completed => $"\"{text}\" stands where the deadline should: the plan says the item is done.",
        _ => $"The deadline \"{text}\" is no date that can be told for certain.",
    } + (kind == DeadlineKind.Completed ? " Confirm it or give a date." : " Give a date."), place);

    // 44316 = 2021-04-30. Day 0 lies two days before 1900-01-01 because spreadsheets believe in 1900-02-29.
    private static LocalDate? SerialDate(string plain) =>
        double.TryParse(plain, System.Globalization.CultureInfo.InvariantCulture, out var days) && days is >= 32874 and < 73051 && plain.Length >= 5
            ? new LocalDate(1899, 12, 30).PlusDays((int)days)
            : null;
}
