using System.CommandLine;

namespace Reminders.LocalHost.Commands;

/// <summary>Which office a command acts on, and with which key. The key is asked for and never looked for: <c>serve</c> keeps only its hash.</summary>
internal sealed class OfficeOptions
{
    public const string UrlVariable = "REMINDERS_URL";
    public const string KeyVariable = "REMINDERS_KEY";

    private readonly Option<string?> url = new("--url")
    {
        Description = $"The address of the office; the environment variable {UrlVariable} unless it is given, else {LocalWeb.DefaultUrl}.",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<string?> key = new("--key") { Description = $"Your key; the environment variable {KeyVariable} unless it is given.", HelpName = "KEY", Recursive = true };

    public OfficeOptions(Command command)
    {
        command.Options.Add(url);
        command.Options.Add(key);
    }

    /// <summary>Makes the command call the office: what it does there is said, and how to reach the office is added to its options.</summary>
    public static Command Calling(Command command, Func<ParseResult, OfficeClient, CancellationToken, Task> act)
    {
        var options = new OfficeOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var office = options.Open(parsed);
            await act(parsed, office, cancellation);
            return 0;
        });
        return command;
    }

    /// <exception cref="UsageException">There is no key, or none that a header can hold, or the address is none.</exception>
    public OfficeClient Open(ParseResult parsed)
    {
        var secret = (parsed.GetValue(key) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? "").Trim();
        if (secret.Length == 0)
            throw new UsageException($"Give your key with --key, or in the environment variable {KeyVariable}; the first start of serve printed the administrator's.");
        if (!secret.All(char.IsAscii) || secret.Any(char.IsControl))
            throw new UsageException("The key holds characters that no key has; copy it whole, and nothing else.");
        return new(Address(parsed), secret);
    }

    private Uri Address(ParseResult parsed)
    {
        var said = parsed.GetValue(url);
        var text = said ?? (Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } set ? set : LocalWeb.DefaultUrl);
        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var read) && (read.Scheme == Uri.UriSchemeHttp || read.Scheme == Uri.UriSchemeHttps) && read.PathAndQuery == "/"
            ? read
            : throw new UsageException($"{(said is null ? UrlVariable : "--url")} must be an address such as {LocalWeb.DefaultUrl}.");
    }
}
