using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Reminders.Functions.Settings;

/// <summary>All that the host is told by its settings, checked at the start; <c>local.settings.sample.json</c> lists them.</summary>
/// <param name="Office">Policy, zone, keys, heartbeat.</param>
/// <param name="Ledger">The storage account's tables.</param>
/// <param name="Evidence">The same account's blobs.</param>
/// <param name="Bus">The namespace with the two queues.</param>
/// <param name="Sms">The account at Twilio.</param>
/// <param name="PublicUrl">The address of this host as Twilio knows it.</param>
/// <param name="ApplicationInsights">Where telemetry goes; null for nowhere.</param>
internal sealed record AzureSettings(
    OfficeSettings Office, TableServiceClient Ledger, BlobServiceClient Evidence, ServiceBusClient Bus, TwilioSettings Sms, Uri PublicUrl, string? ApplicationInsights)
{
    private const string UnresolvedReference = "@Microsoft.KeyVault(";

    /// <summary>The schedules, which the triggers name; a host that lacks one would not start its timer.</summary>
    private static readonly string[] Schedules = ["ScanSchedule", "AuditSchedule", "DeadLetterSchedule", "BackupSchedule"];

    /// <summary>The settings; or null, and one line for each that is missing or cannot be used.</summary>
    public static (AzureSettings? Settings, IReadOnlyList<string> Problems) Read(IConfiguration configuration)
    {
        var unresolved = configuration.AsEnumerable()
            .Where(s => s.Value?.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase) == true)
            .Select(s => $"The setting {s.Key} is a Key Vault reference that was not resolved; check the secret's name, and that the app's identity may read the vault.")
            .ToList();
        return unresolved.Count > 0 ? (null, unresolved) : ReadResolved(configuration);
    }

    /// <summary>The same, of settings in which every reference was resolved.</summary>
    internal static (AzureSettings? Settings, IReadOnlyList<string> Problems) ReadResolved(IConfiguration configuration)
    {
        var parts = new SettingParts();
        foreach (var schedule in Schedules.Where(s => string.IsNullOrWhiteSpace(configuration[s])))
            parts.Refuse($"The setting {schedule} is missing; give it a schedule in UTC such as 0 */15 * * * *.");
        var identity = configuration["AZURE_CLIENT_ID"];
        var credential = new Lazy<TokenCredential>(() => NewCredential(identity));
        var office = parts.Read(() => OfficeSettings.Read(configuration));
        var storage = parts.Read(() => NewStorageClients(configuration, credential));
        var bus = parts.Read(() => NewBusClient(configuration, credential));
        var sms = parts.Read(() => TwilioSettings.Read(configuration.GetSection("Twilio")));
        var url = parts.Read(() => TwilioSettings.ReadPublicUrl(configuration["Reminders:PublicUrl"]));
        var insights = configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is { Length: > 0 } connection ? connection : null;
        return parts.Problems.Count > 0
            ? (null, parts.Problems)
            : (new(office!, storage!.Tables, storage.Blobs, bus!, sms!, url!, insights), []);
    }

    /// <summary>On Azure the app's own identity and no other; elsewhere the developer's sign-in.</summary>
    internal static TokenCredential NewCredential(string? identity) => string.IsNullOrEmpty(identity)
        ? new DefaultAzureCredential()
        : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(identity));

    private static StorageClients NewStorageClients(IConfiguration configuration, Lazy<TokenCredential> credential)
    {
        var (tables, blobs) = (configuration["Reminders:Ledger:TableServiceUri"], configuration["Reminders:Ledger:BlobServiceUri"]);
        if (!string.IsNullOrEmpty(tables))
        {
            var address = Address(tables, "TableServiceUri", "https://account.table.core.windows.net");
            // The services of one account differ in this word, in whatever cloud.
            var beside = string.IsNullOrEmpty(blobs) ? address.AbsoluteUri.Replace(".table.", ".blob.", StringComparison.OrdinalIgnoreCase) : blobs;
            if (beside == address.AbsoluteUri)
                throw new InputRefusedException("ledger-invalid", "Set Reminders:Ledger:BlobServiceUri: where the blobs are cannot be told from Reminders:Ledger:TableServiceUri.");
            return new(
                new(address, credential.Value),
                new(Address(beside, "BlobServiceUri", "https://account.blob.core.windows.net"), credential.Value));
        }
        if (configuration["Reminders:Ledger:ConnectionString"] is not { Length: > 0 } connection)
            throw new InputRefusedException("ledger-missing", "Set Reminders:Ledger:TableServiceUri for the app's identity, or Reminders:Ledger:ConnectionString for a storage account's key.");
        try
        {
            return new(new(connection), new(connection));
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new InputRefusedException("ledger-invalid", "The setting Reminders:Ledger:ConnectionString is no connection string of a storage account; copy it whole.", inner: unreadable);
        }

        static Uri Address(string text, string name, string example) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
            ? uri
            : throw new InputRefusedException("ledger-invalid", $"The setting Reminders:Ledger:{name} must be an address such as {example}.");
    }

    // The triggers read the same two settings by the same name, so they have the platform's form.
    private static ServiceBusClient NewBusClient(IConfiguration configuration, Lazy<TokenCredential> credential)
    {
        var connection = configuration["ServiceBus"];
        if (configuration["ServiceBus:fullyQualifiedNamespace"] is { Length: > 0 } bus)
        {
            // The triggers would take the other one, and the two halves of the app would not hear each other.
            if (!string.IsNullOrEmpty(connection))
                throw new InputRefusedException("service-bus-invalid", "Both ServiceBus and ServiceBus:fullyQualifiedNamespace are set; set one of them.");
            return Uri.CheckHostName(bus) == UriHostNameType.Dns
                ? new(bus, credential.Value)
                : throw new InputRefusedException("service-bus-invalid", "The setting ServiceBus:fullyQualifiedNamespace must be a name such as office.servicebus.windows.net.");
        }
        if (string.IsNullOrEmpty(connection))
            throw new InputRefusedException("service-bus-missing", "Set ServiceBus:fullyQualifiedNamespace for the app's identity, or ServiceBus to a connection string.");
        try
        {
            return new(connection);
        }
        catch (Exception unreadable) when (unreadable is FormatException or ArgumentException)
        {
            throw new InputRefusedException("service-bus-invalid", "The setting ServiceBus is no connection string of a Service Bus namespace; copy it whole.", inner: unreadable);
        }
    }

    /// <summary>The two services of the account that holds the ledger.</summary>
    private sealed record StorageClients(TableServiceClient Tables, BlobServiceClient Blobs);
}
