using NodaTime.Text;

namespace Reminders.Import.Tests.Corpus;

/// <summary>
/// Reads the plans of the office set, each in its own format. What was right stays right, and no value outside the list of known misreadings
/// is decided silently. The score is the output of the test, and a file beside the tests.
/// </summary>
public class OfficeTests(ITestOutputHelper output)
{
    [Fact]
    public void The_lists_of_offices_are_read_no_worse()
    {
        var total = new OfficeScore();
        var byKind = new SortedDictionary<string, OfficeScore>(StringComparer.Ordinal);
        foreach (var plan in CorpusPlan.Office)
        {
            var read = Read(plan, out var refused);
            var kind = CorpusFormats.Kind(plan);
            if (!byKind.ContainsKey(kind))
                byKind[kind] = new();
            foreach (var score in new[] { total, byKind[kind] })
                score.Add(plan, read, refused);
        }
        string[] lines =
        [
            OfficeScore.Header("office"), .. byKind.Select(s => s.Value.Line(s.Key)), total.Line("all"),
            "wrong without a finding:", .. total.SilentlyWrong,
            "lost without a finding:", .. total.SilentlyLost,
            "wrong or lost with a finding:", .. total.Told,
        ];
        var shown = string.Join('\n', lines);
        output.WriteLine(shown);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "corpus-office-score.txt"), shown);
    }

    private static PlanDraft? Read(CorpusPlan plan, out string? refused)
    {
        try
        {
            var content = CorpusFormats.Office(plan);
            var loadedOn = LocalDatePattern.Iso.Parse(plan.LoadedOn).Value;
            var read = PlanFile.Read(content, "plan", new PlanReadingOptions(null, loadedOn));
            refused = null;
            return read.YearIsWeak ? PlanFile.Read(content, "plan", new PlanReadingOptions(loadedOn.Year, loadedOn)) : read;
        }
        catch (InputRefusedException error)
        {
            refused = $"{error.Code}: {error.Message}";
            return null;
        }
    }
}
