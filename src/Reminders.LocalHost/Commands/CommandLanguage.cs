using System.CommandLine;
using System.Globalization;
using System.Runtime.Loader;

namespace Reminders.LocalHost.Commands;

/// <summary>The language in which a command speaks: that of <c>--lang</c>, otherwise that of the terminal's locale.</summary>
internal static class CommandLanguage
{
    private const string Name = "--lang";
    private const string LibraryWords = "System.CommandLine.resources";

    // As POSIX orders them: the first that is set counts.
    private static readonly string[] Locale = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The option, on every command.</summary>
    public static Option<string?> Option()
    {
        var option = new Option<string?>(Name)
        {
            Description = Say($"The language, zh or en. Default: that of the locale (LC_ALL, LC_MESSAGES, LANG)."),
            HelpName = "zh|en",
            Recursive = true,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && CallLanguage.Named(given) is null)
                result.AddError(Say($"{Name} '{given}' must be zh or en."));
        });
        return option;
    }

    /// <summary>Chooses the language before the commands are made, because their help is worded then.</summary>
    /// <returns>The first argument beside the option; null for none.</returns>
    public static string? Choose(string[] args)
    {
        var at = Array.FindIndex(args, a => a == Name || a.StartsWith(Name + "=", StringComparison.Ordinal));
        var given = at < 0 ? null : args[at] == Name ? args.ElementAtOrDefault(at + 1) : args[at][(Name.Length + 1)..];
        var locale = IsChinese(Locale.Select(Environment.GetEnvironmentVariable)) ? Language.Chinese : Language.English;
        Spoken = CallLanguage.Named(given) ?? locale;
        if (Spoken == Language.Chinese)
            UseLibraryWords();
        return args.ElementAtOrDefault(at == 0 ? args[at] == Name ? 2 : 1 : 0);
    }

    // Without the data of cultures the runtime writes the name as zh-HANS, under which it finds no file.
    private static void UseLibraryWords()
    {
        AssemblyLoadContext.Default.Resolving += (context, wanted) =>
        {
            if (wanted.Name != LibraryWords)
                return null;
            using var words = typeof(CommandLanguage).Assembly.GetManifestResourceStream($"{LibraryWords}.dll")!;
            return context.LoadFromStream(words);
        };
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
    }

    internal static bool IsChinese(IEnumerable<string?> locale) =>
        locale.FirstOrDefault(l => !string.IsNullOrEmpty(l))?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;
}
