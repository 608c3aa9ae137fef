using System.CommandLine;
using System.Text;

namespace Reminders.LocalHost.Commands;

/// <summary>The command line: <c>import</c>, <c>rehearse</c>, <c>demo</c>, <c>serve</c>.</summary>
public static class ReminderCommands
{
    private const int Done = 0;
    private const int Refused = 1;
    private const int WrongUsage = 2;

    /// <summary>How long a command may take to end after Ctrl+C: what is being sent is recorded, and the table store saves.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>Runs one command. 0: done; 1: the input could not be read or is refused, with one line on standard error; 2: wrong usage.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var root = new RootCommand("Reminders watches rectification plans 整改方案: who is told what, when, and what is still open.")
        {
            ImportCommand.Make(),
            RehearseCommand.Make(),
            DemoCommand.Make(),
            ServeCommand.Make(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var command = string.Join(' ', new[] { "reminders", parsed.CommandResult.Command == root ? null : parsed.CommandResult.Command.Name }.OfType<string>());
            var error = parsed.Errors.FirstOrDefault(e => parsed.UnmatchedTokens.Any(t => e.Message.Contains($"'{t}'", StringComparison.Ordinal))) ?? parsed.Errors[0];
            await Console.Error.WriteLineAsync($"{error.Message} Try: {command} --help");
            return WrongUsage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndsWithin });
        }
        catch (OperationCanceledException)
        {
            return Done; // somebody pressed Ctrl+C
        }
        catch (Exception refusal) when (Refusals.Line(refusal) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return Refused;
        }
    }
}
