using System.CommandLine;
using System.CommandLine.Parsing;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// The ledger that a command opens itself, without an office's API: in a data folder, or in a storage account, named by its address or
/// by the connection string of <c>serve</c>.
/// </summary>
internal sealed class AccountOptions
{
    public const string Setting = "Reminders:Ledger:ConnectionString";

    private readonly Option<DirectoryInfo?> data = new("--data")
    {
        Description = Say($"The data folder of serve. Default: .reminders, unless a storage account is named or configured."),
        HelpName = "DIR",
    };

    private readonly Option<Uri?> account = new("--account")
    {
        Description = Say($"The storage account's address, such as https://NAME.table.core.windows.net. Sign in with az or azd first."),
        HelpName = "URL",
        CustomParser = result => Address(result, "--account"),
    };

    public AccountOptions(Command command)
    {
        command.Options.Add(data);
        command.Options.Add(account);
        command.Validators.Add(result =>
        {
            if (result.GetValue(data) is not null && result.GetValue(account) is not null)
                result.AddError(Say($"--data and --account are two ledgers; name one."));
        });
    }

    /// <summary>The account of a connection string.</summary>
    /// <exception cref="InputRefusedException">It cannot be read.</exception>
    public static OpenLedger Of(string connection)
    {
        try
        {
            return Of(TableAccount.Connect(connection), new BlobServiceClient(connection));
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new InputRefusedException(
                "connection-invalid", $"The setting {Setting} is not the connection string of a storage account; copy all of it.",
                inner: unreadable);
        }
    }

    /// <summary>The address of a storage account that was typed for an option.</summary>
    public static Uri? Address(ArgumentResult result, string option)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps && address.PathAndQuery == "/"
            && address.Host.Contains(".table.", StringComparison.OrdinalIgnoreCase))
        {
            return address;
        }
        result.AddError(Say($"{option} '{result.Tokens[0].Value}' must be an address such as https://NAME.table.core.windows.net."));
        return null;
    }

    /// <summary>Opens the account of the address, or without one the account of the environment.</summary>
    /// <exception cref="InputRefusedException">Neither names an account.</exception>
    public static OpenLedger OpenAccount(Uri? address) => address is not null
        ? Of(address)
        : Configured() ?? throw new InputRefusedException(
            "connection-missing", $"Name the account's address, or set {Setting} to its connection string in the environment.");

    /// <summary>
    /// The settings of the office: those of <c>serve</c> with the data folder, or of the environment for a storage account.
    /// </summary>
    public OfficeSettings Settings(ParseResult parsed) => parsed.GetValue(account) is null ? Inputs.Settings(Folder(parsed))
        : OfficeSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    /// <summary>Opens the ledger, also while an office runs on it.</summary>
    /// <exception cref="InputRefusedException">The folder holds no ledger.</exception>
    public OpenLedger Open(ParseResult parsed) => Elsewhere(parsed) ?? DataFolder.Open(Folder(parsed));

    /// <summary>Opens the ledger for this process alone. A data folder must not be in use, and is made if it is missing.</summary>
    /// <exception cref="InputRefusedException">Another process uses the folder.</exception>
    public async Task<OpenLedger> OpenAloneAsync(ParseResult parsed, CancellationToken cancellation) =>
        Elsewhere(parsed) ?? await DataFolder.OpenAloneAsync(Folder(parsed), forRestore: true, cancellation);

    private OpenLedger? Elsewhere(ParseResult parsed) =>
        parsed.GetValue(account) is { } address ? Of(address) : parsed.GetValue(data) is null ? Configured() : null;

    private static OpenLedger? Configured() =>
        new ConfigurationBuilder().AddEnvironmentVariables().Build()[Setting] is { Length: > 0 } connection ? Of(connection) : null;

    private static OpenLedger Of(Uri address)
    {
        var credential = new DefaultAzureCredential();
        // In every cloud the addresses of an account's services differ in this word only.
        var blobs = new Uri(address.AbsoluteUri.Replace(".table.", ".blob.", StringComparison.OrdinalIgnoreCase));
        return Of(TableAccount.Connect(address, credential), new BlobServiceClient(blobs, credential));
    }

    private static OpenLedger Of(TableServiceClient tables, BlobServiceClient blobs)
    {
        var evidence = BlobEvidenceStore.Open(blobs);
        return new(new TableRowStore(tables), evidence, evidence.CreateContainerAsync, null);
    }

    private DirectoryInfo Folder(ParseResult parsed) => parsed.GetValue(data) ?? new(DataFolder.Usual);
}
