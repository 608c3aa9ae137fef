using System.Diagnostics;
using System.Reflection;

namespace Reminders.LocalHost.Tests.Commands;

/// <summary>The service that runs <c>serve</c>: its unit, its plan on Windows, and refusals. Nothing is installed.</summary>
public sealed class ServiceCommandTests : IDisposable
{
    private static readonly OfficeService Office = new(
        "reminders", ["/opt/re minders/reminders"], "/srv/100% \"ours\"/$HOME", "https://0.0.0.0:5443", WithoutTls: false, "li");

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_unit_starts_serve_again_after_a_crash_and_writes_only_to_its_data_folder() =>
        Assert.Equal(
            """
            [Unit]
            Description=Reminders 整改提醒
            Wants=network-online.target
            After=network-online.target

            [Service]
            Type=notify
            ExecStart="/opt/re minders/reminders" serve --data "/srv/100%% \"ours\"/$$HOME" --urls https://0.0.0.0:5443
            User=li
            Restart=always
            RestartSec=10
            TimeoutStopSec=15
            CacheDirectory=reminders
            Environment=DOTNET_BUNDLE_EXTRACT_BASE_DIR=/var/cache/reminders
            Environment="DOTNET_ROOT=/opt/dot net"
            UMask=0077
            NoNewPrivileges=true
            PrivateTmp=true
            ProtectHome=read-only
            ProtectSystem=strict
            ReadWritePaths="/srv/100%% \"ours\"/$HOME"

            [Install]
            WantedBy=multi-user.target

            """.ReplaceLineEndings("\n"),
            SystemdPlans.Install(Office, "/opt/dot net").Text!.ReplaceLineEndings("\n"));

    [Fact]
    public async Task Systemd_accepts_the_unit()
    {
        const string Verify = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Verify), "This machine has no systemd-analyze.");
        var here = Office with { Program = [Environment.ProcessPath!], User = "root" };
        var unit = folder.Write("office.service", SystemdPlans.Install(here, null).Text!);

        using var run = Process.Start(new ProcessStartInfo(Verify, ["verify", "--man=no", unit]) { RedirectStandardError = true })!;
        var told = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("office.service", told, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void On_Windows_the_service_has_its_own_account_and_other_users_cannot_read_its_data()
    {
        var office = new OfficeService(
            "reminders", [@"C:\Program Files\Reminders\reminders.exe"], @"C:\Reminders\data", "http://127.0.0.1:5080", true, @"OFFICE\li");

        Assert.Equal(
            [
                @"run sc.exe create reminders binPath= ""\""C:\Program Files\Reminders\reminders.exe\"" serve --data C:\Reminders\data "
                + @"--urls http://127.0.0.1:5080 --without-tls"" start= delayed-auto obj= ""NT SERVICE\reminders"" "
                + @"DisplayName= ""Reminders 整改提醒""",
                "run sc.exe failure reminders reset= 86400 actions= restart/10000/restart/10000/restart/60000",
                "run sc.exe failureflag reminders 1",
                @"run icacls.exe C:\Reminders\data /inheritance:r /grant:r ""*S-1-5-18:(OI)(CI)F"" ""*S-1-5-32-544:(OI)(CI)F"" "
                + @"""OFFICE\li:(OI)(CI)F"" ""NT SERVICE\reminders:(OI)(CI)F"" /T /Q",
                "run sc.exe start reminders",
            ],
            WindowsPlans.Install(office).Lines());
    }

    [Fact]
    public async Task A_dry_run_prints_the_unit_and_the_programs_and_does_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The plan of Linux.");
        folder.Write("keys.json", "{}");

        string[] install = ["service", "install", "--data", folder.Path, "--name", "try-out", "--user", "li", "--dry-run"];
        var run = (await Tool.RunAsync(install)).Done();

        Assert.Equal("write /etc/systemd/system/try-out.service:", run.Lines[0]);
        Assert.Contains($"serve --data {folder.Path} --urls http://127.0.0.1:5080", run.Output, StringComparison.Ordinal);
        Assert.Contains("  User=li\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(["run systemctl daemon-reload", "run systemctl enable --now try-out.service"], run.Lines.TakeLast(2));
        Assert.False(File.Exists("/etc/systemd/system/try-out.service"));

        var removal = (await Tool.RunAsync(["service", "uninstall", "--name", "try-out", "--dry-run"])).Done();
        Assert.Equal(
            ["run systemctl disable --now try-out.service", "delete /etc/systemd/system/try-out.service", "run systemctl daemon-reload"],
            removal.Lines);
    }

    [Fact]
    public async Task A_folder_without_keys_is_refused_because_nobody_would_see_the_first_key() =>
        (await Tool.RunAsync(["service", "install", "--data", folder.Path, "--dry-run"])).RefusedWith("keys-missing: ");

    [Fact]
    public async Task Without_systemd_nothing_is_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && !Directory.Exists("/run/systemd/system"), "This machine could install the service.");
        folder.Write("keys.json", "{}");
        string[][] commands = [["install", "--data", folder.Path, "--name", "try-out"], ["uninstall", "--name", "try-out"]];
        foreach (var command in commands)
            Assert.StartsWith("service-", (await Tool.RunAsync(["service", .. command])).Refused(1), StringComparison.Ordinal);
        Assert.False(File.Exists("/etc/systemd/system/try-out.service"));
    }

    [Theory]
    [InlineData("--name", "a b")]
    [InlineData("--name", "../x")]
    [InlineData("--urls", "0.0.0.0")]
    public async Task Wrong_options_are_refused(string option, string value)
    {
        var run = await Tool.RunAsync(["service", "install", "--data", folder.Path, option, value, "--dry-run"]);
        Assert.Contains(option, run.Refused(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_that_of_the_build()
    {
        var version = typeof(ReminderCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Assert.Matches(@"^\d+\.\d+\.\d+$", version);
        Assert.Equal([version], (await Tool.RunAsync(["--version"])).Done().Lines);
        var changes = await File.ReadAllLinesAsync(
            Documentation.Repository.PathTo("CHANGELOG.md"), TestContext.Current.CancellationToken);
        Assert.StartsWith($"## {version}", changes.First(l => l.StartsWith("## ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
