using NodaTime.Text;

namespace Reminders.Import.Tests.Corpus;

/// <summary>
/// Compares plans with their right answers, value by value. A wrong value with a finding about it costs the administrator a moment; one
/// without a finding reminds somebody wrongly, or nobody.
/// </summary>
internal sealed class OfficeScore
{
    private static readonly int[] Widths = [6, 8, 7, 7, 7, 7, 10, 9, 9, 7, 9, 8, 7, 7, 7];
    private static readonly string[] Parts = ["deadline", "persons", "leaders", "units", "section"];

    private readonly Dictionary<string, int> right = Parts.ToDictionary(p => p, _ => 0);

    public int Plans { get; private set; }
    public int Refused { get; private set; }
    public int Items { get; private set; }

    /// <summary>Items of which every part is right.</summary>
    public int RightItems { get; private set; }

    public int Found { get; private set; }
    public int Extra { get; private set; }
    public int Sections { get; private set; }
    public IReadOnlyDictionary<string, int> Right => right;

    /// <summary>Wrong dates, people and items without a finding: the reader decides them silently.</summary>
    public List<string> SilentlyWrong { get; } = [];

    /// <summary>Values that the plan gives and the reader loses without a finding.</summary>
    public List<string> SilentlyLost { get; } = [];

    /// <summary>Wrong or lost values that a finding names.</summary>
    public List<string> Told { get; } = [];

    public static string Header(string title) => Columns(
        title, "plans", "refused", "items", "found", "right", "extra", "deadlines", "persons", "leaders", "units", "sections",
        "wrong", "lost", "told");

    public string Line(string name) => Columns(
        name, Plans, Refused, Items, Found, RightItems, Extra, right["deadline"], right["persons"], right["leaders"], right["units"],
        $"{right["section"]}/{Sections}", SilentlyWrong.Count, SilentlyLost.Count, Told.Count);

    private static string Columns(string name, params object[] cells) =>
        string.Concat(cells.Select((cell, i) => $"{cell}".PadLeft(Widths[i])).Prepend(name.PadRight(20)));

    public void Add(CorpusPlan plan, PlanDraft? read, string? refused)
    {
        Plans++;
        Items += plan.Items.Count;
        Sections += plan.Items.Count(i => i.Section is not null);
        if (read is null)
        {
            Refused++;
            Told.Add($"refused {plan.Name}: {refused}");
            return;
        }
        var findings = read.Findings.Concat(read.Items.SelectMany(i => i.Findings)).ToList();
        // A date in brackets behind the title may belong to it.
        if (plan.Title is not null && !Bare(read.Title).StartsWith(Bare(plan.Title), StringComparison.Ordinal))
            SilentlyLost.Add($"lost {plan.Name}: title: {read.Title} instead of {plan.Title}");
        foreach (var unquoted in plan.Findings.Where(w => !Quoted(findings, w)))
            SilentlyLost.Add($"lost {plan.Name}: no finding quotes {unquoted}");
        var items = read.Items.ToList();
        foreach (var expected in plan.Items)
        {
            var where = $"{plan.Name}: {expected.Number} {expected.Problem}";
            var words = Bare(expected.Problem);
            var candidates = items.Where(i => Bare(i.Problem + "\n" + i.Title).Contains(words, StringComparison.Ordinal)).ToList();
            var item = candidates.Find(i => Bare(i.Number ?? "") == Bare(expected.Number ?? "")) ?? candidates.FirstOrDefault();
            if (item is null)
            {
                (Quoted(findings, expected.Problem) ? Told : SilentlyLost).Add($"lost {where}: not found");
                continue;
            }
            items.Remove(item);
            Found++;
            if (Compare(where, expected, item, read.Findings))
                RightItems++;
        }
        Extra += items.Count;
        foreach (var item in items)
        {
            var duty = $"{Date(item)}, persons {Names(item.Persons)}, leaders {Names(item.Leaders)}";
            var shown = $"wrong {plan.Name}: extra {item.Number} {item.Title}: {duty}";
            var hasDuty = item.Deadline.Date is not null || item.Persons.Length > 0 || item.Leaders.Length > 0;
            (hasDuty ? SilentlyWrong : Told).Add(shown);
        }
    }

    private bool Compare(string where, ExpectedItem expected, ItemDraft item, IReadOnlyCollection<Finding> ofPlan)
    {
        var findings = ofPlan.Concat(item.Findings).ToList();
        bool[] parts =
        [
            Deadline(where, expected, item, findings),
            People(where, "persons", expected, expected.Persons, item.Persons.Select(p => p.Name), item, findings),
            People(where, "leaders", expected, expected.Leaders, item.Leaders.Select(p => p.Name), item, findings),
            People(where, "units", expected, expected.Units, item.Units, item, findings),
        ];
        if (expected.Section is { } section)
        {
            var isRight = Bare(item.Section).Contains(Bare(section), StringComparison.Ordinal);
            Note(where, "section", isRight, isTold: false, isLost: true, item.Section, section);
        }
        return parts.All(p => p);
    }

    private bool Deadline(string where, ExpectedItem expected, ItemDraft item, IReadOnlyCollection<Finding> findings)
    {
        var date = Date(item);
        var isTold = IsTold("deadline", expected, item, findings, item.Deadline.Text);
        var wanted = expected.Deadline.Date ?? Kind(expected.Deadline.Kind);
        var isRight = expected.Doubt.ContainsKey("deadline")
            ? isTold && (item.Deadline.Date is null || date == expected.Deadline.Date)
            : date == wanted;
        return Note(where, $"deadline \"{item.Deadline.Text}\"", isRight, isTold, item.Deadline.Date is null, date, wanted);
    }

    private bool People(
        string where, string part, ExpectedItem expected, IReadOnlyList<string> names, IEnumerable<string> read, ItemDraft item,
        IReadOnlyCollection<Finding> findings)
    {
        var got = read.Select(Name).ToList();
        var lost = names.Select(Name).Except(got).ToList();
        var isTold = IsTold(part, expected, item, findings, [.. lost]);
        var values = expected.Also.GetValueOrDefault(part, []).Prepend(names).Select(v => v.Select(Name).ToHashSet()).ToList();
        var isRight = values.Exists(v => v.SetEquals(got));
        if (expected.Doubt.ContainsKey(part))
            isRight = isTold && (isRight || got.Count == 0);
        // A unit is never told of an item, so a wrong one costs no more than a lost one.
        var isLost = part == "units" || (got.TrueForAll(n => values.Exists(v => v.Contains(n))) && !expected.Doubt.ContainsKey(part));
        return Note(where, part, isRight, isTold, isLost, string.Join('、', got), string.Join('、', names));
    }

    private bool Note(string where, string part, bool isRight, bool isTold, bool isLost, string got, string wanted)
    {
        if (isRight)
        {
            right[part.Split(' ')[0]]++;
            return true;
        }
        var list = isTold ? Told : isLost ? SilentlyLost : SilentlyWrong;
        list.Add($"{(isLost ? "lost" : "wrong")} {where}: {part}: {got} instead of {wanted}");
        return false;
    }

    /// <summary>Whether a finding of the item is about the part, or a finding of the item or the plan quotes it.</summary>
    private static bool IsTold(
        string part, ExpectedItem expected, ItemDraft item, IReadOnlyCollection<Finding> findings, params string[] words) =>
        item.Findings.Any(f => f.Code.Contains(part.TrimEnd('s'), StringComparison.Ordinal))
        || words.Concat(expected.Doubt.Where(d => d.Key == part).Select(d => d.Value)).Any(w => w.Length > 0 && Quoted(findings, w));

    private static bool Quoted(IEnumerable<Finding> findings, string words) =>
        findings.Any(f => Bare(f.Message).Contains(Bare(words), StringComparison.Ordinal));

    private static string Date(ItemDraft item) =>
        item.Deadline.Date is { } day ? LocalDatePattern.Iso.Format(day) : Kind(item.Deadline.Kind.ToString().ToLowerInvariant());

    /// <summary>Kinds without a date count as one, except the three that say when the work is due or that it is done.</summary>
    private static string Kind(string kind) => kind is "immediate" or "continuous" or "completed" ? kind : "no date";

    private static string Names(IEnumerable<Party> parties) => string.Join('、', parties.Select(p => p.Name));

    private static string Name(string name) =>
        string.Concat(Bare(name).Select(c => "·•‧・．.⋅∙﹒".Contains(c, StringComparison.Ordinal) ? '·' : c));

    private static string Bare(string text) => Folding.Compact(text);
}
