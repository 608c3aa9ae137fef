using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Reminders.Core.Texts;

/// <summary>
/// Writes the lines of a message to one number on one local day. Text from people is cut on whole characters and fitted into the sentence.
/// </summary>
internal sealed partial class LineWriter(Schedule schedule, PhoneNumber to, LocalDate today)
{
    /// <summary>Average limit of code units per character. Joined emoji and stacked marks have no limit and are cut earlier.</summary>
    private const int WidestCharacter = 2;

    /// <summary>The most names in one list.</summary>
    private const int MostNames = 3;

    /// <summary>Marks that end a sentence or join it to the next one.</summary>
    private static readonly char[] EndMarks = ['。', '．', '.', '；', ';', '，', ',', '、', '：', ':', '…', ' '];

    private readonly Templates templates = Templates.Of(schedule.Policy.Language);
    private readonly bool english = schedule.Policy.Language == Language.English;
    private readonly bool links = Country.Of(to).Links;

    public string Write(Line line, int titleLength, bool namesUnit)
    {
        var item = line.Item;
        var deadline = item.Deadline.Date ?? throw new ArgumentException($"Item {item.Code} has no deadline date.", nameof(line));
        var from = line.WaitsSince ?? deadline;
        // A look-back on a day off is asked for on the next working day.
        var first = item.State == ItemState.Closed ? schedule.Calendar.OnOrAfter(from) : from;
        var days = Lateness.WorkingDays(item, today, schedule.Calendar)
            ?? (first >= today ? Period.DaysBetween(today, first) : schedule.Calendar.WorkingDaysBetween(first, today));
        var template = line switch
        {
            { Unreachable: not null } => templates.Unreachable,
            { Item.State: ItemState.Reported, Role: Role.Supervisor } => templates.UnverifiedForSupervisor,
            { Item.State: ItemState.Reported } => templates.Unverified,
            { Item.State: ItemState.Closed, Role: Role.Supervisor } => templates.LookBackForSupervisor,
            { Item.State: ItemState.Closed } when from >= today => templates.LookBackToday,
            { Item.State: ItemState.Closed } when first >= today => templates.LookBackMoved,
            { Item.State: ItemState.Closed } => templates.LookBack,
            _ when deadline > today => templates.Left,
            _ when deadline == today => templates.Today,
            { Role: Role.Leader, AsksExtension: false } => templates.OverdueForLeader,
            { Role: Role.Supervisor } => templates.OverdueForSupervisor,
            _ => templates.Overdue,
        };
        var own = item.Recipients(line.Role).Where(p => p.Phone == to).ToList();
        var standing = own.Count > 0 && own.All(p => p.StandsFor is not null)
            ? Fill(templates.StandingIn, ("name", Names(own.Select(p => Short(p.StandsFor!)))))
            : "";
        var unit = namesUnit && item.ListedUnder is { } listed ? Fill(templates.OfUnit, ("unit", Short(listed))) : "";
        var persons = Named("{persons}") || line.AsksExtension
            ? Names(line.Unreachable is { } party ? [Short(party.Name)] : item.Persons.Select(Responsible))
            : "";
        var leaders = Named("{leaders}") ? Names(item.Leaders.Select(Responsible)) : "";
        var told = Fill(
            template, ("item", ItemText(item, titleLength, unit, standing)), ("date", Day(from)), ("days", days),
            ("persons", persons), ("leaders", leaders));
        return told + (line is { Unreachable: null, WaitsSince: null } ? string.Concat(News()) : "");

        bool Named(string placeholder) => template.Contains(placeholder, StringComparison.Ordinal);

        // A return or a request is told in every message while it stands, an urging or an answer only once.
        IEnumerable<string> News()
        {
            if (line.AsksExtension)
            {
                yield return Fill(
                    templates.Asked, ("persons", persons), ("date", Day(item.Asked!.Deadline)), ("reason", Reason(item.Asked.Reason)));
            }
            if (line is { TellsPerson: true, Item.Returned: { } returned })
                yield return Fill(templates.Returned, ("reason", Reason(returned.Text)));
            if (line is { TellsPerson: true, TellsUrging: true, Item.Urged: { } urged })
                yield return Fill(templates.Urged, ("reason", Reason(urged.Text)));
            if (line is { TellsPerson: true, TellsAnswer: true, Item.Answered: { } answer })
                yield return answer.Granted ? templates.Granted : Fill(templates.Refused, ("reason", Reason(answer.Reason)));
        }

        string Reason(string text) =>
            Phrase(text, titleLength * templates.Stretch) is { Length: > 0 } reason ? Fill(templates.Reason, ("reason", reason)) : "";

        // The absentee stays responsible; the deputy is the contact for now.
        string Responsible(Party party) => party.StandsFor is { } absent
            ? Fill(templates.Deputy, ("name", Short(absent)), ("deputy", Short(party.Name)))
            : Short(party.Name);
    }

    public string ItemText(Item item, int titleLength, string unit = "", string standing = "")
    {
        var title = Nested(Phrase(item.Title, titleLength * templates.Stretch));
        return Fill(templates.Item, ("code", item.Code), ("title", title), ("unit", unit), ("standing", standing));
    }

    /// <summary>Shortens the name of a person or a unit.</summary>
    public string Short(string name) => Phrase(name, 12 * templates.Stretch);

    /// <summary>Fills all placeholders in one pass, so that braces in a title are never read as a placeholder.</summary>
    public static string Fill(string template, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var filled = new DefaultInterpolatedStringHandler(template.Length, values.Length, CultureInfo.InvariantCulture);
        for (var rest = template.AsSpan(); !rest.IsEmpty;)
        {
            if (rest.IndexOf('{') is var start && start < 0)
            {
                filled.AppendFormatted(rest);
                break;
            }
            filled.AppendFormatted(rest[..start]);
            var end = rest.IndexOf('}');
            Append(ref filled, rest[(start + 1)..end], values);
            rest = rest[(end + 1)..];
        }
        return filled.ToStringAndClear();
    }

    // {days}, or {days|day|days} for a word that follows the number.
    private static void Append(
        ref DefaultInterpolatedStringHandler filled, scoped ReadOnlySpan<char> placeholder,
        scoped ReadOnlySpan<(string Name, object Value)> values)
    {
        var bar = placeholder.IndexOf('|');
        var name = bar < 0 ? placeholder : placeholder[..bar];
        foreach (var value in values)
        {
            if (!name.SequenceEqual(value.Name))
                continue;
            if (bar < 0)
            {
                filled.AppendFormatted(value.Value);
                return;
            }
            var words = placeholder[(bar + 1)..];
            var cut = words.IndexOf('|');
            filled.AppendFormatted(value.Value is 1 ? words[..cut] : words[(cut + 1)..]);
            return;
        }
        throw new ArgumentException($"There is no value for {{{placeholder}}}.", nameof(values));
    }

    /// <summary>The text as one line with at most this many characters.</summary>
    public string Clean(string text, int length) => Shortened(OneLine(text), length);

    // Most texts are plain, so the regular expressions are seldom needed.
    private string OneLine(string text)
    {
        var line = links || !MayLink(text) ? text : Link().Replace(text, "");
        if (line.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            line = Blanks().Replace(line, " ").Trim();
        return english ? string.Concat(line.Select(AsGsm)) : line;
    }

    private static bool MayLink(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.Contains("www.", StringComparison.OrdinalIgnoreCase);

    private string Shortened(string clean, int length)
    {
        if (clean.Length <= length)
            return clean;
        var starts = StringInfo.ParseCombiningCharacters(clean);
        if (starts.Length <= length && clean.Length <= length * WidestCharacter)
            return clean;
        var ends = starts.Skip(1).Append(clean.Length).Take(length - templates.Cut.Length);
        return clean[..ends.LastOrDefault(end => end <= length * WidestCharacter)].TrimEnd() + templates.Cut;
    }

    // A reason that ends in 。 would give 。。 in the middle of a sentence.
    private string Phrase(string text, int length) => Shortened(OneLine(text).TrimEnd(EndMarks), length);

    // Quotation marks inside a quoted title become inner ones.
    private string Nested(string title) => english ? title.Replace('"', '\'') : title.Replace('“', '‘').Replace('”', '’');

    private string Day(LocalDate date) => (date.Year == today.Year ? templates.DayPattern : templates.DayWithYearPattern).Format(date);

    private string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        var more = all.Count > MostNames ? Fill(templates.MoreNames, ("count", all.Count), ("others", all.Count - MostNames)) : "";
        return string.Join(templates.NameSeparator, all.Take(MostNames)) + more;
    }

    // GSM-7 lacks the typographic marks of word processors; a single one doubles the number of segments.
    private static string AsGsm(char c) => c switch
    {
        '‘' or '’' or '‚' or '‛' or '′' or '`' => "'",
        '“' or '”' or '„' or '″' => "\"",
        '‐' or '‑' or '‒' or '–' or '—' or '−' => "-",
        '…' => "...",
        _ => $"{c}",
    };

    [GeneratedRegex(@"(?:https?://|www\.)[\x21-\x7e]+", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
