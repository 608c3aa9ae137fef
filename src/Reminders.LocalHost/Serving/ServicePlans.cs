namespace Reminders.LocalHost.Serving;

/// <summary>The service that runs <c>serve</c> on this machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Program">The program that runs, with its first arguments if it needs some: <c>dotnet reminders.dll</c>.</param>
/// <param name="Data">The data folder.</param>
/// <param name="Url">The address to listen on.</param>
/// <param name="WithoutTls">Whether it may listen for other machines without a certificate.</param>
/// <param name="User">The user of this machine that it runs as. On Windows this user keeps the right to use the data folder.</param>
internal sealed record OfficeService(
    string Name, ImmutableArray<string> Program, string Data, string Url, bool WithoutTls, string User)
{
    public const string Description = "Reminders 整改提醒";

    public ImmutableArray<string> Command =>
        [.. Program, "serve", "--data", Data, "--urls", Url, .. WithoutTls ? ["--without-tls"] : Array.Empty<string>()];
}

/// <summary>The steps of a command on services: a file to write or delete, then programs to run.</summary>
/// <param name="File">The file; null for none.</param>
/// <param name="Text">Its text; null to delete it.</param>
/// <param name="Runs">The programs with their arguments, in order.</param>
internal sealed record ServicePlan(string? File, string? Text, ImmutableArray<ImmutableArray<string>> Runs)
{
    /// <summary>The plan as a user would type it.</summary>
    public IEnumerable<string> Lines()
    {
        if (File is not null)
            yield return Text is null ? $"delete {File}" : $"write {File}:";
        foreach (var line in Text?.TrimEnd('\n').Split('\n') ?? [])
            yield return line.Length == 0 ? "" : $"  {line}";
        foreach (var run in Runs)
            yield return "run " + string.Join(' ', run.Select(a => a.Length > 0 && a.All(IsPlain) ? a : $"\"{a.Replace("\"", "\\\"")}\""));
    }

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || "-_.:/\\=@*".Contains(c, StringComparison.Ordinal);
}

/// <summary>The service as a unit of systemd.</summary>
internal static class SystemdPlans
{
    public static ServicePlan Install(OfficeService service, string? dotnetRoot) => new(
        PathOf(service.Name), Unit(service, dotnetRoot),
        [["systemctl", "daemon-reload"], ["systemctl", "enable", "--now", $"{service.Name}.service"]]);

    public static ServicePlan Stop(string name) => new(null, null, [["systemctl", "disable", "--now", $"{name}.service"]]);

    public static ServicePlan Remove(string name) => new(PathOf(name), null, [["systemctl", "daemon-reload"]]);

    public static ImmutableArray<string> Status(string name) => ["systemctl", "status", "--no-pager", $"{name}.service"];

    public static string PathOf(string name) => $"/etc/systemd/system/{name}.service";

    // A single file unpacks SQLite's library before it starts, and a service may have no home to do that in.
    internal static string Unit(OfficeService service, string? dotnetRoot) => $"""
        [Unit]
        Description={OfficeService.Description}
        Wants=network-online.target
        After=network-online.target

        [Service]
        Type=notify
        ExecStart={string.Join(' ', service.Command.Select(Argument))}
        User={service.User}
        Restart=always
        RestartSec=10
        TimeoutStopSec=15
        CacheDirectory={service.Name}
        Environment={Quoted($"DOTNET_BUNDLE_EXTRACT_BASE_DIR=/var/cache/{service.Name}")}
        {(dotnetRoot is null ? "" : $"Environment={Quoted($"DOTNET_ROOT={dotnetRoot}")}\n")}UMask=0077
        NoNewPrivileges=true
        PrivateTmp=true
        ProtectHome=read-only
        ProtectSystem=strict
        ReadWritePaths={Quoted(service.Data)}

        [Install]
        WantedBy=multi-user.target

        """;

    // In a command line systemd puts a variable's value in place of $NAME.
    private static string Argument(string text) => Quoted(text.Replace("$", "$$", StringComparison.Ordinal));

    private static string Quoted(string text)
    {
        var escaped = text.Replace("%", "%%", StringComparison.Ordinal)
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return escaped.All(c => char.IsLetterOrDigit(c) || "-_.:/=%$".Contains(c, StringComparison.Ordinal)) ? escaped : $"\"{escaped}\"";
    }
}

/// <summary>The service as a service of Windows, with an account of its own that has no password.</summary>
internal static class WindowsPlans
{
    // The same on a Windows of any language.
    private const string System = "*S-1-5-18";
    private const string Administrators = "*S-1-5-32-544";

    public static ServicePlan Install(OfficeService service)
    {
        var account = $@"NT SERVICE\{service.Name}";
        return new(null, null,
        [
            [
                "sc.exe", "create", service.Name, "binPath=", string.Join(' ', service.Command.Select(Argument)),
                "start=", "delayed-auto", "obj=", account, "DisplayName=", OfficeService.Description,
            ],
            ["sc.exe", "failure", service.Name, "reset=", "86400", "actions=", "restart/10000/restart/10000/restart/60000"],
            ["sc.exe", "failureflag", service.Name, "1"],
            // Keys, numbers and the provider's token are in the folder: other users of the machine must not read it.
            [
                "icacls.exe", service.Data, "/inheritance:r", "/grant:r",
                Full(System), Full(Administrators), Full(service.User), Full(account),
                "/T", "/Q",
            ],
            ["sc.exe", "start", service.Name],
        ]);
    }

    public static ServicePlan Remove(string name) => new(null, null, [["sc.exe", "stop", name], ["sc.exe", "delete", name]]);

    public static ImmutableArray<string> Status(string name) => ["sc.exe", "query", name];

    private static string Full(string who) => $"{who}:(OI)(CI)F";

    // A \ before the closing quote would escape it.
    private static string Argument(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"\"{text.TrimEnd('\\')}\"" : text;
}
