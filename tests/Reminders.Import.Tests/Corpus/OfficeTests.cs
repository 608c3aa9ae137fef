using NodaTime.Text;

namespace Reminders.Import.Tests.Corpus;

/// <summary>
/// Reads the plans of the office set, each in its own format. What is right stays right, and the values that are wrong or lost without a
/// finding are exactly the ones of the list <c>office/misread.txt</c>. The score and the list of today are files beside the tests.
/// </summary>
public class OfficeTests(ITestOutputHelper output)
{
    private const int LeastRightItems = 273;
    private const int LeastDeadlines = 291;
    private const int LeastPersons = 303;
    private const int LeastLeaders = 296;

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
        File.WriteAllText(Beside("corpus-office-score.txt"), shown);
        string[] misread = [.. total.SilentlyWrong, .. total.SilentlyLost];
        File.WriteAllText(Beside("corpus-office-misread.txt"), string.Concat(misread.Select(m => m + "\n")));

        Assert.True(total.Plans >= 80);
        Assert.InRange(total.RightItems, LeastRightItems, total.Items);
        Assert.InRange(total.Right["deadline"], LeastDeadlines, total.Items);
        Assert.InRange(total.Right["persons"], LeastPersons, total.Items);
        Assert.InRange(total.Right["leaders"], LeastLeaders, total.Items);
        var known = File.ReadAllLines(Beside("Corpus/office/misread.txt"));
        Assert.Empty(misread.Except(known));
        // A mended misreading leaves the list, so that it cannot come back.
        Assert.Empty(known.Except(misread));
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

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
