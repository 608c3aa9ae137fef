using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Reminders.Core.Texts;

/// <summary>One line of a message: an item, and the role of the reader.</summary>
/// <param name="Item">The present item.</param>
/// <param name="Role">The role of the reader for this item.</param>
/// <param name="Unreachable">The unreachable person that the line is about; null for any other line.</param>
public sealed record Line(Item Item, Role Role, Party? Unreachable = null)
{
    /// <summary>The local day from which the item waits for its verification or look-back; null while it is open.</summary>
    public LocalDate? WaitsSince { get; init; }

    /// <summary>Whether the reader is also told as the person of the item.</summary>
    public bool TellsPerson { get; init; } = Role == Role.Person;

    /// <summary>Whether the line tells the answer to a request for an extension.</summary>
    public bool TellsAnswer { get; init; }

    /// <summary>Whether the line tells that the office urges its reader.</summary>
    public bool TellsUrging { get; init; }

    /// <summary>Whether the reader is a leader who must grant or refuse an extension.</summary>
    public bool AsksExtension => Role == Role.Leader && Unreachable is null && Item is { State: ItemState.Open, Asked: not null };

    /// <summary>Whether the reader is a leader whose reply moves the item on.</summary>
    public bool AwaitsAnswer => AsksExtension || (Role == Role.Leader && Item.State == ItemState.Reported);

    /// <summary>Whether a digest must tell the line: no later message repeats it, or only its reader can decide.</summary>
    public bool MustBeTold => AsksExtension || TellsUrging || TellsAnswer || Unreachable is not null;

    /// <summary>The local day from which the item waits; an earlier day is worse.</summary>
    public LocalDate? Since => WaitsSince ?? Item.Deadline.Date;

    /// <summary>The line that tells what both lines tell of the item.</summary>
    public Line With(Line other) => this with
    {
        Role = Role > other.Role ? Role : other.Role,
        TellsPerson = TellsPerson || other.TellsPerson,
        TellsUrging = TellsUrging || other.TellsUrging,
        TellsAnswer = TellsAnswer || other.TellsAnswer,
    };

    /// <summary>Whether both lines tell the same version of the item, with the same people.</summary>
    public bool TellsSameAs(Line other) =>
        Item.Code == other.Item.Code && Item.Version == other.Item.Version && Role == other.Role && Unreachable == other.Unreachable
        && WaitsSince == other.WaitsSince && TellsPerson == other.TellsPerson && TellsUrging == other.TellsUrging
        && TellsAnswer == other.TellsAnswer
        && (ReferenceEquals(Item, other.Item)
            || (Item.Persons.SequenceEqual(other.Item.Persons) && Item.Leaders.SequenceEqual(other.Item.Leaders)
                && Item.Supervisors.SequenceEqual(other.Item.Supervisors)));
}

/// <summary>
/// Writes a message for the day on which it is sent, not for the step that caused it. A digest with more segments than the policy allows
/// tells its worst lines and counts the rest. A message that still exceeds the segments of the country only names its item.
/// </summary>
public sealed class Composer(Schedule schedule)
{
    private static readonly int[] TitleLengths = [30, 16];

    /// <summary>Only for a single line that fits in no other way.</summary>
    private const int ShortestTitle = 8;

    /// <summary>More lines never fit the segments of any country.</summary>
    private const int MostLines = 30;

    /// <summary>The most units that a digest names.</summary>
    private const int MostUnits = 5;

    /// <summary>The most texts that it keeps. If another process sends, nobody takes them.</summary>
    private const int MostKept = 200_000;

    private static readonly ConditionalWeakTable<Schedule, Composer> Composers = [];

    private readonly ReminderPolicy policy = schedule.Policy;
    private readonly Templates templates = Templates.Of(schedule.Policy.Language);
    private readonly ConcurrentDictionary<PhoneNumber, Composed> last = [];
    private int count;

    // The dictionary takes all its locks to count itself.
    private int kept;

    /// <summary>How many texts it has written, without those that <see cref="ComposeAgain"/> found written.</summary>
    internal int Count => count;

    /// <summary>The one composer of a schedule. It keeps the last text to each number until that is sent.</summary>
    public static Composer Of(Schedule schedule) => Composers.GetValue(schedule, s => new(s));

    private enum Duty
    {
        Work,
        Urge,
        Decide,
        Verify,
        Reach,
        Supervise,
    }

    /// <exception cref="ArgumentException">There is no line.</exception>
    public string Compose(string name, PhoneNumber to, IReadOnlyCollection<Line> lines, LocalDate today)
    {
        var text = Write(name, to, lines, today);
        var composed = new Composed(name, today, lines, text);
        if (!last.TryAdd(to, composed))
            last[to] = composed;
        else if (Interlocked.Increment(ref kept) > MostKept)
            Forget();
        return text;
    }

    /// <summary>
    /// The text of a message that was composed before, perhaps by another host. It is composed again only if it is not the last text to the
    /// number here, or if the day, an item or its people have changed.
    /// </summary>
    public string ComposeAgain(string before, string name, PhoneNumber to, IReadOnlyCollection<Line> lines, LocalDate today)
    {
        if (!last.TryRemove(to, out var composed))
            return Write(name, to, lines, today);
        Interlocked.Decrement(ref kept);
        return composed.Text == before && composed.IsOf(name, today, lines) ? before : Write(name, to, lines, today);
    }

    private void Forget()
    {
        last.Clear();
        kept = 0;
    }

    private string Write(string name, PhoneNumber to, IReadOnlyCollection<Line> lines, LocalDate today)
    {
        if (lines.Count == 0)
            throw new ArgumentException("A message needs at least one line.", nameof(lines));
        Interlocked.Increment(ref count);
        var country = Country.Of(to);
        var wanted = Math.Min(country.MaxSegments, lines.All(l => l.Role == Role.Person) ? policy.PersonSegments : policy.LeaderSegments);
        var message = new Message(this, name, country, lines, new(schedule, to, today), today);
        return message.WithAllLines(wanted) ?? message.WithWorstLines(wanted) ?? message.WithWorstLine();
    }

    private sealed record Composed(string Name, LocalDate On, IReadOnlyCollection<Line> Lines, string Text)
    {
        public bool IsOf(string name, LocalDate on, IReadOnlyCollection<Line> lines) =>
            Name == name && On == on && Lines.Count == lines.Count && Lines.Zip(lines).All(pair => pair.First.TellsSameAs(pair.Second));
    }

    /// <summary>The possible forms of one message.</summary>
    private sealed class Message(
        Composer composer, string name, Country country, IReadOnlyCollection<Line> lines, LineWriter writer, LocalDate today)
    {
        private readonly Templates templates = composer.templates;
        private readonly bool toPerson = lines.All(l => l.Role == Role.Person);
        private readonly bool severalUnits = lines.Count > 1 && lines.Select(l => l.Item.ListedUnder).Distinct().Count() > 1;
        private readonly Dictionary<(int TitleLength, bool NamesUnit), Dictionary<Line, string>> written = [];
        private (string Before, string After)? frame;
        private string? totals;

        // Most messages have one line and need neither.
        private List<Item> Items => field ??= [.. lines.Select(l => l.Item).DistinctBy(i => i.Code)];

        private List<Line> WorstFirst =>
            field ??= [.. lines.OrderBy(l => !l.MustBeTold).ThenBy(l => l.Since).ThenBy(l => l.Item.Code).Take(MostLines)];

        /// <summary>
        /// All lines by unit, the earliest deadline first. Items without a unit come first, because no heading precedes them. Null if they
        /// do not fit.
        /// </summary>
        public string? WithAllLines(int segments)
        {
            if (lines.Count > MostLines)
                return null;
            List<Line> ordered = lines.Count == 1
                ? [.. lines]
                : [.. lines.OrderBy(l => l.Item.Deadline.Date).ThenBy(l => l.Item.Code)
                    .GroupBy(l => l.Item.ListedUnder).OrderBy(unit => unit.Key is not null).SelectMany(unit => unit)];
            return TitleLengths.Select(length => Whole(ordered, length, segments)).FirstOrDefault(text => text is not null);
        }

        /// <summary>As many of the worst lines as fit, and the count of the rest; null if not even one fits.</summary>
        public string? WithWorstLines(int segments)
        {
            var written = TitleLengths.Select(length => Fitting(length, segments)).ToList();
            for (var told = written.Max(w => w.Count); told > 0; told--)
            {
                foreach (var texts in written.Where(w => w.Count >= told))
                {
                    if (Cut(texts[..told]) is var text && SmsSize.Of(text).Segments <= segments)
                        return text;
                }
            }
            return null;
        }

        /// <summary>The worst line in up to the segments of the country, or only its item.</summary>
        public string WithWorstLine() =>
            TitleLengths.Append(ShortestTitle)
                .Select(length => lines.Count == 1
                    ? Whole([.. lines], length, country.MaxSegments)
                    : Cut([Written(WorstFirst[0], length, severalUnits)]))
                .FirstOrDefault(text => text is not null && SmsSize.Of(text).Segments <= country.MaxSegments)
            ?? Alone();

        private string? Whole(List<Line> ordered, int titleLength, int segments)
        {
            var told = new List<string>();
            var (length, isUcs2) = (Framed("", ordered).Length, false);
            for (var i = 0; i < ordered.Count; i++)
            {
                var text = Heading(ordered, i) + Written(ordered[i], titleLength, namesUnit: false);
                (length, isUcs2) = (length + text.Length, isUcs2 || SmsSize.IsUcs2(text));
                if (SmsSize.IsTooLong(length, isUcs2, segments))
                    return null;
                told.Add(text);
            }
            var head = severalUnits && ordered[0].Item.ListedUnder is not null ? templates.SeveralByUnit : templates.Several;
            var several = lines.Count > 1 && Items.Count > 1 ? LineWriter.Fill(head, ("count", Items.Count)) : "";
            var whole = Framed(several + string.Join(templates.Separator, told), ordered);
            return SmsSize.Of(whole).Segments <= segments ? whole : null;
        }

        private string Written(Line line, int titleLength, bool namesUnit)
        {
            if (!written.TryGetValue((titleLength, namesUnit), out var texts))
                written[(titleLength, namesUnit)] = texts = new(ReferenceEqualityComparer.Instance);
            return texts.TryGetValue(line, out var text) ? text : texts[line] = writer.Write(line, titleLength, namesUnit);
        }

        // The whole text shows whether lines fit; here end the lines that surely do not.
        private List<string> Fitting(int titleLength, int segments)
        {
            var texts = new List<string>();
            var (length, isUcs2) = (Framed(totals ??= Totals(), []).Length, false);
            foreach (var line in WorstFirst.SkipLast(1))
            {
                var text = Written(line, titleLength, severalUnits);
                (length, isUcs2) = (length + text.Length, isUcs2 || SmsSize.IsUcs2(text));
                if (SmsSize.IsTooLong(length, isUcs2, segments))
                    break;
                texts.Add(text);
            }
            return texts;
        }

        /// <summary>The worst lines and the count of the rest, for a leader by unit.</summary>
        private string Cut(List<string> texts)
        {
            var told = WorstFirst[..texts.Count];
            var untold = Items.Count - told.Select(l => l.Item.Code).Distinct().Count();
            var more = untold > 0 ? LineWriter.Fill(templates.More, ("count", untold)) : "";
            return Framed((totals ??= Totals()) + string.Join(templates.Separator, texts) + more, told);
        }

        // Names and reasons can be too long for even one line. An exception here would stop the whole scan.
        private string Alone() =>
            Framed(LineWriter.Fill(templates.Alone, ("item", writer.ItemText(WorstFirst[0].Item, ShortestTitle))), WorstFirst[..1]);

        private string Framed(string body, IReadOnlyCollection<Line> told)
        {
            var (before, after) = frame ??= Frame();
            return before + body + after + (country.TwoWay && composer.policy.AsksForReplies ? ReplyHint(told) : "");
        }

        private (string Before, string After) Frame()
        {
            var policy = composer.policy;
            var signature = policy.Signature ?? templates.DefaultSignature;
            var greeted = toPerson ? name : policy.LeaderTitles.GetValueOrDefault(name) ?? name + policy.LeaderSuffix;
            return (
                (signature.Length > 0 ? LineWriter.Fill(templates.Signature, ("signature", signature)) : "")
                    + LineWriter.Fill(templates.Greeting, ("name", writer.Clean(greeted, 20))),
                LineWriter.Fill(Closing(), ("office", templates.OfficeOf(policy))));
        }

        private string Heading(List<Line> ordered, int i) =>
            severalUnits && ordered[i].Item.ListedUnder is { } unit && (i == 0 || ordered[i - 1].Item.ListedUnder != unit)
                ? LineWriter.Fill(templates.Unit, ("unit", writer.Short(unit)))
                : "";

        private string Totals()
        {
            if (Items.Count == 1)
                return "";
            var late = Items.Count(IsLate);
            var some = late == 0 ? "" : LineWriter.Fill(late == Items.Count ? templates.AllLate : templates.SomeLate, ("late", late));
            var units = severalUnits && !toPerson ? LineWriter.Fill(templates.UnitTotals, ("totals", UnitTotals())) : "";
            return LineWriter.Fill(templates.Many, ("count", Items.Count), ("late", some), ("units", units));
        }

        private string UnitTotals()
        {
            var units = Items.Where(i => i.ListedUnder is not null).GroupBy(i => i.ListedUnder!)
                .OrderByDescending(unit => unit.Count(IsLate)).ThenByDescending(unit => unit.Count()).ThenBy(unit => unit.Min(i => i.Code))
                .ToList();
            var named = units.Count == MostUnits + 1 ? units.Count : MostUnits; // naming one more unit is as short as counting it
            var totals = units.Take(named)
                .Select(unit => LineWriter.Fill(templates.UnitTotal, ("unit", writer.Short(unit.Key)), ("count", unit.Count()))).ToList();
            if (units.Skip(named).ToList() is { Count: > 0 } others)
                totals.Add(LineWriter.Fill(templates.MoreUnits, ("units", others.Count), ("count", others.Sum(unit => unit.Count()))));
            if (Items.Count(i => i.ListedUnder is null) is > 0 and var none)
                totals.Add(LineWriter.Fill(templates.NoUnitTotal, ("count", none)));
            return string.Join(templates.NameSeparator, totals);
        }

        private string Closing()
        {
            var duties = lines.Select(DutyOf).Distinct().ToList();
            return duties switch
            {
                [Duty.Work] => lines.Any(l => IsLate(l.Item)) ? templates.LateWorkClosing : templates.WorkClosing,
                [Duty.Urge] => templates.UrgeClosing,
                [Duty.Decide] => templates.DecideClosing,
                [Duty.Verify] => templates.VerifyClosing,
                [Duty.Reach] => templates.ReachClosing,
                [Duty.Supervise] => templates.SuperviseClosing,
                _ when duties.Contains(Duty.Decide) => templates.MixedDecideClosing,
                _ => templates.MixedClosing,
            };
        }

        private static Duty DutyOf(Line line) => line switch
        {
            { Role: Role.Supervisor } => Duty.Supervise,
            { Unreachable: not null } => Duty.Reach,
            { AsksExtension: true } => Duty.Decide,
            { WaitsSince: not null } => Duty.Verify,
            { Role: Role.Leader } => Duty.Urge,
            _ => Duty.Work,
        };

        // Replies are explained only where they can arrive, and for an item in the message.
        private string ReplyHint(IReadOnlyCollection<Line> told) =>
            told.FirstOrDefault(l => l.AwaitsAnswer) is { } asked
                ? LineWriter.Fill(asked.AsksExtension ? templates.LeaderReply : templates.VerifierReply, ("code", asked.Item.Code))
            : told.FirstOrDefault(l => l.Role == Role.Person) is { } own ? LineWriter.Fill(templates.PersonReply, ("code", own.Item.Code))
            : "";

        private bool IsLate(Item item) => Lateness.IsOverdue(item, today);
    }
}
