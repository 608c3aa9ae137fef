using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

namespace Reminders.LocalHost.Commands;

/// <summary>The arguments and options that several commands share.</summary>
internal static class Arguments
{
    private static Wording ADate => $"a date such as 2026-05-18";

    public static Argument<FileInfo> Plan() => new("FILE") { Description = Say($"The plan: .docx, .xlsx, .xls, .txt, .csv or .json.") };

    public static Option<FileInfo?> Contacts(bool required = false) =>
        new("--contacts") { Description = Say($"The contacts: .csv, .xlsx or .json."), HelpName = "FILE", Required = required };

    public static Option<DirectoryInfo> Data(Wording description) =>
        new("--data") { Description = Say(description), HelpName = "DIR", DefaultValueFactory = _ => new(DataFolder.Usual) };

    public static Option<bool> Json() => new("--json") { Description = Say($"Print JSON alone on standard output.") };

    public static Option<int?> Year() => Parsed(
        "--year", "Y", $"The year of dates that name none.", $"a year from 2000 to 2100",
        text => TryNumber(text) is { } year and >= 2000 and <= 2100 ? year : (int?)null);

    public static Option<int?> PlanNumber(Wording description) => Parsed(
        "--plan", "N", description, $"the number of a plan, such as 3",
        text => TryNumber(text) is { } number and > 0 ? number : (int?)null);

    public static Option<LocalDate?> Date(string name, Wording description) => Parsed(name, "DATE", description, ADate, TryDate);

    public static Argument<LocalDate> Date(Wording description) => new("DATE")
    {
        Description = Say(description),
        CustomParser = result => Read(result, "DATE", ADate, TryDate) ?? default,
    };

    /// <summary>A speed within bounds.</summary>
    public static Option<double> Speed(Wording description, double least, double most, double usual) => new("--speed")
    {
        Description = Say($"{description}, {least} to {most}."),
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = result => Read(result, "--speed", $"a number from {least} to {most}", text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed >= least && speed <= most
                ? speed : null as double?) ?? usual,
    };

    public static Argument<ItemCode> Code() => new("CODE")
    {
        Description = Say($"The item's code, such as 3-12."),
        CustomParser = result => Read(result, "CODE", $"a code such as 3-12: plan 3, item 12", text =>
            ItemCode.TryParse(Folded.Name(text), out var code) ? code : null as ItemCode?) ?? default,
    };

    public static Option<(int Ordinal, LocalDate On)[]> Done() => new("--done")
    {
        Description = Say($"An item reported done on a date, such as 3@2026-05-18. May be repeated."),
        HelpName = "CODE@DATE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.Select(t => ParseDone(result, t.Value)).OfType<(int, LocalDate)>()],
    };

    private static (int, LocalDate)? ParseDone(ArgumentResult result, string text)
    {
        if (Folded.Name(text).Split('@') is [var code, var day]
            && TryNumber(code) is { } ordinal
            && TryDate(day) is { } date)
        {
            return (ordinal, date);
        }
        result.AddError(Say($"--done '{text}' must look like 3@2026-05-18."));
        return null;
    }

    private static int? TryNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static LocalDate? TryDate(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : null;

    private static Option<T?> Parsed<T>(string name, string helpName, Wording description, Wording what, Func<string, T?> tryRead)
        where T : struct =>
        new(name) { Description = Say(description), HelpName = helpName, CustomParser = result => Read(result, name, what, tryRead) };

    private static T? Read<T>(ArgumentResult result, string name, Wording what, Func<string, T?> tryRead)
        where T : struct
    {
        var text = result.Tokens[0].Value;
        var value = tryRead(text);
        if (value is null)
            result.AddError(Say($"{name} '{text}' must be {what}."));
        return value;
    }
}

/// <summary>Reads the files that the command line names.</summary>
internal static class Inputs
{
    /// <summary>The settings that <c>serve</c> has with this data folder, for commands without a host.</summary>
    public static OfficeSettings Settings(DirectoryInfo data) => OfficeSettings.Read(SettingsFile.Of(data));

    public static async Task<PlanDraft> PlanAsync(FileInfo file, int? year, string zone, FileLimits limits, CancellationToken cancellation)
    {
        var local = DateTimeZoneProviders.Tzdb[zone];
        var today = SystemClock.Instance.GetCurrentInstant().InZone(local).Date;
        var options = new PlanReadingOptions(year, today) { Limits = limits, Zone = local };
        return PlanFile.Read(await BytesAsync(file, cancellation), file.Name, options);
    }

    public static async Task<ContactDraft> ContactsAsync(FileInfo? file, FileLimits limits, CancellationToken cancellation) =>
        file is null ? ContactDraft.None : ContactFile.Read(await BytesAsync(file, cancellation), limits);

    public static ReminderPolicy Policy(FileInfo file)
    {
        RequireFile(file);
        try
        {
            return PolicySettings.Read(new ConfigurationBuilder().AddJsonFile(file.FullName).Build());
        }
        catch (InvalidDataException broken) when (broken.InnerException is FormatException or JsonException)
        {
            var inner = broken.InnerException;
            throw new InputRefusedException("policy-invalid", $"{file.Name} is not JSON: {inner.InnerException?.Message ?? inner.Message}");
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
            throw new InputRefusedException("not-a-file", $"{file.FullName} is a folder; name a file in it.");
        if (!file.Exists)
            throw new FileNotFoundException(null, file.FullName);
    }

    /// <summary>Refuses to overwrite a file.</summary>
    public static void RequireNew(FileInfo file)
    {
        if (file.Exists || Directory.Exists(file.FullName))
            throw new InputRefusedException("file-exists", $"{file.FullName} exists already; choose another name.");
    }
}
