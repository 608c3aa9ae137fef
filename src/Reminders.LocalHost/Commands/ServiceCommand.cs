using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;

namespace Reminders.LocalHost.Commands;

/// <summary><c>service</c>: lets the machine run <c>serve</c> from its start, by systemd or as a Windows service.</summary>
internal static class ServiceCommand
{
    /// <summary>The exit code of sc.exe for a user who is no administrator.</summary>
    private const int AccessDenied = 5;

    public static Command Make()
    {
        var command = new Command("service", Say($"serve as a service of this machine: systemd on Linux, a Windows service on Windows."));
        command.Add(Install());
        command.Add(Uninstall());
        command.Add(Status());
        return command;
    }

    private static Command Install()
    {
        var (name, dryRun) = (NameOption(), DryRun());
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = Say($"The data folder of serve."),
            HelpName = "DIR",
            Required = true,
        };
        var (urls, withoutTls) = (ServeCommand.Urls(), ServeCommand.WithoutTls());
        var user = new Option<string?>("--user")
        {
            Description = Say(
                $"The user that owns the data folder. On Linux the service runs as this user. Default: who calls, also with sudo."),
            HelpName = "USER",
        };
        var command = new Command(
            "install", Say($"Installs and starts the service. Start serve by hand once before, to see its first key."))
        {
            data, urls, withoutTls, user, name, dryRun,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetRequiredValue(data);
            var (url, bare) = (parsed.GetRequiredValue(urls), parsed.GetValue(withoutTls));
            if (!KeyFile.IsIn(folder.FullName))
            {
                throw new InputRefusedException(
                    "keys-missing",
                    $"{folder.FullName} has no keys yet. Run reminders serve --data with it once, write the key down, end it with Ctrl+C, "
                    + $"and install again.");
            }
            var service = new OfficeService(
                parsed.GetRequiredValue(name), Program(), folder.FullName.TrimEnd('/', '\\'), url, bare, parsed.GetValue(user) ?? Caller());
            return await RunAsync(PlanOf(service), parsed.GetValue(dryRun), $"The service {service.Name} runs.", cancellation);
        });
        return command;

        static ServicePlan PlanOf(OfficeService service) =>
            IsWindows() ? WindowsPlans.Install(service) : SystemdPlans.Install(service, Environment.GetEnvironmentVariable("DOTNET_ROOT"));
    }

    private static Command Uninstall()
    {
        var (name, dryRun) = (NameOption(), DryRun());
        var command = new Command("uninstall", Say($"Stops and removes the service. The data folder stays.")) { name, dryRun };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (service, dry) = (parsed.GetRequiredValue(name), parsed.GetValue(dryRun));
            if (IsWindows())
            {
                // Stopping fails if the service does not run; only the removal counts.
                var remove = WindowsPlans.Remove(service);
                return await RunAsync(remove, dry, $"The service {service} is removed; its data folder stays.", cancellation, mayFail: 1);
            }
            if (!dry && !File.Exists(SystemdPlans.PathOf(service)))
            {
                throw new InputRefusedException(
                    "service-missing", $"There is no {SystemdPlans.PathOf(service)}; name the service with --name.");
            }
            var stopped = await RunAsync(SystemdPlans.Stop(service), dry, null, cancellation);
            return stopped == ReminderCommands.Done
                ? await RunAsync(
                    SystemdPlans.Remove(service), dry, $"The service {service} is removed; its data folder stays.", cancellation)
                : stopped;
        });
        return command;
    }

    private static Command Status()
    {
        var name = NameOption();
        var command = new Command("status", Say($"Asks the system how the service is. The exit code is 0 if it runs.")) { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            var service = parsed.GetRequiredValue(name);
            var (code, told) = await RunAsync(
                IsWindows() ? WindowsPlans.Status(service) : SystemdPlans.Status(service), cancellation);
            await Console.Out.WriteLineAsync(told);
            // sc.exe answers 0 also for a service that is stopped.
            return code == 0 && (!IsWindows() || told.Contains("RUNNING", StringComparison.Ordinal))
                ? ReminderCommands.Done : ReminderCommands.Refused;
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ServicePlan plan, bool dryRun, Wording? done, CancellationToken cancellation, int mayFail = 0)
    {
        if (dryRun)
        {
            foreach (var line in plan.Lines())
                Console.Out.WriteLine(line);
            return ReminderCommands.Done;
        }
        // With systemd's programs installed, another program may still run the machine, as in a container.
        if (OperatingSystem.IsLinux() && !Directory.Exists("/run/systemd/system"))
            throw Unsupported();
        try
        {
            if (plan is { File: { } file, Text: { } text })
                await File.WriteAllTextAsync(file, text, cancellation);
            else if (plan.File is { } old)
                File.Delete(old);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw NotAllowed(Verbatim(refused.Message));
        }
        foreach (var run in plan.Runs)
        {
            var (code, told) = await RunAsync(run, cancellation);
            if (code == AccessDenied && OperatingSystem.IsWindows())
                throw NotAllowed($"{run[0]} {run[1]} is refused.");
            if (code != 0 && mayFail-- <= 0)
            {
                throw new InputRefusedException(
                    "service-failed",
                    $"{run[0]} {run[1]} ended with {code}: {told.ReplaceLineEndings(" ").Trim()} reminders service status may say more.");
            }
        }
        if (done is not null)
            Console.Out.WriteLine(Say(done));
        return ReminderCommands.Done;
    }

    private static async Task<(int Code, string Told)> RunAsync(ImmutableArray<string> run, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(run[0], run.Skip(1))
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, $"{await output}{await errors}".TrimEnd());
        }
        catch (Win32Exception)
        {
            throw Unsupported();
        }
    }

    private static Option<string> NameOption()
    {
        var name = new Option<string>("--name")
        {
            Description = Say($"The service's name."),
            HelpName = "NAME",
            DefaultValueFactory = _ => "reminders",
        };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 80 } given
                || !given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                result.AddError(Say($"--name must be letters, digits, - and _."));
            }
        });
        return name;
    }

    private static Option<bool> DryRun() => new("--dry-run") { Description = Say($"Print what would be done, and do nothing.") };

    // Without an executable of its own the tool runs in dotnet.
    private static ImmutableArray<string> Program()
    {
        var running = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(running) == "dotnet"
            ? [running, Path.Combine(AppContext.BaseDirectory, "reminders.dll")] : [running];
    }

    private static string Caller() =>
        IsWindows() ? $@"{Environment.UserDomainName}\{Environment.UserName}"
            : Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } caller ? caller : Environment.UserName;

    private static bool IsWindows() =>
        OperatingSystem.IsWindows() || (OperatingSystem.IsLinux() ? false : throw Unsupported());

    private static InputRefusedException Unsupported() => new(
        "service-unsupported", $"This machine has no systemd and is no Windows; let its own service manager run reminders serve.");

    private static InputRefusedException NotAllowed(Wording why) => new(
        "service-refused",
        OperatingSystem.IsWindows()
            ? (Wording)$"{why} Services need an administrator: open the terminal as administrator."
            : $"{why} Services need an administrator: use sudo.");
}
