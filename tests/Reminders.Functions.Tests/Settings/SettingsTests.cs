using Azure.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Reminders.Functions.Tests.Settings;

public class SettingsTests
{
    /// <summary>Settings that the platform or the triggers' attributes read.</summary>
    private static readonly string[] ReadElsewhere = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "AzureWebJobsDisableHomepage"];

    [Fact]
    public void The_sample_is_valid()
    {
        var (settings, problems) = AzureSettings.Read(Sample());

        Assert.Equal([], problems);
        Assert.Single(settings!.Sms.OnlyTo!);
    }

    [Fact]
    public void The_sample_lists_exactly_the_settings_that_are_read()
    {
        var watched = new WatchedConfiguration(Sample());
        Assert.Equal([], AzureSettings.ReadResolved(watched).Problems);

        var names = Sample().AsEnumerable().Where(s => s.Value is not null).Select(s => s.Key).ToList();
        Assert.Equal([], names.Except(ReadElsewhere).Where(n => !watched.Read.Contains(n)));
        // The switch of a function has several spellings. A section itself is not a setting.
        Assert.Equal([], watched.Read.Except(
            [.. names, "AzureWebJobs:ScanDeadlines:Disabled", "AzureWebJobs_ScanDeadlines_Disabled"], StringComparer.OrdinalIgnoreCase)
            .Where(r => !names.Exists(n => n.StartsWith(r + ":", StringComparison.OrdinalIgnoreCase))));
    }

    [Theory]
    [InlineData("ScanSchedule", "", "ScanSchedule is missing")]
    [InlineData("Reminders:Zone", "Mars/Olympus", "Reminders:Zone is 'Mars/Olympus'")]
    [InlineData("Reminders:PublicUrl", "", "Reminders:PublicUrl must be")]
    [InlineData("Reminders:PublicUrl", "http://office.example", "Reminders:PublicUrl must be")]
    [InlineData("Reminders:PublicUrl", "https://office.example/api", "Reminders:PublicUrl must be")]
    [InlineData("Reminders:HeartbeatUrl", "ftp://x", "Reminders:HeartbeatUrl must be empty")]
    [InlineData("Reminders:Keys:sample", "boss:1234", "Reminders:Keys:sample must be a role")]
    [InlineData("Reminders:Policy:SlotTime", "nine", "SlotTime")]
    [InlineData("Reminders:Ledger:ConnectionString", "", "Set Reminders:Ledger:TableServiceUri")]
    [InlineData("Reminders:Ledger:ConnectionString", "secret", "Reminders:Ledger:ConnectionString is not the connection string")]
    [InlineData("Reminders:Ledger:TableServiceUri", "account", "Reminders:Ledger:TableServiceUri must be")]
    [InlineData("Reminders:Ledger:TableServiceUri", "https://ledger.example", "Set Reminders:Ledger:BlobServiceUri")]
    [InlineData("Reminders:AllowedHosts", "https://office.example", "Reminders:AllowedHosts has 'https://office.example'")]
    [InlineData("Reminders:AllowedHosts", "office.example;office example", "Reminders:AllowedHosts has 'office example'")]
    [InlineData("Reminders:AllowedHosts", "office.example:443", "Reminders:AllowedHosts has 'office.example:443'")]
    [InlineData("Reminders:AllowedHosts", "*", "Reminders:AllowedHosts has '*'")]
    [InlineData("Reminders:Evidence:MaxPerItem", "51", "MaxPerItem is 51")]
    [InlineData("ServiceBus", "", "Set ServiceBus:fullyQualifiedNamespace")]
    [InlineData("ServiceBus", "secret", "ServiceBus is not the connection string")]
    [InlineData(
        "ServiceBus:fullyQualifiedNamespace", "office.servicebus.windows.net",
        "Both ServiceBus and ServiceBus:fullyQualifiedNamespace are set")]
    [InlineData("Twilio:AccountSid", "", "Twilio:AccountSid must be")]
    [InlineData(
        "Twilio:AuthToken", "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/n/)",
        "Twilio:AuthToken is a Key Vault reference that was not resolved")]
    public void An_invalid_setting_is_named_in_one_line(string name, string value, string said)
    {
        var (settings, problems) = AzureSettings.Read(With((name, value)));

        Assert.Null(settings);
        var problem = Assert.Single(problems);
        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void The_names_of_the_office_are_split() =>
        Assert.Equal(
            ["office.example", "*.office.example", "[::1]"],
            AzureSettings.Read(With(("Reminders:AllowedHosts", "office.example; *.office.example,[::1]"))).Settings!
                .Office.AllowedHosts.Select(h => h.Value));

    [Theory]
    [InlineData("https://office.table.core.windows.net", "", "https://office.blob.core.windows.net/")]
    [InlineData("https://office.table.core.chinacloudapi.cn/", "", "https://office.blob.core.chinacloudapi.cn/")]
    [InlineData("https://ledger.example", "https://evidence.example", "https://evidence.example/")]
    public void Evidence_is_in_the_account_of_the_ledger_unless_another_address_is_set(string tables, string blobs, string address)
    {
        var (settings, _) = AzureSettings.Read(
            With(("Reminders:Ledger:TableServiceUri", tables), ("Reminders:Ledger:BlobServiceUri", blobs)));

        Assert.Equal(address, settings!.Evidence.Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("sb://x/", "ServiceBus:fullyQualifiedNamespace must be")]
    [InlineData("office.servicebus.windows.net", null)]
    public void A_namespace_without_a_connection_string_must_be_a_name(string name, string? said)
    {
        var (settings, problems) = AzureSettings.Read(With(("ServiceBus", ""), ("ServiceBus:fullyQualifiedNamespace", name)));

        Assert.Equal(said is null, settings is not null);
        Assert.Equal(said is null ? 0 : 1, problems.Count(p => p.Contains(said ?? "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", typeof(DefaultAzureCredential))]
    [InlineData("00000000-0000-0000-0000-000000000001", typeof(ManagedIdentityCredential))]
    public void On_Azure_only_the_identity_of_the_app_is_used(string identity, Type credential) =>
        Assert.IsType(credential, AzureSettings.NewCredential(identity));

    [Fact]
    public void All_faults_are_listed_at_once()
    {
        var (_, problems) = AzureSettings.Read(
            With(("Reminders:Zone", "x"), ("Reminders:PublicUrl", "x"), ("ServiceBus", ""), ("Twilio:From", "")));

        Assert.Equal(4, problems.Count);
    }

    [Fact]
    public async Task The_host_is_composed_completely_and_every_function_can_be_called()
    {
        var (settings, _) = AzureSettings.Read(Sample());
        var services = Host.CreateEmptyApplicationBuilder(null).Services;
        services.AddReminders(settings!, new InMemoryLedger(), new InMemoryEvidenceStore()).AddReminderTelemetry(null);
        services.AddSingleton<System.Diagnostics.DiagnosticListener>(_ => new("test")); // the web host's own
        services.AddSingleton<TimerFunctions>().AddSingleton<QueueFunctions>().AddSingleton<HttpFunctions>();

        await using var provider = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.NotNull(provider.GetRequiredService<TimerFunctions>());
        Assert.NotNull(provider.GetRequiredService<QueueFunctions>());
        Assert.NotNull(provider.GetRequiredService<HttpFunctions>());
        Assert.IsType<MeasuredSender>(provider.GetRequiredService<ISmsSender>());
        Assert.Same(SystemClock.Instance, provider.GetRequiredService<IClock>());
        Assert.IsType<InMemoryLedger>(provider.GetRequiredService<Ledger>());
        Assert.False(provider.GetRequiredService<IOptions<KestrelServerOptions>>().Value.AddServerHeader);
    }

    private static IConfigurationRoot Sample() => With();

    private static IConfigurationRoot With(params (string Name, string Value)[] changes)
    {
        var sample = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json")).Build()
            .GetSection("Values");
        // The Functions tools pass one flat list, in which a key may be both a value and a section.
        var values = sample.AsEnumerable(makePathsRelative: true).Where(s => s.Value is not null).ToDictionary(s => s.Key, s => s.Value);
        foreach (var (name, value) in changes)
            values[name] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    /// <summary>Records which values are read.</summary>
    private sealed class WatchedConfiguration(IConfiguration inner, HashSet<string>? read = null) : IConfiguration
    {
        public HashSet<string> Read { get; } = read ?? new(StringComparer.OrdinalIgnoreCase);

        public string? this[string key]
        {
            get
            {
                Read.Add(key);
                return inner[key];
            }
            set => inner[key] = value;
        }

        public IConfigurationSection GetSection(string key) => new Section(inner.GetSection(key), Read);

        public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren().Select(c => new Section(c, Read));

        public IChangeToken GetReloadToken() => inner.GetReloadToken();

        private sealed class Section(IConfigurationSection inner, HashSet<string> read) : IConfigurationSection
        {
            public string Key => inner.Key;
            public string Path => inner.Path;

            public string? Value
            {
                get
                {
                    read.Add(inner.Path);
                    return inner.Value;
                }
                set => inner.Value = value;
            }

            public string? this[string key]
            {
                get
                {
                    read.Add($"{inner.Path}:{key}");
                    return inner[key];
                }
                set => inner[key] = value;
            }

            public IConfigurationSection GetSection(string key) => new Section(inner.GetSection(key), read);

            public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren().Select(c => new Section(c, read));

            public IChangeToken GetReloadToken() => inner.GetReloadToken();
        }
    }
}
