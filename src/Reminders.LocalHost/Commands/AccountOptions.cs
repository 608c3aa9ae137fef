using System.CommandLine;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// Which ledger a command reads or writes itself, without an office's API: that of a data folder, or of a storage account by its address or
/// by the connection string that <c>serve</c> takes.
/// </summary>
internal sealed class AccountOptions
{
    private const string Setting = "Reminders:Ledger:ConnectionString";

    private readonly Option<DirectoryInfo?> data = new("--data")
    {
        Description = "The data folder of serve; .reminders unless a storage account is named or configured.",
        HelpName = "DIR",
    };

    private readonly Option<Uri?> account = new("--account")
    {
        Description = "The storage account's address, such as https://NAME.table.core.windows.net; you sign in as with az or azd.",
        HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)
                && address.Scheme == Uri.UriSchemeHttps && address.PathAndQuery == "/" && address.Host.Contains(".table.", StringComparison.OrdinalIgnoreCase))
            {
                return address;
            }
            result.AddError($"--account '{result.Tokens[0].Value}' must be an address such as https://NAME.table.core.windows.net.");
            return null;
        },
    };

    public AccountOptions(Command command)
    {
        command.Options.Add(data);
        command.Options.Add(account);
        command.Validators.Add(result =>
        {
            if (result.GetValue(data) is not null && result.GetValue(account) is not null)
                result.AddError("--data and --account are two ledgers; name one.");
        });
    }

    /// <summary>The account of a connection string.</summary>
    /// <exception cref="InputRefusedException">It is none.</exception>
    public static Account Of(string connection)
    {
        try
        {
            return new(new(connection), new(connection), null);
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new InputRefusedException(
                "connection-invalid", $"The setting {Setting} is no connection string of a storage account; copy it whole.", inner: unreadable);
        }
    }

    /// <summary>Opens it beside a host that may run.</summary>
    /// <exception cref="InputRefusedException">The folder holds no ledger.</exception>
    public async Task<Account> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (Elsewhere(parsed) is { } account)
            return account;
        var folder = Tables(parsed);
        if (!Directory.Exists(folder))
        {
            throw new InputRefusedException(
                "ledger-missing", $"There is no ledger in {Folder(parsed).FullName}; name serve's data folder with --data.");
        }
        return AzuriteProcess.TryFind(folder) is { } running ? Of(running) : await StartAsync(folder, cancellation);
    }

    /// <summary>Opens it for this process alone: a data folder must not be in use, and is made where it is missing.</summary>
    /// <exception cref="PrerequisiteException">Another process uses the folder.</exception>
    public async Task<Account> OpenAloneAsync(ParseResult parsed, CancellationToken cancellation) =>
        Elsewhere(parsed) ?? await StartAsync(Tables(parsed), cancellation);

    private Account? Elsewhere(ParseResult parsed)
    {
        if (parsed.GetValue(account) is { } address)
        {
            var credential = new DefaultAzureCredential();
            // The services of one account differ in this word, in whatever cloud.
            var blobs = new Uri(address.AbsoluteUri.Replace(".table.", ".blob.", StringComparison.OrdinalIgnoreCase));
            return new(new(address, credential), new(blobs, credential), null);
        }
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return parsed.GetValue(data) is null && settings[Setting] is { Length: > 0 } connection ? Of(connection) : null;
    }

    private static async Task<Account> StartAsync(string folder, CancellationToken cancellation)
    {
        var azurite = await AzuriteProcess.StartAsync(folder, TellTerminal, cancellation);
        return new(azurite.NewClient(), azurite.NewBlobClient(), azurite);
    }

    // Where nobody watches, standard error holds refusals alone.
    private static void TellTerminal(string line)
    {
        if (!Console.IsErrorRedirected)
            Screen.Notes.WriteLine(line);
    }

    private static Account Of(AzuriteConnection running) => new(running.NewClient(), running.NewBlobClient(), null);

    private DirectoryInfo Folder(ParseResult parsed) => parsed.GetValue(data) ?? new(".reminders");

    private string Tables(ParseResult parsed) => Path.Combine(Folder(parsed).FullName, "tables");
}

/// <summary>A storage account, and the process that serves it where it was started for this command.</summary>
internal sealed record Account(TableServiceClient Tables, BlobServiceClient Blobs, AzuriteProcess? Own) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
