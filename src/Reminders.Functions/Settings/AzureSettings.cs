using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Reminders.Functions.Settings;

/// <summary>The host's settings, checked at the start. <c>local.settings.sample.json</c> lists them.</summary>
/// <param name="Office">Policy, zone, keys, heartbeat.</param>
/// <param name="Ledger">The storage account's tables.</param>
/// <param name="Evidence">The same account's blobs.</param>
/// <param name="Bus">The namespace with the two queues.</param>
/// <param name="Sms">The account at Twilio.</param>
/// <param name="PublicUrl">The address at which Twilio calls this host.</param>
/// <param name="ApplicationInsights">The connection string for telemetry; null for none.</param>
internal sealed record AzureSettings(
    OfficeSettings Office, TableServiceClient Ledger, BlobServiceClient Evidence, ServiceBusClient Bus, TwilioSettings Sms, Uri PublicUrl,
    string? ApplicationInsights)
{
    private const string UnresolvedReference = "@Microsoft.KeyVault(";

    /// <summary>The schedules that the triggers name. The host does not start a timer without one.</summary>
    private static readonly string[] Schedules = ["ScanSchedule", "AuditSchedule", "DeadLetterSchedule", "BackupSchedule"];

    /// <summary>The settings; or null, and a line for each missing or invalid one.</summary>
    public static (AzureSettings? Settings, IReadOnlyList<string> Problems) Read(IConfiguration configuration)
    {
        var unresolved = configuration.AsEnumerable()
            .Where(s => s.Value?.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase) == true)
            .Select(s => $"The setting {s.Key} is a Key Vault reference that was not resolved; "
                + "check the secret's name, and that the app's identity may read the vault.")
            .ToList();
        return unresolved.Count > 0 ? (null, unresolved) : ReadResolved(configuration);
    }

    /// <summary>Like <see cref="Read"/>, for settings without unresolved references.</summary>
    internal static (AzureSettings? Settings, IReadOnlyList<string> Problems) ReadResolved(IConfiguration configuration)
    {
        var parts = new SettingParts();
        foreach (var schedule in Schedules.Where(s => string.IsNullOrWhiteSpace(configuration[s])))
            parts.Refuse($"The setting {schedule} is missing; give it a schedule in UTC such as 0 */15 * * * *.");
        var identity = configuration["AZURE_CLIENT_ID"];
        var credential = new Lazy<TokenCredential>(() => NewCredential(identity));
        var office = OfficeSettings.Read(configuration, parts);
        var storage = parts.Read(() => NewStorageClients(configuration, credential));
        var bus = parts.Read(() => NewBusClient(configuration, credential));
        var sms = parts.Read(() => TwilioSettings.Read(configuration.GetSection("Twilio")));
        var url = parts.Read(() => TwilioSettings.ReadPublicUrl(configuration["Reminders:PublicUrl"]));
        var insights = configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is { Length: > 0 } connection ? connection : null;
        return parts.Problems.Count > 0
            ? (null, [.. parts.Problems.Select(p => p.English)])
            : (new(office!, storage!.Tables, storage.Blobs, bus!, sms!, url!, insights), []);
    }

    /// <summary>On Azure only the app's own identity, elsewhere the developer's sign-in.</summary>
    internal static TokenCredential NewCredential(string? identity) => string.IsNullOrEmpty(identity)
        ? new DefaultAzureCredential()
        : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(identity));

    private static StorageClients NewStorageClients(IConfiguration configuration, Lazy<TokenCredential> credential)
    {
        var (tables, blobs) = (configuration["Reminders:Ledger:TableServiceUri"], configuration["Reminders:Ledger:BlobServiceUri"]);
        if (!string.IsNullOrEmpty(tables))
        {
            var address = Address(tables, "TableServiceUri", "https://account.table.core.windows.net");
            // In every cloud the addresses of an account's services differ in this word only.
            if (string.IsNullOrEmpty(blobs))
                blobs = address.AbsoluteUri.Replace(".table.", ".blob.", StringComparison.OrdinalIgnoreCase);
            if (blobs == address.AbsoluteUri)
                throw Invalid($"Set Reminders:Ledger:BlobServiceUri: it cannot be derived from Reminders:Ledger:TableServiceUri.");
            return new(
                TableAccount.Connect(address, credential.Value),
                new(Address(blobs, "BlobServiceUri", "https://account.blob.core.windows.net"), credential.Value));
        }
        if (configuration["Reminders:Ledger:ConnectionString"] is not { Length: > 0 } connection)
        {
            throw new InputRefusedException(
                "ledger-missing",
                $"Set Reminders:Ledger:TableServiceUri for the app's identity, or Reminders:Ledger:ConnectionString for a key.");
        }
        try
        {
            return new(TableAccount.Connect(connection), new(connection));
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException or ArgumentException)
        {
            throw Invalid(
                $"The setting Reminders:Ledger:ConnectionString is not the connection string of a storage account; copy all of it.",
                unreadable);
        }

        static Uri Address(string text, string name, string example) =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
                ? uri
                : throw Invalid($"The setting Reminders:Ledger:{name} must be an address such as {example}.");

        static InputRefusedException Invalid(Wording message, Exception? cause = null) => new("ledger-invalid", message, inner: cause);
    }

    // The triggers read these two settings too, so their names and values have the platform's form.
    private static ServiceBusClient NewBusClient(IConfiguration configuration, Lazy<TokenCredential> credential)
    {
        var connection = configuration["ServiceBus"];
        if (configuration["ServiceBus:fullyQualifiedNamespace"] is { Length: > 0 } bus)
        {
            // The triggers would use the connection string and the queue the namespace: messages would not arrive.
            if (!string.IsNullOrEmpty(connection))
                throw Invalid($"Both ServiceBus and ServiceBus:fullyQualifiedNamespace are set; set one of them.");
            return Uri.CheckHostName(bus) == UriHostNameType.Dns
                ? new(bus, credential.Value)
                : throw Invalid($"The setting ServiceBus:fullyQualifiedNamespace must be a name such as office.servicebus.windows.net.");
        }
        if (string.IsNullOrEmpty(connection))
        {
            throw new InputRefusedException(
                "service-bus-missing",
                $"Set ServiceBus:fullyQualifiedNamespace for the app's identity, or ServiceBus to a connection string.");
        }
        try
        {
            return new(connection);
        }
        catch (Exception unreadable) when (unreadable is FormatException or ArgumentException)
        {
            throw Invalid($"The setting ServiceBus is not the connection string of a Service Bus namespace; copy all of it.", unreadable);
        }

        static InputRefusedException Invalid(Wording message, Exception? cause = null) => new("service-bus-invalid", message, inner: cause);
    }

    /// <summary>The two services of the account that holds the ledger.</summary>
    private sealed record StorageClients(TableServiceClient Tables, BlobServiceClient Blobs);
}
