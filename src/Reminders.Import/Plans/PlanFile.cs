using Reminders.Core.Plans;
using Reminders.Import.Encodings;
using Reminders.Import.Json;
using Reminders.Import.Ledger;
using Reminders.Import.Plans;
using Reminders.Import.Prose;

namespace Reminders.Import;

/// <summary>
/// Reads a rectification plan (整改方案) from a file: text in the usual form with labels, a ledger as CSV, or the JSON that
/// <c>import --json</c> prints. What the file is, is told from its content; the name only stands in for a missing title.
/// </summary>
public static class PlanFile
{
    /// <summary>Reads the whole plan or nothing. What is missing or doubtful inside it is a finding and no error.</summary>
    /// <exception cref="InputRefusedException">The file is no plan that can be read; the code and the message say why.</exception>
    public static PlanDraft Read(ReadOnlyMemory<byte> content, string? fileName, PlanReadingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FileSize.Check(content.Length, options.MaxBytes);
        if (ContentKinds.Of(content.Span) is not ContentKind.Text and var kind)
            throw NotText(kind);
        var text = TextDecoding.Decode(content.Span);
        FileSize.CheckNotBlank(text);
        if (JsonPlan.IsJson(text))
            return JsonPlan.Read(text, options);
        var lines = SourceLine.Split(text);
        var raw = LedgerTable.Find(text) is { } ledger ? LedgerPlan.Read(ledger, lines) : ProsePlan.Read(lines);
        return PlanAssembly.Build(raw, fileName, options);
    }

    private static InputRefusedException NotText(ContentKind kind) => new(RefusalCodes.NotText, kind switch
    {
        ContentKind.Docx or ContentKind.Doc or ContentKind.Ole or ContentKind.Rtf or ContentKind.Pdf =>
            $"The file is {kind.Name()}, not text. This version reads plans as txt, csv or json: save it as plain text (UTF-8) and load that.",
        ContentKind.Xlsx or ContentKind.Xls =>
            $"The file is {kind.Name()}, not text. This version reads plans as txt, csv or json: save the sheet as CSV and load that.",
        _ => $"The file is {kind.Name()}, not text. Load the plan itself as txt, csv or json.",
    });
}
