using System.Text.Json;

namespace Reminders.LocalHost.Commands;

/// <summary>Reads what the command line names.</summary>
internal static class Inputs
{
    public static async Task<PlanDraft> PlanAsync(FileInfo file, int? year, string zone, FileLimits limits, CancellationToken cancellation)
    {
        var today = SystemClock.Instance.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
        return PlanFile.Read(await BytesAsync(file, cancellation), file.Name, new(year, today) { Limits = limits });
    }

    public static async Task<IReadOnlyCollection<Contact>> ContactsAsync(FileInfo? file, FileLimits limits, CancellationToken cancellation) =>
        file is null ? [] : ContactFile.Read(await BytesAsync(file, cancellation), file.Name, limits);

    public static ReminderPolicy Policy(FileInfo file)
    {
        RequireFile(file);
        try
        {
            return PolicySettings.Read(new ConfigurationBuilder().AddJsonFile(file.FullName).Build());
        }
        catch (InvalidDataException broken) when (broken.InnerException is FormatException or JsonException)
        {
            throw new InputRefusedException("policy-invalid", $"{file.Name} is not JSON: {broken.InnerException!.InnerException?.Message ?? broken.InnerException.Message}");
        }
    }

    public static async Task<byte[]> BytesAsync(FileInfo file, CancellationToken cancellation)
    {
        RequireFile(file);
        return await File.ReadAllBytesAsync(file.FullName, cancellation);
    }

    public static void RequireFile(FileInfo file)
    {
        if (Directory.Exists(file.FullName))
            throw new InputRefusedException("not-a-file", $"{file.FullName} is a folder; name the file in it.");
        if (!file.Exists)
            throw new FileNotFoundException(null, file.FullName);
    }
}
