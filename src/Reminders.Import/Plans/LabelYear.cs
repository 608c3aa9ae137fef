using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>The year in the label of a deadline: 整改时限（2025年）. It is the year of the dates behind or below the label.</summary>
internal static partial class LabelYear
{
    /// <summary>The year; null if the label has none.</summary>
    public static string? In(string label) => Year().Match(label) is { Success: true } year ? year.Value : null;

    /// <summary>The text with the year before it, if it begins with a month.</summary>
    public static string Put(string? year, string text) =>
        year is not null && MonthFirst().Match(Folding.Fold(text)) is { Success: true } month
            ? $"{year}{(month.Groups["mark"].Value is "月" ? "年" : month.Groups["mark"].Value)}{text}"
            : text;

    [GeneratedRegex(@"(?<!\d)(?:19|20)\d{2}(?=\s*年)", RegexOptions.CultureInvariant)]
    private static partial Regex Year();

    [GeneratedRegex(@"^\d{1,2}\s*(?:(?<mark>月)|(?<mark>[./-])\s*\d)", RegexOptions.CultureInvariant)]
    private static partial Regex MonthFirst();
}
