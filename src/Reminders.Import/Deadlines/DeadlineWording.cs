namespace Reminders.Import.Deadlines;

/// <summary>What a deadline's clauses say together: the dates among them, and which words stand beside or instead of a date.</summary>
internal sealed class DeadlineWording
{
    private readonly List<DateMention> limits = [];
    private bool recurring;
    private bool relative;
    private bool completed;
    private bool continuous;
    private bool immediate;
    private bool anchored;
    private readonly string plain;

    private DeadlineWording(string plain) => this.plain = plain;

    public IReadOnlyList<DateMention> Dates => limits;

    /// <summary>The last date named: a range and a deadline in two stages end with it.</summary>
    public LocalDate? Last => limits.Max(d => d.Date);

    public bool GoesOn => continuous || recurring;

    /// <summary>Whether words that are not kept in the date stand beside it.</summary>
    public bool HasOtherWords => immediate || relative || recurring || completed;

    /// <summary>What it is when it is no date.</summary>
    public DeadlineKind Kind =>
        recurring ? DeadlineKind.Recurring
        : relative ? DeadlineKind.Relative
        : completed ? DeadlineKind.Completed
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

        var mentions = DateMention.Find(clause, context, before);
        relative |= mentions.Any(m => m.Date is null && !m.Impossible && !m.IsStart);
        anchored |= mentions.Count == 0 && DeadlineWords.BeforeAnEvent().IsMatch(clause);
        limits.AddRange(mentions.Where(m => !m.IsStart && (m.Date is not null || m.Impossible)));
        return mentions.LastOrDefault(m => m.Date is not null) ?? before;
    }
}
