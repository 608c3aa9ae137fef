using System.Globalization;
using NodaTime.Text;

namespace Reminders.Import.Deadlines;

/// <summary>A deadline read from its wording. A finding tells where a convention was needed.</summary>
internal sealed record DeadlineReading(Deadline Deadline, ImmutableArray<Finding> Findings, bool YearAssumed)
{
    /// <param name="text">The text behind the label, as printed.</param>
    /// <param name="context">The year for dates without one.</param>
    /// <param name="serials">Whether a bare number such as 44316 may be a spreadsheet's day count.</param>
    /// <param name="place">The place in the file, for the findings.</param>
    public static DeadlineReading Read(string text, YearContext context, bool serials = false, Wording? place = null)
    {
        text = text.Trim();
        if (OfInstant(text, context.Zone) is { } day)
            return With(day, text, place, IsSaid(text, day) ? [] : [ReadAs(text, day, place)], false);
        var plain = DateText.Normalise(text, out var reworded);
        if (DeadlineWords.Nothing().IsMatch(plain))
            return Without(DeadlineKind.Missing, text, place);
        if (DeadlineWords.Redacted().IsMatch(plain))
            return Without(DeadlineKind.Redacted, text, place);
        if (DeadlineWords.StrangeLetter().IsMatch(plain) || DeadlineWords.About().IsMatch(plain))
            return Without(DeadlineKind.Invalid, text, place);
        if (serials && SerialDate(plain) is { } serial)
            return With(serial, text, place, [ReadAs(text, serial, place)], false);

        var wording = DeadlineWording.Read(plain, context);
        if (wording.HasLeftOver || wording.EndsElsewhere || wording.Dates.Any(d => d.Impossible)
            || (wording.Last is not null && DeadlineWords.RunOfDigits().IsMatch(plain)))
        {
            return Without(DeadlineKind.Invalid, text, place);
        }
        return wording.Last is { } last
            ? With(last, text, place, Conventions(wording, reworded, text, last, place), wording.Dates.Any(d => d.YearAssumed))
            : Without(wording.Kind, text, place, wording.Kind == DeadlineKind.Completed && wording.GoesOn);
    }

    /// <summary>The day of a spreadsheet's number.</summary>
    public static DeadlineReading OnDay(LocalDate day, string text, Wording? place) =>
        With(day, text, place, [ReadAs(text, day, place)], false);

    /// <summary>A deadline that holds a number which is no day for certain.</summary>
    public static DeadlineReading Doubtful(string text, Wording? place) => Without(DeadlineKind.Invalid, text, place);

    // 2026-05-19T16:00:00Z is the midnight with which 20 May begins in Shanghai.
    private static LocalDate? OfInstant(string text, DateTimeZone zone)
    {
        if (DeadlineWords.Instant().Match(Folding.Fold(text)) is not { Success: true, Groups: var parts })
            return null;
        var seconds = parts["seconds"].Success ? parts["seconds"].Value : ":00";
        var offset = parts["offset"].Value is "Z" or "z" ? "Z" : $"{parts["hours"].Value}:{parts["minutes"].Value}";
        var iso = $"{parts["day"].Value}T{parts["time"].Value}{seconds}{offset}";
        return OffsetDateTimePattern.ExtendedIso.Parse(iso) is { Success: true, Value: var time }
            ? time.InZone(zone).Date
            : null;
    }

    private static bool IsSaid(string text, LocalDate day) =>
        text.StartsWith($"{LocalDatePattern.Iso.Format(day)}T00:00:00", StringComparison.Ordinal);

    private static IEnumerable<Finding> Conventions(DeadlineWording wording, bool reworded, string text, LocalDate date, Wording? place)
    {
        if (reworded || wording.HasOtherWords || wording.Dates is not [{ Plain: true }])
            yield return ReadAs(text, date, place);
        if (wording.GoesOn)
            yield return GoesOn(text, place);
    }

    private static DeadlineReading With(LocalDate date, string text, Wording? place, IEnumerable<Finding> findings, bool yearAssumed) =>
        new(Deadline.On(date, text), [.. findings], yearAssumed);

    private static DeadlineReading Without(DeadlineKind kind, string text, Wording? place, bool goesOn = false) =>
        new(Deadline.None(kind, text), goesOn ? [Absence(kind, text, place), GoesOn(text, place)] : [Absence(kind, text, place)], false);

    private static Finding ReadAs(string text, LocalDate date, Wording? place) =>
        new(FindingCodes.DeadlineReadAs, $"The deadline \"{text}\" was read as {LocalDatePattern.Iso.Format(date)}.", place);

    private static Finding GoesOn(string text, Wording? place) =>
        new(FindingCodes.DutyGoesOn, $"The deadline \"{text}\" is followed by a continuing duty; only the date is watched.", place);

    /// <summary>The finding for a deadline without a date.</summary>
    public static Finding Absence(DeadlineKind kind, string text, Wording? place) => new(
        FindingCodes.Deadline(kind),
        kind switch
        {
            DeadlineKind.Missing => $"No deadline is given. Give a date.",
            DeadlineKind.Redacted => $"The deadline \"{text}\" is redacted. Give a date.",
            DeadlineKind.Immediate => $"The deadline \"{text}\" means at once and gives no date. Give a date.",
            DeadlineKind.Continuous => $"The deadline \"{text}\" is a standing duty and gives no date. Give a date.",
            DeadlineKind.Recurring => $"The deadline \"{text}\" recurs; the next date is needed. Give a date.",
            DeadlineKind.Relative => $"The deadline \"{text}\" counts from a day that the plan does not give. Give a date.",
            DeadlineKind.Completed => $"Instead of a deadline the plan says \"{text}\": the item is done. Confirm it or give a date.",
            _ => $"The deadline \"{text}\" cannot be read as a date for certain. Give a date.",
        },
        place);

    // 44316 = 2021-04-30. Day 0 is two days before 1900-01-01, because spreadsheets count a 1900-02-29.
    private static LocalDate? SerialDate(string plain) =>
        plain.Length >= 5 && double.TryParse(plain, CultureInfo.InvariantCulture, out var days) && days is >= 32874 and < 73051
            ? new LocalDate(1899, 12, 30).PlusDays((int)days)
            : null;
}

/// <summary>The dates in a deadline's clauses, and the words beside a date or instead of one.</summary>
internal sealed class DeadlineWording
{
    private readonly List<DateMention> limits = [];
    private bool recurring;
    private bool relative;
    private bool completed;
    private bool continuous;
    private bool immediate;
    private bool anchored;
    private bool staged;
    private bool hasWords;
    private readonly List<DateMention> elsewhere = [];
    private readonly List<DateMention> closings = [];
    private string lastAround = "";
    private readonly string plain;

    private DeadlineWording(string plain) => this.plain = plain;

    public IReadOnlyList<DateMention> Dates => limits;

    /// <summary>The last date, with which a range or a deadline in stages ends.</summary>
    public LocalDate? Last => limits.Max(d => d.Date);

    public bool GoesOn => continuous || recurring;

    /// <summary>
    /// Whether the last of several dates, or the only one, can be the day of something else than the end: 6月1日验收, 农历五月二十.
    /// </summary>
    public bool EndsElsewhere => limits.Exists(d => d.Date == Last && elsewhere.Contains(d));

    /// <summary>Whether the wording has more than the date tells.</summary>
    public bool HasOtherWords => immediate || relative || recurring || completed || staged || hasWords;

    /// <summary>Whether digits stand beside a date that are no part of it, as in 5月20日/5.30.</summary>
    public bool HasLeftOver { get; private set; }

    /// <summary>The kind of a deadline without a date.</summary>
    public DeadlineKind Kind =>
        recurring ? DeadlineKind.Recurring
        : relative ? DeadlineKind.Relative
        : completed ? DeadlineKind.Completed
        : staged ? DeadlineKind.Invalid
        : continuous ? DeadlineKind.Continuous
        : immediate ? DeadlineKind.Immediate
        : anchored ? DeadlineKind.Relative
        : DeadlineWords.Marks().IsMatch(plain) ? DeadlineKind.Redacted
        : DeadlineKind.Invalid;

    public static DeadlineWording Read(string plain, YearContext context)
    {
        var wording = new DeadlineWording(plain);
        DateMention? before = null;
        foreach (var clause in DeadlineWords.ClauseEnd().Split(plain))
            before = wording.Add(clause, context, before);
        // Beside the day of the work the day of its acceptance is no deadline.
        if (wording.closings.Count < wording.limits.Count && wording.limits.RemoveAll(wording.closings.Contains) > 0)
            wording.hasWords = true;
        return wording;
    }

    private DateMention? Add(string clause, YearContext context, DateMention? before)
    {
        if (DeadlineWords.Recurring().Match(clause) is { Success: true } again)
        {
            recurring = true;
            clause = clause[..again.Index];
            if (!DeadlineWords.Limit().IsMatch(clause))
                return before;
        }
        if (DeadlineWords.Relative().IsMatch(clause))
        {
            relative = true;
            // 收到通知(5月20日)后10日内 counts from the day in the brackets.
            if (limits.Count > 0 && DeadlineWords.CountsFromBefore().IsMatch(clause))
                limits.RemoveAt(limits.Count - 1);
            return before;
        }
        if (DeadlineWords.Completed().IsMatch(clause))
        {
            completed = true;
            return before;
        }
        continuous |= DeadlineWords.Continuous().IsMatch(clause);
        immediate |= DeadlineWords.Immediate().IsMatch(clause);
        if (completed && !DeadlineWords.Limit().IsMatch(clause))
            return before;

        var mentions = DateMention.Find(clause, context, before, out var around);
        HasLeftOver |= DeadlineWords.LeftOver().IsMatch(around)
            || (before is not null && mentions.Count == 0 && DeadlineWords.DayAlone().IsMatch(clause));
        hasWords |= mentions.Count > 0 ? around is not "\u0001" : clause.Length > 0 && !continuous && !immediate;
        relative |= mentions.Any(m => m.Date is null && !m.Impossible && !m.IsStart);
        anchored |= mentions.Count == 0 && DeadlineWords.BeforeAnEvent().IsMatch(clause);
        staged |= mentions.Any(m => m.IsStage);
        // 5月20日(开工): the words behind the date say what it is, unless its own words say that it is the end.
        if (mentions.Count == 0 && limits is [.., var told] && !DeadlineWords.IsEnd(lastAround) && DeadlineWords.IsOfAnother(clause))
            elsewhere.Add(told);
        var isOther = DeadlineWords.IsOther(around) || (limits.Count > 0 && !DeadlineWords.IsPlain(around) && !DeadlineWords.IsEnd(around));
        if (isOther)
            elsewhere.AddRange(mentions);
        else if (DeadlineWords.IsClosing(around))
            closings.AddRange(mentions);
        if (mentions.Count > 0)
            lastAround = around;
        limits.AddRange(mentions.Where(m => !m.IsStart && ((m.Date is not null && !m.IsStage) || m.Impossible)));
        return mentions.LastOrDefault(m => m.Date is not null) ?? before;
    }
}
