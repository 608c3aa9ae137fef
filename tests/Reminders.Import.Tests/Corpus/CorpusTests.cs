using NodaTime.Text;

namespace Reminders.Import.Tests.Corpus;

/// <summary>
/// Reads the whole corpus in every format. At least 98 of 100 items and deadlines must be right, and nothing may be invented. The score by
/// form and format is the output of the test, and a file beside the tests that <c>.ci/run</c> prints.
/// </summary>
public class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void The_plans_of_offices_are_read_right()
    {
        var total = new CorpusScore();
        var (byForm, byFormat) = (new SortedDictionary<string, CorpusScore>(), new SortedDictionary<string, CorpusScore>());
        foreach (var plan in CorpusPlan.All)
        {
            foreach (var (format, content) in CorpusFormats.Of(plan))
            {
                var read = Read(plan, content, out var refused);
                var where = $"{plan.Name} as {format}";
                foreach (var score in new[] { total, Of(byForm, plan.Form), Of(byFormat, format) })
                    score.Add(where, plan, read, refused);
            }
        }
        string[] lines =
        [
            CorpusScore.Header("by form"), .. byForm.Select(s => s.Value.Line(s.Key)),
            CorpusScore.Header("by format"), .. byFormat.Select(s => s.Value.Line(s.Key)),
            total.Line("all"), .. total.Misses,
        ];
        var shown = string.Join('\n', lines);
        output.WriteLine(shown);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "corpus-score.txt"), shown);

        Assert.True(CorpusPlan.All.Count() >= 40);
        Assert.Empty(total.Falsehoods);
        Assert.InRange((double)total.Found / total.Expected, 0.98, 1);
        Assert.InRange((double)total.Deadlines / total.Expected, 0.98, 1);
        Assert.Equal(0, total.Extra);
    }

    private static PlanDraft? Read(CorpusPlan plan, byte[] content, out string? refused)
    {
        try
        {
            var loadedOn = LocalDatePattern.Iso.Parse(plan.LoadedOn).Value;
            var read = PlanFile.Read(content, "plan", new PlanReadingOptions(null, loadedOn));
            refused = read.YearIsWeak == plan.Year.HasValue ? null : read.YearIsWeak ? "asks for the year" : "does not ask for the year";
            return read.YearIsWeak ? PlanFile.Read(content, "plan", new PlanReadingOptions(plan.Year, loadedOn)) : read;
        }
        catch (InputRefusedException error)
        {
            refused = error.Code;
            return null;
        }
    }

    private static CorpusScore Of(SortedDictionary<string, CorpusScore> scores, string name) =>
        scores.TryGetValue(name, out var known) ? known : scores[name] = new();
}
