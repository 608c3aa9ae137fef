using System.CommandLine;

namespace Reminders.LocalHost.Commands;

/// <summary><c>resume</c>: lets a ledger that was restored send again, also while the office runs.</summary>
internal static class ResumeCommand
{
    public static Command Make()
    {
        var command = new Command("resume", "Lets an office that was restored from a backup send again.");
        var accounts = new AccountOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var account = await accounts.OpenAsync(parsed, cancellation);
            Console.Out.WriteLine(await LedgerBackup.ResumeAsync(account.Tables, cancellation) is { } restoration
                ? $"The ledger of {restoration.BackupAt} sends again."
                : "Nothing was held: the ledger sends.");
            return 0;
        });
        return command;
    }
}
