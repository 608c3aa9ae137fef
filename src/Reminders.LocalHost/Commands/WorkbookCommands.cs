using System.CommandLine;

namespace Reminders.LocalHost.Commands;

/// <summary><c>export</c> and <c>template</c>: write a workbook, never over an existing file.</summary>
internal static class WorkbookCommands
{
    /// <summary><c>export</c>: the ledger 整改台账 of a running office.</summary>
    public static Command Export()
    {
        var plan = Arguments.PlanNumber($"Only this plan.");
        var file = new Argument<FileInfo>("FILE") { Description = Say($"Where to write it: a name that ends in .xlsx.") };
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo>()?.Extension.Equals(".xlsx", StringComparison.OrdinalIgnoreCase) == false)
                result.AddError(Say($"FILE must end in .xlsx: the ledger is written as a workbook."));
        });
        var command = new Command("export", Say($"Writes the ledger 整改台账 with its history (xlsx).")) { file, plan };
        return OfficeOptions.Calling(command, async (parsed, office, cancellation) =>
        {
            var target = parsed.GetRequiredValue(file);
            Inputs.RequireNew(target);
            var query = OfficeClient.Query(("plan", $"{parsed.GetValue(plan)}"));
            var content = await office.DownloadAsync($"/api/export.xlsx{query}", MediaTypes.Workbook, cancellation);
            await WriteAsync(target, content, cancellation);
        });
    }

    /// <summary><c>template</c>: an empty ledger or contact list for an office to fill in.</summary>
    public static Command Template()
    {
        var name = new Argument<string>("NAME") { Description = Say($"Which one: ledger or contacts.") };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var wanted && !OfficeTemplates.Names.Contains(wanted))
                result.AddError(Say($"There is no template '{wanted}'; there are {string.Join(" and ", OfficeTemplates.Names)}."));
        });
        var file = new Option<FileInfo?>("--out") { Description = Say($"Where to write it. Default: NAME.xlsx."), HelpName = "FILE" };
        var command = new Command(
            "template", Say($"Writes an empty ledger or contact list (xlsx) with notes, to be filled in.")) { name, file };
        command.SetAction(async (parsed, cancellation) =>
        {
            var template = parsed.GetRequiredValue(name);
            var target = parsed.GetValue(file) ?? new($"{template}.xlsx");
            Inputs.RequireNew(target);
            await WriteAsync(target, OfficeTemplates.TryMake(template)!, cancellation);
            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(FileInfo file, byte[] content, CancellationToken cancellation)
    {
        await File.WriteAllBytesAsync(file.FullName, content, cancellation);
        Console.Out.WriteLine(file.FullName);
    }
}
