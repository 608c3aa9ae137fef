using System.Text;
using System.Text.RegularExpressions;
using NodaTime.Text;

namespace Reminders.Import.Tests.Corpus;

/// <summary>
/// Changes every plan of the corpus in a way that must not change a duty: no person, leader, unit or date may be new, and one that is gone
/// must have a finding.
/// </summary>
public partial class MetamorphicTests
{
    private const int Rounds = 4;

    private static readonly string[] UnknownLines =
    [
        "督导单位：水利站", "督导责任人：何平", "联系人：何平", "跟踪督查人:何平", "片区号：何平", "备用栏:2031年1月9日", "挂钩对象：水利站", "报送时间：2031年1月9日",
        "完成情况：正在推进", "验收人：何平",
    ];

    [Fact]
    public void A_label_that_nobody_has_seen_gives_no_duty_and_takes_none_silently() => EachProse((text, random) =>
    {
        var lines = text.Split('\n');
        var labels = lines.Where(IsLabelled).Select(l => LineLabel().Match(l).Groups["label"].Value).Distinct().ToList();
        if (labels.Count == 0)
            return text;
        var label = labels[random.Next(labels.Count)];
        return string.Join('\n', lines.Select(l => LineLabel().Match(l) is { Success: true } m && m.Groups["label"].Value == label
            ? l.Replace(label, "玄黄栏", StringComparison.Ordinal)
            : l));
    }, mayLose: true);

    [Fact]
    public void A_line_with_an_unknown_label_changes_no_duty() => EachProse((text, random) =>
    {
        var lines = text.Split('\n').ToList();
        var places = Enumerable.Range(0, lines.Count).Where(i => IsLabelled(lines[i]) && HasValue(lines[i])).ToList();
        if (places.Count > 0)
            lines.Insert(places[random.Next(places.Count)] + random.Next(2), UnknownLines[random.Next(UnknownLines.Length)]);
        return string.Join('\n', lines);
    });

    [Fact]
    public void The_order_of_the_labels_changes_no_duty() => EachProse((text, random) =>
    {
        var lines = text.Split('\n').ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            var run = lines.Skip(i).TakeWhile(l => IsLabelled(l) && !Opens(l) && HasValue(l)).ToArray();
            var end = i + run.Length;
            // Behind the run the item must end, because a text there belongs to the last label.
            if (run.Length > 1
                && (end == lines.Count || lines[end].Trim().Length == 0 || HeadingNumber.Read(Folding.Fold(lines[end]).Trim()) is not null))
            {
                random.Shuffle(run);
                lines.RemoveRange(i, run.Length);
                lines.InsertRange(i, run);
            }
            i += run.Length;
        }
        return string.Join('\n', lines);
    });

    [Fact]
    public void Another_dot_in_a_name_is_the_same_name() =>
        EachProse((text, random) => text.Replace('·', "•‧・．⋅∙﹒"[random.Next(7)]));

    [Fact]
    public void Marks_that_nobody_sees_change_no_duty() => EachProse((text, random) =>
    {
        var marked = new StringBuilder(text);
        for (var times = 0; times < 30; times++)
            marked.Insert(random.Next(marked.Length), "\u202A\u202E\u2066\u2069\u200E\u200F\u200B\u2060\u00AD\uFE0F"[random.Next(10)]);
        return marked.ToString();
    });

    // 问题一: is a heading.
    private static bool IsLabelled(string line) => LineLabel().IsMatch(line) && HeadingNumber.Read(Folding.Fold(line).Trim()) is null;

    // 存在问题: can open an item, so it stays before the other labels.
    private static bool Opens(string line) =>
        FieldLabels.Read(LineLabel().Match(line).Groups["label"].Value).Field is Field.Problem or Field.Number;

    private static bool HasValue(string line) => Folding.Fold(line).TrimEnd().IndexOf(':', StringComparison.Ordinal) is var colon
        && colon < Folding.Fold(line).TrimEnd().Length - 1;

    private static void EachProse(Func<string, Random, string> change, bool mayLose = false)
    {
        var faults = new List<string>();
        var changed = 0;
        foreach (var plan in CorpusPlan.Prose)
        {
            var before = Read(plan, plan.Text)!;
            for (var round = 0; round < Rounds; round++)
            {
                var text = change(plan.Text, new Random(round));
                if (text == plan.Text)
                    continue;
                changed++;
                var after = Read(plan, text);
                if (after is not null || !mayLose)
                    faults.AddRange(Faults(before, after, mayLose).Select(f => $"{plan.Name}, round {round}: {f}"));
            }
        }
        Assert.NotEqual(0, changed);
        Assert.True(faults.Count == 0, $"{faults.Count} of {changed}\n{string.Join('\n', faults.Take(40))}");
    }

    private static PlanDraft? Read(CorpusPlan plan, string text)
    {
        try
        {
            var options = new PlanReadingOptions(plan.Year ?? 2026, LocalDatePattern.Iso.Parse(plan.LoadedOn).Value);
            return PlanFile.Read(Encoding.UTF8.GetBytes(text), "plan", options);
        }
        catch (InputRefusedException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Faults(PlanDraft before, PlanDraft? after, bool mayLose)
    {
        if (after is null)
            yield return "refused";
        var items = after?.Items.ToList() ?? [];
        foreach (var item in before.Items)
        {
            var now = items.Find(i => Same(i.Problem, item.Problem))
                ?? items.Find(i => i.Number == item.Number && i.Section == item.Section);
            if (now is null)
            {
                if (!mayLose || !after!.Findings.Any(f => f.Code == "heading-without-fields"))
                    yield return $"{item.Number} {item.Title} is gone";
                continue;
            }
            items.Remove(now);
            foreach (var duty in Duties(now).Except(Duties(item)))
                yield return $"{item.Number} {item.Title} has got {duty}";
            var lost = Duties(item).Except(Duties(now)).ToList();
            if (lost.Count > 0 && (!mayLose || !now.Findings.Except(item.Findings).Any()))
                yield return $"{item.Number} {item.Title} has lost {string.Join(' ', lost)}";
        }
        foreach (var extra in items.Where(i => Duties(i).Any()))
            yield return $"{extra.Number} {extra.Title} is new and has {string.Join(' ', Duties(extra))}";
    }

    private static bool Same(string one, string other) =>
        one.Length >= 2 && other.Length >= 2 && one[..Math.Min(8, one.Length)] == other[..Math.Min(8, other.Length)];

    private static IEnumerable<string> Duties(ItemDraft item) =>
    [
        .. item.Persons.Select(p => $"person {p.Name} {p.Phone?.Value}"), .. item.Leaders.Select(p => $"leader {p.Name} {p.Phone?.Value}"),
        .. item.Units.Select(u => $"unit {u}"),
        .. item.Deadline.Date is { } date ? [LocalDatePattern.Iso.Format(date)] : Array.Empty<string>(),
    ];

    [GeneratedRegex(@"^[ \u3000]*(?<label>[\p{L}\u3000 ]{2,12}?)[ \u3000]*[:：]")]
    private static partial Regex LineLabel();
}
