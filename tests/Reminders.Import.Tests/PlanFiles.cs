using System.Text;

namespace Reminders.Import.Tests;

/// <summary>Plans for tests, read as if on a day in November 2026.</summary>
internal static class PlanFiles
{
    public static readonly LocalDate LoadedOn = new(2026, 11, 23);

    public static PlanDraft Read(string text, int? year = null, string? fileName = "plan.txt") =>
        Read(Encoding.UTF8.GetBytes(text), year, fileName);

    public static PlanDraft Read(byte[] content, int? year = null, string? fileName = "plan.txt") =>
        PlanFile.Read(content, fileName, new PlanReadingOptions(year, LoadedOn));

    public static byte[] File(string path) => System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, path));

    /// <summary>The rows as a file of the format: csv, xlsx, docx, or lines with pipes.</summary>
    public static byte[] Content(string format, string[][] rows) => format switch
    {
        "xlsx" => Xlsx.Of([.. rows.Select(r => r.Select(c => c.Length > 0 ? (object)c : null).ToArray())]),
        "docx" => Docx.Of(Docx.Table(rows)),
        "pipes" => Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(r => $"| {string.Join(" | ", r)} |"))),
        _ => Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(r => string.Join(',', r)))),
    };

    public static InputRefusedException Refusal(Action read, string code)
    {
        var refusal = Assert.Throws<InputRefusedException>(read);
        Assert.Equal(code, refusal.Code);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.True(refusal.Message.Length > 20, "A refusal explains the fault and the remedy.");
        return refusal;
    }

    public static string Codes(this ItemDraft item) => string.Join(',', item.Findings.Select(f => f.Code));

    public static string Names(this IEnumerable<Party> parties) => string.Join(',', parties.Select(p => p.Name));
}
