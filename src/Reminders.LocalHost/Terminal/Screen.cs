using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>The terminal: coloured and as wide as it is. Piped output is plain and wide.</summary>
internal static class Screen
{
    private const int PipeWidth = 4000;

    /// <summary>Standard output.</summary>
    public static IAnsiConsole Out { get; } = Make(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error: notes and progress. Standard output holds results alone.</summary>
    public static IAnsiConsole Notes { get; } = Make(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Make(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = PipeWidth;
        return console;
    }
}
