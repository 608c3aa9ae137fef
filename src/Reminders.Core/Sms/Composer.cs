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
public sealed record Line(Item Item, Role Role, Party? Unreachable = null);

/// <summary>
/// Writes a message, worded for the day on which it goes out and not for the step that caused it. It fits the segments that the
/// recipient's country allows: titles are shortened first, then lines are counted instead of told. Only whole characters are cut.
/// </summary>
public sealed partial class Composer(Schedule schedule)
{
    /// <summary>Code units that a character may take on average; joined emoji and stacked marks take more, without bound, and are cut earlier.</summary>
    private const int WidestCharacter = 2;

    private static readonly int[] TitleLengths = [30, 16, 8];

    /// <summary>More lines never fit the segments of any country.</summary>
    private const int MostLines = 60;

    /// <exception cref="ArgumentException">There is no line to write.</exception>
    public string Compose(string name, PhoneNumber to, IReadOnlyCollection<Line> lines, LocalDate today)
    {
        if (lines.Count == 0)
            throw new ArgumentException("A message needs at least one line.", nameof(lines));
        var country = Country.Of(to);
        var ordered = lines.OrderBy(l => l.Item.Deadline.Date).ThenBy(l => l.Item.Code).ToList();
        var shorter = TitleLengths.Select(length => ordered.Take(MostLines).Select(l => LineText(l, length, today, country.Links)).ToList()).ToList();
        var attempts =
            from told in Enumerable.Range(1, Math.Min(ordered.Count, MostLines)).Reverse()
            from texts in shorter
            select Write(name, ordered, texts, told, today, country.Links);
        return attempts.First(text => SmsSize.Of(text).Segments <= country.MaxSegments);
    }

    private string Write(string name, List<Line> lines, List<string> texts, int told, LocalDate today, bool links)
    {
        var policy = schedule.Policy;
        var templates = Templates.Of(policy.Language);
        var signature = policy.Signature ?? Templates.DefaultSignature(policy.Language);
        var body = lines.Count == 1
            ? texts[0]
            : Fill(templates.Several, ("count", lines.Count))
              + string.Join(templates.Separator, texts.Take(told).Select((t, i) => Fill(templates.Numbered, ("number", i + 1), ("line", t))));
        var more = told < lines.Count ? Fill(templates.More, ("count", lines.Count - told)) : "";
        var closing = lines.Any(l => l.Role != Role.Person) ? templates.LeaderClosing
            : lines.Any(l => l.Item.Deadline.Date < today) ? templates.LatePersonClosing
            : templates.PersonClosing;
        var signed = signature.Length > 0 ? Fill(templates.Signature, ("signature", signature)) : "";
        return signed + Fill(templates.Greeting, ("name", Clean(name, 20, links))) + body + more + closing;
    }

    private string LineText(Line line, int titleLength, LocalDate today, bool links)
    {
        var templates = Templates.Of(schedule.Policy.Language);
        var item = line.Item;
        var deadline = item.Deadline.Date ?? throw new ArgumentException($"Item {item.Code} has no deadline date.", nameof(line));
        var days = deadline >= today ? Period.DaysBetween(today, deadline) : schedule.Calendar.WorkingDaysBetween(deadline, today);
        var template = line switch
        {
            { Unreachable: not null } => templates.Unreachable,
            { Role: Role.Leader } when deadline < today => templates.OverdueForLeader,
            { Role: Role.Supervisor } when deadline < today => templates.OverdueForSupervisor,
            _ when deadline < today => templates.Overdue,
            _ when deadline == today => templates.Today,
            _ => templates.Left,
        };
        var pattern = deadline.Year == today.Year ? templates.DayPattern : templates.DayWithYearPattern;
        return Fill(
            template, ("code", item.Code), ("title", Clean(item.Title, titleLength, links)), ("date", pattern.Format(deadline)), ("days", days),
            ("persons", Names(line.Unreachable is { } party ? [party] : item.Persons)), ("leaders", Names(item.Leaders)));

        string Names(IEnumerable<Party> parties) =>
            string.Join(templates.NameSeparator, parties.Take(3).Select(p => Clean(p.Name, 12, links)));
    }

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
