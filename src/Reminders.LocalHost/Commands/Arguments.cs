using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NodaTime.Text;

namespace Reminders.LocalHost.Commands;

/// <summary>The arguments and options that several commands share.</summary>
internal static class Arguments
{
    public static Argument<FileInfo> Plan() => new("FILE") { Description = "The plan: .docx, .xlsx, .xls, .txt, .csv or .json." };

    public static Option<FileInfo?> Contacts(bool required = false) =>
        new("--contacts") { Description = "The contacts: .csv, .xlsx or .json.", HelpName = "FILE", Required = required };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON alone on standard output." };

    public static Option<int?> Year() => new("--year")
    {
        Description = "The year of dates that name none.",
        HelpName = "Y",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100)
                return year;
            result.AddError($"--year '{result.Tokens[0].Value}' must be a year from 2000 to 2100.");
            return null;
        },
    };

    /// <summary>A speed within its bounds.</summary>
    public static Option<double> Speed(string description, double least, double most, double usual) => new("--speed")
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description}, {least} to {most}."),
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed >= least && speed <= most)
                return speed;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--speed '{result.Tokens[0].Value}' must be a number from {least} to {most}."));
            return usual;
        },
    };

    public static Option<LocalDate?> Date(string name, string description) =>
        new(name) { Description = description, HelpName = "DATE", CustomParser = result => ParseDate(result, result.Tokens[0].Value, name) };

    public static Argument<LocalDate> Date(string description) =>
        new("DATE") { Description = description, CustomParser = result => ParseDate(result, result.Tokens[0].Value, "DATE") ?? default };

    public static Argument<ItemCode> Code() => new("CODE")
    {
        Description = "The item's code, such as 3-12.",
        CustomParser = result =>
        {
            if (!ItemCode.TryParse(Folded.Name(result.Tokens[0].Value), out var code))
                result.AddError($"CODE '{result.Tokens[0].Value}' must look like 3-12: plan 3, item 12.");
            return code;
        },
    };

    public static Option<int?> PlanNumber(string description) => new("--plan")
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                return number;
            result.AddError($"--plan '{result.Tokens[0].Value}' must be the number of a plan, such as 3.");
            return null;
        },
    };

    public static Option<(int Ordinal, LocalDate On)[]> Done() => new("--done")
    {
        Description = "An item reported done on a date, such as 3@2026-05-18. May be repeated.",
        HelpName = "CODE@DATE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.Select(t => ParseDone(result, t.Value)).OfType<(int, LocalDate)>()],
    };

    private static (int, LocalDate)? ParseDone(ArgumentResult result, string text)
    {
        var parts = Folded.Name(text).Split('@');
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal))
            return ParseDate(result, parts[1], "--done") is { } date ? (ordinal, date) : null;
        result.AddError($"--done '{text}' must look like 3@2026-05-18.");
        return null;
    }

    private static LocalDate? ParseDate(ArgumentResult result, string text, string option)
    {
        var date = LocalDatePattern.Iso.Parse(text);
        if (date.Success)
            return date.Value;
        result.AddError($"{option} '{text}' must be a date such as 2026-05-18.");
        return null;
    }
}
