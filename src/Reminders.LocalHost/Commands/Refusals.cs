using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Microsoft.AspNetCore.Connections;

namespace Reminders.LocalHost.Commands;

/// <summary>Options that contradict each other. The message is one line.</summary>
internal sealed class UsageException(Wording words) : Exception(words.English), IWorded
{
    public Wording Words => words;
}

/// <summary>Faults that a user can mend, each as one line.</summary>
internal static class Refusals
{
    /// <summary>The line, or null for a fault of the program, which is shown with its stack.</summary>
    public static string? Line(Exception refusal) => refusal switch
    {
        InputRefusedException refused => Line(refused.Code, refused.Words),
        LedgerUnavailableException unavailable => Line("ledger-unavailable", unavailable.Words),
        FileNotFoundException missing => Line("file-not-found", $"There is no file {missing.FileName}; check the path."),
        DirectoryNotFoundException => Line("file-not-found", Verbatim(refusal.Message)),
        UnauthorizedAccessException => Line("file-not-readable", $"{refusal.Message} Check the file's permissions."),
        AddressInUseException => Line(PortCheck.InUse()),
        // The table store was killed during a start (seen in November 2026). Faults of the listening address have their own refusals.
        SocketException broken => Line(
            "ledger-unreachable",
            $"The connection to the table store broke off ({broken.Message}); check {AccountOptions.Setting}, and start again."),
        RequestFailedException failed => Line(
            "ledger-unreachable", $"A request to the table store failed ({FirstLine(failed)}); check {AccountOptions.Setting}."),
        AuthenticationFailedException refused => Line("not-signed-in", $"{FirstLine(refused)} Sign in with az login."),
        AggregateException { InnerException: RequestFailedException last } => Line(last),
        IOException { InnerException: AddressInUseException inner } => Line(inner),
        IOException unreadable => Line("file-not-readable", $"{FirstLine(unreadable)} Close it in other programs and try again."),
        _ => null,
    };

    private static string Line(string code, Wording words) => $"{code}: {Say(words)}";

    private static string FirstLine(Exception fault) => fault.Message.Split('\n')[0].Trim();
}

/// <summary>Guesses which command a mistyped word means.</summary>
internal static class Spelling
{
    private const int MostEdits = 2;

    /// <summary>Says that the command is unknown, and names the most similar one.</summary>
    public static Wording Unknown(string typed, IEnumerable<string> commands)
    {
        var nearest = commands.Select(c => (Name: c, Edits: Edits(typed.ToLowerInvariant(), c))).MinBy(c => c.Edits);
        return nearest.Edits <= MostEdits && nearest.Edits < nearest.Name.Length
            ? $"There is no command '{typed}'. Did you mean {nearest.Name}?"
            : (Wording)$"There is no command '{typed}'.";
    }

    /// <summary>How many insertions, deletions, substitutions and swaps of neighbours lie between two words.</summary>
    private static int Edits(string one, string other)
    {
        var edits = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                edits[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }
        return edits[one.Length, other.Length];
    }
}
