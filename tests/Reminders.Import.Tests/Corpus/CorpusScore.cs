using NodaTime.Text;

namespace Reminders.Import.Tests.Corpus;

/// <summary>Counts the expected parts that were read, and lists what was missed or invented.</summary>
internal sealed class CorpusScore
{
    private static readonly int[] Widths = [6, 7, 7, 7, 8, 10, 6, 9, 9, 7, 7];

    public int Plans { get; private set; }
    public int Expected { get; private set; }
    public int Found { get; private set; }
    public int Extra { get; private set; }
    public int Numbers { get; private set; }
    public int Deadlines { get; private set; }
    public int Kinds { get; private set; }
    public int Persons { get; private set; }
    public int Leaders { get; private set; }
    public int Units { get; private set; }

    /// <summary>Dates and recipients that the plan does not give. There must be none.</summary>
    public List<string> Falsehoods { get; } = [];

    public List<string> Misses { get; } = [];

    public static string Header(string title) =>
        Columns(title, "plans", "items", "found", "extra", "number", "deadline", "kind", "persons", "leaders", "units", "false");

    public string Line(string name) =>
        Columns(name, Plans, Expected, Found, Extra, Numbers, Deadlines, Kinds, Persons, Leaders, Units, Falsehoods.Count);

    private static string Columns(string name, params object[] cells) =>
        string.Concat(cells.Select((cell, i) => $"{cell}".PadLeft(Widths[i])).Prepend(name.PadRight(34)));

    public void Add(string where, CorpusPlan plan, PlanDraft? read, string? refused)
    {
        if (refused is not null)
            Misses.Add($"{where}: {refused}");
        Plans++;
        Expected += plan.Items.Count;
        var items = read?.Items.ToList() ?? [];
        if (read is not null && plan.Title is not null && Bare(read.Title) != Bare(plan.Title))
            Misses.Add($"{where}: title {read.Title} instead of {plan.Title}");
        foreach (var expected in plan.Items)
        {
            var item = items.Find(i => Bare(i.Problem).StartsWith(Bare(expected.Problem), StringComparison.Ordinal));
            if (item is null)
            {
                Misses.Add($"{where}: {expected.Number} {expected.Problem} not found");
                continue;
            }
            items.Remove(item);
            Found++;
            Compare($"{where}: {expected.Number} {expected.Problem}", expected, item);
        }
        Extra += items.Count;
        Misses.AddRange(items.Select(i => $"{where}: extra {i.Number} {i.Title}"));
        var invented = items.Where(i => i.Deadline.Date is not null || i.Persons.Length > 0);
        Falsehoods.AddRange(invented.Select(i => $"{where}: extra {i.Number} {i.Title}"));
    }

    private void Compare(string where, ExpectedItem expected, ItemDraft item)
    {
        Numbers += Check(where, "number", Bare(expected.Number ?? ""), Bare(item.Number ?? ""));
        var date = item.Deadline.Date is { } day ? LocalDatePattern.Iso.Format(day) : "none";
        Deadlines += Check(where, $"deadline \"{item.Deadline.Text}\"", expected.Deadline.Date ?? "none", date);
        var kind = item.Deadline.Kind.ToString().ToLowerInvariant();
        Kinds += Check(where, $"kind of \"{item.Deadline.Text}\"", expected.Deadline.Kind, kind);
        if (date != "none" && date != expected.Deadline.Date)
            Falsehoods.Add($"{where}: date {date} from \"{item.Deadline.Text}\"");
        Persons += Names(where, "persons", expected.Persons, item.Persons);
        Leaders += Names(where, "leaders", expected.Leaders, item.Leaders);
        Units += Check(where, "units", List(expected.Units), List(item.Units));
    }

    private int Names(string where, string what, IReadOnlyList<string> expected, IEnumerable<Party> parties)
    {
        var names = parties.Select(p => p.Name).ToList();
        Falsehoods.AddRange(names.Where(n => !expected.Contains(n)).Select(n => $"{where}: {what} {n}"));
        return Check(where, what, List(expected), List(names));
    }

    private int Check(string where, string what, string expected, string read)
    {
        if (expected == read)
            return 1;
        Misses.Add($"{where}: {what}: {read} instead of {expected}");
        return 0;
    }

    private static string List(IEnumerable<string> words) => string.Join('、', words.Select(Bare).Distinct().Order(StringComparer.Ordinal));

    private static string Bare(string text) => Folding.Compact(text);
}
