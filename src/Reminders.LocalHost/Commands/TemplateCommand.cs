using System.CommandLine;

namespace Reminders.LocalHost.Commands;

/// <summary><c>template</c>: writes an empty ledger or contact list for an office to fill in.</summary>
internal static class TemplateCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("NAME") { Description = "Which one: ledger or contacts." };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var wanted && !OfficeTemplates.Names.Contains(wanted))
                result.AddError($"There is no template '{wanted}'; there are {string.Join(" and ", OfficeTemplates.Names)}.");
        });
        var file = new Option<FileInfo?>("--out") { Description = "Where to write it; NAME.xlsx here unless it is said.", HelpName = "FILE" };
        var command = new Command("template", "Writes an empty ledger or contact list (xlsx) with notes, to be filled in.") { name, file };
        command.SetAction(async (parsed, cancellation) =>
        {
            var template = parsed.GetRequiredValue(name);
            var target = parsed.GetValue(file) ?? new($"{template}.xlsx");
            if (target.Exists)
                throw new InputRefusedException("file-exists", $"{target.FullName} is there already; it may be filled in. Name another with --out.");
            await File.WriteAllBytesAsync(target.FullName, OfficeTemplates.TryMake(template)!, cancellation);
            Console.Out.WriteLine(target.FullName);
            return 0;
        });
        return command;
    }
}
