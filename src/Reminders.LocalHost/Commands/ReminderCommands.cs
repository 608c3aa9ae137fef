using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// The command line. <c>import</c>, <c>rehearse</c>, <c>demo</c>, <c>serve</c> and <c>template</c> are complete in themselves; <c>backup</c>, <c>restore</c>
/// and <c>resume</c> act on a ledger; all others act on an office that runs, through its API.
/// </summary>
public static class ReminderCommands
{
    internal const int Done = 0;
    internal const int Refused = 1;
    private const int WrongUsage = 2;

    /// <summary>As a shell says it of what Ctrl+C ended.</summary>
    private const int Interrupted = 130;

    /// <summary>Commands that go on until somebody ends them.</summary>
    private static readonly string[] Endless = ["demo", "serve"];

    /// <summary>How long a command may take to end after Ctrl+C: what is being sent is recorded, and the table store saves.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs one command. 0: done; 1: the input could not be read or is refused, with one line on standard error; 2: wrong usage; 130: ended
    /// before it was done. A command that is only the name of others prints its help.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var root = new RootCommand("Reminders watches rectification plans 整改方案: who is told what, when, and what is still open.")
        {
            ImportCommand.Make(),
            RehearseCommand.Make(),
            DemoCommand.Make(),
            ServeCommand.Make(),
            TemplateCommand.Make(),
            LoadCommand.Make(),
            ItemCommands.MakeAll(),
            ItemCommands.MakeOne(),
            ExportCommand.Make(),
            KeysCommand.Make(),
            BackupCommand.Make(),
            RestoreCommand.Make(),
            ResumeCommand.Make(),
        };
        foreach (var action in LifeCommands.Make())
            root.Add(action);
        // A note may begin with @张三, which names no file of further arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed is { Tokens.Count: 0 } or { CommandResult.Command: { Action: null, Subcommands.Count: > 0 }, UnmatchedTokens.Count: 0 })
            return await root.Parse([.. args, "--help"]).InvokeAsync();
        if (parsed.UnmatchedTokens is [var typed, ..] && parsed.CommandResult.Command is { Action: null } && !typed.StartsWith('-'))
            return await WrongUsageAsync(parsed, Spelling.Unknown(typed, parsed.CommandResult.Command.Subcommands.Select(c => c.Name)));
        if (parsed.Errors.Count > 0)
        {
            // Of several complaints the one that names what was typed says most.
            var error = parsed.Errors.FirstOrDefault(e => parsed.UnmatchedTokens.Any(t => e.Message.Contains($"'{t}'", StringComparison.Ordinal))) ?? parsed.Errors[0];
            return await WrongUsageAsync(parsed, error.Message);
        }
        using var signals = new Signals(EndsWithin, Interrupted);
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Ended);
        }
        catch (OperationCanceledException)
        {
            return await EndedAsync(parsed);
        }
        catch (UsageException wrong)
        {
            return await WrongUsageAsync(parsed, wrong.Message);
        }
        catch (Exception refusal) when (Refusals.Line(refusal) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return Refused;
        }
    }

    private static async Task<int> EndedAsync(ParseResult parsed)
    {
        if (Endless.Contains(parsed.CommandResult.Command.Name))
            return Done;
        await Console.Error.WriteLineAsync("Ended before it was done.");
        return Interrupted;
    }

    private static async Task<int> WrongUsageAsync(ParseResult parsed, string message)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is { Command: not RootCommand }; result = result.Parent as CommandResult)
            names.Insert(0, result.Command.Name);
        await Console.Error.WriteLineAsync($"{message} Try: {string.Join(' ', names.Prepend("reminders"))} --help");
        return WrongUsage;
    }
}

/// <summary>Options that do not go together. The message is one line.</summary>
internal sealed class UsageException(string message) : Exception(message);
