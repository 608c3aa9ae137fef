using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using System.Text;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// The command line. To add a command, write it in this folder and list it in <see cref="Commands"/>. Shared arguments are in
/// <see cref="Arguments"/>; <see cref="OfficeOptions"/> makes commands that call an office.
/// </summary>
public static class ReminderCommands
{
    internal const int Done = 0;
    internal const int Refused = 1;
    private const int WrongUsage = 2;

    /// <summary>The exit code that shells use after Ctrl+C.</summary>
    private const int Interrupted = 130;

    /// <summary>Commands that run until they are stopped.</summary>
    private static readonly string[] Endless = ["demo", "serve"];

    /// <summary>
    /// The time to record what is being sent, after Ctrl+C. What is cut off then is found by the next start, as after a crash.
    /// </summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);

    private static readonly (string Name, Func<Command> Make)[] Commands =
    [
        // These need nothing else.
        ("import", ImportCommand.Make),
        ("rehearse", RehearseCommand.Make),
        ("demo", DemoCommand.Make),
        ("serve", ServeCommand.Make),
        ("service", ServiceCommand.Make),
        ("template", WorkbookCommands.Template),
        // These call the API of a running office.
        ("load", LoadCommand.Make),
        ("items", ItemCommands.MakeAll),
        ("item", ItemCommands.MakeOne),
        ("export", WorkbookCommands.Export),
        ("keys", KeysCommand.Make),
        // These open a ledger themselves.
        ("backup", BackupCommands.Backup),
        ("restore", BackupCommands.Restore),
        ("resume", BackupCommands.Resume),
        ("move", MoveCommand.Make),
    ];

    /// <param name="asked">The first argument. If a command has that name, the others are left out, because making them takes time.</param>
    internal static RootCommand Root(string? asked = null)
    {
        var root = new RootCommand(Say($"Reminders watches rectification plans 整改方案: who is told what, when, and what is still open."));
        root.Options.Add(CommandLanguage.Option());
        root.Options.OfType<HelpOption>().Single().Description = Say($"Show help and usage information");
        if (Commands.FirstOrDefault(c => c.Name == asked).Make is { } only)
        {
            root.Add(only());
            return root;
        }
        foreach (var (_, make) in Commands)
            root.Add(make());
        // These call the API to act on one item.
        foreach (var action in LifeCommands.All())
            root.Add(action);
        return root;
    }

    /// <summary>
    /// Runs one command. Exit codes: 0 done; 1 refused, with one line on standard error; 2 wrong usage; 130 interrupted. A command that
    /// only groups others prints its help.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var root = Root(CommandLanguage.Choose(args));
        // A note may begin with @张三, which is not a file of arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.GetResult("--version") is not null)
            return await parsed.InvokeAsync();
        if (parsed is { Tokens.Count: 0 } or { CommandResult.Command: { Action: null, Subcommands.Count: > 0 }, UnmatchedTokens.Count: 0 })
            return await root.Parse([.. args, "--help"]).InvokeAsync();
        if (parsed.UnmatchedTokens is [var typed, ..] && parsed.CommandResult.Command is { Action: null } && !typed.StartsWith('-'))
        {
            var known = parsed.CommandResult.Command.Subcommands.Select(c => c.Name);
            return await WrongUsageAsync(parsed, Say(Spelling.Unknown(typed, known)));
        }
        if (parsed.Errors.Count > 0)
        {
            // An error that quotes the typed word says most.
            var quoting = parsed.Errors.FirstOrDefault(
                e => parsed.UnmatchedTokens.Any(t => e.Message.Contains($"'{t}'", StringComparison.Ordinal)));
            return await WrongUsageAsync(parsed, (quoting ?? parsed.Errors[0]).Message);
        }
        using var signals = new Signals(EndsWithin, Interrupted);
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Ended);
        }
        catch (OperationCanceledException)
        {
            if (Endless.Contains(parsed.CommandResult.Command.Name))
                return Done;
            await Console.Error.WriteLineAsync(Say($"Interrupted before it was done."));
            return Interrupted;
        }
        catch (UsageException wrong)
        {
            return await WrongUsageAsync(parsed, Say(wrong.Words));
        }
        catch (Exception refusal) when (Refusals.Line(refusal) is { } line)
        {
            await ServiceHost.RefuseAsync(line);
            return Refused;
        }
    }

    private static async Task<int> WrongUsageAsync(ParseResult parsed, string message)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is { Command: not RootCommand }; result = result.Parent as CommandResult)
            names.Insert(0, result.Command.Name);
        var help = $"{string.Join(' ', names.Prepend("reminders"))} --help";
        await Console.Error.WriteLineAsync(Say($"{message} Try: {help}"));
        return WrongUsage;
    }
}

/// <summary>
/// Ctrl+C and a service manager's stop. The command line library handles them only after the command's first await; this class does from
/// the start. The first signal asks the command to end. A second one, or the end of the patience, ends the process.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly IDisposable[] registrations;

    /// <param name="patience">How long a command may take to end.</param>
    /// <param name="forced">The exit code if it takes longer.</param>
    public Signals(TimeSpan patience, int forced)
    {
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, End), PosixSignalRegistration.Create(PosixSignal.SIGTERM, End)];

        void End(PosixSignalContext signal)
        {
            if (ended.IsCancellationRequested)
                return;
            signal.Cancel = true;
            _ = Task.Delay(patience).ContinueWith(_ => Environment.Exit(forced), TaskScheduler.Default);
            ended.Cancel();
        }
    }

    /// <summary>The first signal cancels it.</summary>
    public CancellationToken Ended => ended.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        ended.Dispose();
    }
}
