using System.CommandLine;
using System.Text.Json;
using Reminders.Rows.Moving;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>move</c>: a ledger from a data folder to a storage account, or back. One of the two is in use at a time.</summary>
internal static class MoveCommand
{
    public static Command Make()
    {
        var (to, from) = (Account("--to", $"The storage account that gets the ledger"), Account("--from", $"The account that has it now"));
        var data = Arguments.Data($"The data folder of serve. No serve may run on it.");
        var cancel = new Option<bool>("--cancel")
        {
            Description = Say($"Puts the ledger of an unfinished move back into use where it was."),
        };
        var json = Arguments.Json();
        var command = new Command(
            "move",
            Say($"Moves the ledger and its evidence to a storage account, or back into a data folder, and proves both sides equal. "
            + $"After a break run it again. Stop the app of the account first."))
        {
            to, from, data, cancel, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(to) is null == result.GetResult(from) is null)
                result.AddError(Say($"Name one of --to and --from."));
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var now = SystemClock.Instance.GetCurrentInstant();
            var toAccount = parsed.GetResult(to) is not null;
            await using var account = AccountOptions.OpenAccount(parsed.GetValue(toAccount ? to : from));
            var folder = parsed.GetRequiredValue(data);
            // A refusal must leave no empty ledger in the folder.
            if (!toAccount)
                await LedgerMover.RequireMovableAsync(account.Rows, cancellation);
            await using var local = await DataFolder.OpenToMoveAsync(folder, mustExist: toAccount, cancellation);
            var (source, target) = toAccount ? (local, account) : (account, local);
            if (parsed.GetValue(cancel))
            {
                var cancelled = await LedgerMover.CancelAsync(source.Rows, now, cancellation);
                Console.Out.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new { Cancelled = cancelled }, ApiJson.Options)
                    : Say(cancelled
                        ? (Wording)$"The ledger in {source.Rows.Place} is in use again."
                        : $"No move was under way; there is nothing to do."));
                return ReminderCommands.Done;
            }
            if (toAccount)
                await target.CreateEvidenceAsync(cancellation);
            var report = await LedgerMover.RunAsync(
                new(source.Rows, source.Evidence), new(target.Rows, target.Evidence), now, cancellation);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(Result(source, target, report), ApiJson.Options));
            else
                Tell(source, target, report);
            return ReminderCommands.Done;
        });
        return command;
    }

    private static Option<Uri?> Account(string name, Wording description) => new(name)
    {
        Description = Say($"{description}: its address, or nothing for the account of {AccountOptions.Setting}."),
        HelpName = "URL",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? null : AccountOptions.Address(result, name),
    };

    private static object Result(OpenLedger source, OpenLedger target, MoveReport report) => new
    {
        From = source.Rows.Place,
        To = target.Rows.Place,
        report.Rows,
        report.Written,
        report.Evidence,
        report.EvidenceMissing,
        report.Waiting,
    };

    private static void Tell(OpenLedger source, OpenLedger target, MoveReport report)
    {
        var screen = Screen.Out;
        if (report.EvidenceMissing > 0)
            Screen.Notes.WriteLine(Say($"{report.EvidenceMissing} evidence files that items name were missing before the move."));
        if (report.Evidence is { } files)
        {
            screen.WriteLine(Say($"Moved {report.Rows} rows and {files} evidence files to {target.Rows.Place}, and compared all of them."));
            screen.WriteLine(Say($"{source.Rows.Place} is out of use. Start the office in its new place now."));
        }
        else
        {
            screen.WriteLine(Say($"The ledger had been moved to {target.Rows.Place} already; there is nothing to do."));
        }
        if (report.Waiting > 0)
            screen.WriteLine(Say($"{report.Waiting} SMS are under way; the new place looks after them."));
    }
}
