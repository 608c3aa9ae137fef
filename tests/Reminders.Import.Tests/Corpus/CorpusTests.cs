using NodaTime.Text;
using Reminders.Core.Plans;

namespace Reminders.Import.Tests.Corpus;

/// <summary>The whole corpus in every format: at least 98 of 100 items and deadlines are read right, and nothing is read that nobody said.</summary>
public class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void What_offices_file_is_read_right()
    {
        var total = new CorpusScore();
        var (byForm, byFormat) = (new SortedDictionary<string, CorpusScore>(), new SortedDictionary<string, CorpusScore>());
        foreach (var plan in CorpusPlan.All)
        {
            foreach (var (format, content) in CorpusFormats.Of(plan))
            {
                var read = Read(plan, content, out var refused);
                var where = $"{plan.Name} as {format}" + (refused is null ? "" : $" ({refused})");
                foreach (var score in new[] { total, Of(byForm, plan.Form), Of(byFormat, format) })
                    score.Add(where, plan, read);
            }
        }
        Print("by form", byForm);
        Print("by format", byFormat);
        output.WriteLine(total.Line("all"));
        foreach (var miss in total.Misses)
            output.WriteLine(miss);

        Assert.True(total.Plans >= 40);
        Assert.Empty(total.Falsehoods);
        Assert.InRange((double)total.Found / total.Expected, 0.98, 1);
        Assert.InRange((double)total.Deadlines / total.Expected, 0.98, 1);
        Assert.Equal(0, total.Extra);
    }

    private static PlanDraft? Read(CorpusPlan plan, byte[] content, out string? refused)
    {
        try
        {
            refused = null;
            return PlanFile.Read(content, "plan", new PlanReadingOptions(null, LocalDatePattern.Iso.Parse(plan.LoadedOn).Value));
        }
        catch (InputRefusedException error)
        {
            refused = error.Code;
            return null;
        }
    }

    private static CorpusScore Of(SortedDictionary<string, CorpusScore> scores, string name) =>
        scores.TryGetValue(name, out var known) ? known : scores[name] = new();

    private void Print(string title, SortedDictionary<string, CorpusScore> scores)
    {
        output.WriteLine(CorpusScore.Header(title));
        foreach (var (name, score) in scores)
            output.WriteLine(score.Line(name));
    }
}
