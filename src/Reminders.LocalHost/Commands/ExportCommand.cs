using System.CommandLine;

namespace Reminders.LocalHost.Commands;

/// <summary><c>export</c>: the ledger 整改台账 of an office that runs, as a workbook.</summary>
internal static class ExportCommand
{
    public static Command Make()
    {
        var (plan, file) = (Arguments.PlanNumber("Only this plan."), new Argument<FileInfo>("FILE") { Description = "Where to write it: a name that ends in .xlsx." });
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>() is { Extension: var kind } && !kind.Equals(".xlsx", StringComparison.OrdinalIgnoreCase))
                result.AddError("FILE must end in .xlsx: the ledger is written as a workbook.");
        });
        return OfficeOptions.Calling(new("export", "Writes the ledger 整改台账 with its history (xlsx).") { file, plan }, async (parsed, office, cancellation) =>
        {
            var target = parsed.GetRequiredValue(file);
            if (target.Exists)
                throw new InputRefusedException("file-exists", $"{target.FullName} is there already; name another.");
            var query = parsed.GetValue(plan) is { } number ? $"?plan={number}" : "";
            await File.WriteAllBytesAsync(target.FullName, await office.DownloadAsync($"/api/export.xlsx{query}", MediaTypes.Workbook, cancellation), cancellation);
            Console.Out.WriteLine(target.FullName);
        });
    }
}
