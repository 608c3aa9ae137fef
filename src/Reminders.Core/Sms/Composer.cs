using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Plans;
using Reminders.Core.Schedules;

namespace Reminders.Core.Sms;

/// <summary>One line of a message: an item, and in which role its reader hears of it.</summary>
/// <param name="Item">The item as it stands now.</param>
/// <param name="Role">The reader's role for this item.</param>
/// <param name="Unreachable">The person who cannot be reached, when that is what the line says; else null.</param>
public sealed record Line(Item Item, Role Role, Party? Unreachable = null)
{
    /// <summary>The local day since which the item waits to be verified, or from which on it is to be looked back at; null while it is open.</summary>
    public LocalDate? WaitsSince { get; init; }

    /// <summary>Whether its reader hears of the item as its person, whatever else he is.</summary>
    public bool TellsPerson { get; init; } = Role == Role.Person;

    /// <summary>Whether the line says what came of the extension that was asked for.</summary>
    public bool TellsAnswer { get; init; }

    /// <summary>Whether an answer of its reader, a leader, moves the item on.</summary>
    public bool AwaitsAnswer => Role == Role.Leader && (Item.State == ItemState.Reported || Item is { State: ItemState.Open, Asked: not null });
}

/// <summary>
/// Writes a message, worded for the day on which it goes out and not for the step that caused it. It fits the segments that the
/// recipient's country allows: titles are shortened first, then lines are counted instead of told, and the last one may say no more than which item it is about.
/// Only whole characters are cut.
/// </summary>
public sealed partial class Composer(Schedule schedule)
{
    /// <summary>Code units that a character may take on average; joined emoji and stacked marks take more, without bound, and are cut earlier.</summary>
    private const int WidestCharacter = 2;

    private static readonly int[] TitleLengths = [30, 16, 8];

    /// <summary>More lines never fit the segments of any country.</summary>
    private const int MostLines = 60;

    /// <summary>Of those who answer for an item together no more are named.</summary>
    private const int MostNames = 3;

    /// <exception cref="ArgumentException">There is no line to write.</exception>
    public string Compose(string name, PhoneNumber to, IReadOnlyCollection<Line> lines, LocalDate today)
    {
        if (lines.Count == 0)
            throw new ArgumentException("A message needs at least one line.", nameof(lines));
        var country = Country.Of(to);
        // By unit, the one with the earliest deadline first; what belongs to no unit before all others, since it stands under no name.
        var ordered = lines.OrderBy(l => l.Item.Deadline.Date).ThenBy(l => l.Item.Code)
            .GroupBy(l => l.Item.ListedUnder).OrderBy(unit => unit.Key is not null).SelectMany(unit => unit).ToList();
        var shorter = TitleLengths.Select(length => ordered.Take(MostLines).Select(l => LineText(l, to, length, today, country.Links)).ToList()).ToList();
        var attempts =
            from told in Enumerable.Range(1, Math.Min(ordered.Count, MostLines)).Reverse()
            from texts in shorter
            select Write(name, ordered, texts, told, today, country);
        return attempts.FirstOrDefault(text => SmsSize.Of(text).Segments <= country.MaxSegments) ?? Write(name, ordered, [Alone(ordered[0].Item, country.Links)], 1, today, country);
    }

    private string Write(string name, List<Line> lines, List<string> texts, int told, LocalDate today, Country country)
    {
        var policy = schedule.Policy;
        var templates = Templates.Of(policy.Language);
        var signature = policy.Signature ?? Templates.DefaultSignature(policy.Language);
        var units = lines.Select(l => l.Item.ListedUnder).Distinct().Count() > 1;
        var body = lines.Count == 1
            ? texts[0]
            : Fill(templates.Several, ("count", lines.Count))
              + string.Join(templates.Separator, texts.Take(told).Select((t, i) => Heading(i) + Fill(templates.Numbered, ("number", i + 1), ("line", t))));
        var more = told < lines.Count ? Fill(templates.More, ("count", lines.Count - told)) : "";
        var closing = lines.All(l => l is { WaitsSince: not null, Role: Role.Supervisor }) ? templates.SuperviseClosing
            : lines.All(l => l.WaitsSince is not null) ? templates.VerifyClosing
            : lines.Any(l => l.Role != Role.Person) ? templates.LeaderClosing
            : lines.Any(l => l.Item.Deadline.Date < today) ? templates.LatePersonClosing
            : templates.PersonClosing;
        var signed = signature.Length > 0 ? Fill(templates.Signature, ("signature", signature)) : "";
        var hint = country.TwoWay && policy.AsksForReplies ? ReplyHint(templates, lines) : "";
        return signed + Fill(templates.Greeting, ("name", Clean(name, 20, country.Links))) + body + more + closing + hint;

        string Heading(int i) => units && lines[i].Item.ListedUnder is { } unit && (i == 0 || lines[i - 1].Item.ListedUnder != unit)
            ? Fill(templates.Unit, ("unit", Clean(unit, 12, country.Links)))
            : "";
    }

    // What can be answered is said only where an answer can come.
    private static string ReplyHint(Templates templates, List<Line> lines) =>
        lines.FirstOrDefault(l => l.AwaitsAnswer) is { } asked ? Fill(asked.Item.State == ItemState.Reported ? templates.VerifierReply : templates.LeaderReply, ("code", asked.Item.Code))
        : lines.FirstOrDefault(l => l.Role == Role.Person) is { } own ? Fill(templates.PersonReply, ("code", own.Item.Code))
        : "";

    private string LineText(Line line, PhoneNumber to, int titleLength, LocalDate today, bool links)
    {
        var templates = Templates.Of(schedule.Policy.Language);
        var item = line.Item;
        var deadline = item.Deadline.Date ?? throw new ArgumentException($"Item {item.Code} has no deadline date.", nameof(line));
        var from = line.WaitsSince ?? deadline;
        // A look-back on a day off is asked for on the first working day after it.
        var first = item.State == ItemState.Closed ? schedule.Calendar.OnOrAfter(from) : from;
        var days = first >= today ? Period.DaysBetween(today, first) : schedule.Calendar.WorkingDaysBetween(first, today);
        var template = line switch
        {
            { Unreachable: not null } => templates.Unreachable,
            { Item.State: ItemState.Reported, Role: Role.Supervisor } => templates.UnverifiedForSupervisor,
            { Item.State: ItemState.Reported } => templates.Unverified,
            { Item.State: ItemState.Closed, Role: Role.Supervisor } => templates.LookBackForSupervisor,
            { Item.State: ItemState.Closed } when from >= today => templates.LookBackToday,
            { Item.State: ItemState.Closed } when first >= today => templates.LookBackMoved,
            { Item.State: ItemState.Closed } => templates.LookBack,
            { Role: Role.Leader } when deadline < today => templates.OverdueForLeader,
            { Role: Role.Supervisor } when deadline < today => templates.OverdueForSupervisor,
            _ when deadline < today => templates.Overdue,
            _ when deadline == today => templates.Today,
            _ => templates.Left,
        };
        var own = item.Recipients(line.Role).Where(p => p.Phone == to).ToList();
        var standing = own.Count > 0 && own.All(p => p.StandsFor is not null) ? Fill(templates.StandingIn, ("name", Names(own.Select(p => Short(p.StandsFor!))))) : "";
        var told = Fill(
            template, ("item", ItemText(item, titleLength, links, standing)), ("date", Day(from)), ("days", days),
            ("persons", Names(line.Unreachable is { } party ? [Short(party.Name)] : item.Persons.Select(Responsible))), ("leaders", Names(item.Leaders.Select(Responsible))));
        return told + (line is { Unreachable: null, WaitsSince: null } ? string.Concat(News()) : "");

        // What happened is said for as long as it stands, and what came of a request once.
        IEnumerable<string> News()
        {
            if (line is { Role: Role.Leader, Item.Asked: { } asked })
                yield return Fill(templates.Asked, ("date", Day(asked.Deadline)), ("reason", Clean(asked.Reason, titleLength, links)));
            if (line is { TellsPerson: true, Item.Returned: { } returned })
                yield return Fill(templates.Returned, ("reason", Clean(returned.Text, titleLength, links)));
            if (line is { TellsPerson: true, TellsAnswer: true, Item.Answered: { } answer })
                yield return answer.Granted ? templates.Granted : Fill(templates.Refused, ("reason", Clean(answer.Reason, titleLength, links)));
        }

        string Day(LocalDate date) => (date.Year == today.Year ? templates.DayPattern : templates.DayWithYearPattern).Format(date);

        string Short(string name) => Clean(name, 12, links);

        // Who answers for the item in the end; his deputy is whom one can ask meanwhile.
        string Responsible(Party party) => party.StandsFor is { } absent ? Fill(templates.Deputy, ("name", Short(absent)), ("deputy", Short(party.Name))) : Short(party.Name);

        string Names(IEnumerable<string> names) => string.Join(templates.NameSeparator, names.Take(MostNames));
    }

    private string ItemText(Item item, int titleLength, bool links, string standing) =>
        Fill(Templates.Of(schedule.Policy.Language).Item, ("code", item.Code), ("title", Clean(item.Title, titleLength, links)), ("standing", standing));

    // Names and reasons can be so long that not even one line fits. A number that is told nothing would be worse, and a fault would keep everybody from being told.
    private string Alone(Item item, bool links) =>
        Fill(Templates.Of(schedule.Policy.Language).Alone, ("item", ItemText(item, TitleLengths[^1], links, "")));

    // One pass, so that braces in a title are never taken for a placeholder.
    private static string Fill(string template, params (string Name, object Value)[] values) =>
        Placeholder().Replace(template, match => Convert.ToString(
            values.First(v => v.Name == match.Groups[1].Value).Value, CultureInfo.InvariantCulture)!);

    private static string Clean(string text, int length, bool links)
    {
        var clean = Blanks().Replace(links ? text : Link().Replace(text, ""), " ").Trim();
        var starts = StringInfo.ParseCombiningCharacters(clean);
        if (starts.Length <= length && clean.Length <= length * WidestCharacter)
            return clean;
        var ends = starts.Skip(1).Append(clean.Length);
        return clean[..ends.Take(length - 1).LastOrDefault(end => end <= length * WidestCharacter)] + "…";
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?:https?://|www\.)[\x21-\x7e]+", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
