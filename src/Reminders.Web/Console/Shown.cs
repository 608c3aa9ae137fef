using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime.Text;

namespace Reminders.Web.Console;

/// <summary>How pages write codes, dates and places.</summary>
internal static partial class Shown
{
    /// <summary>What an item lacks.</summary>
    public static string Need(string code) => Words.Find($"finding.{code}") ?? code;

    public static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    public static string Time(At at, Instant instant) =>
        instant.InZone(at.Now.Zone).ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Time(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Day(At at, Instant instant) => Iso(instant.InZone(at.Now.Zone).Date);

    public static string RoleName(Role role) => Words.T($"role.{role.ToString().ToLowerInvariant()}");

    /// <summary>The reason of a notice's state.</summary>
    public static string Reason(string reason) => Words.Find($"reason.{reason}") ?? Words.T("sms.reason", reason);

    /// <summary>A step such as <c>before-7</c> in words.</summary>
    public static string Step(string step) => StepName.TryParse(step, out var name)
        ? Words.T($"step.{name.Kind}", step[(step.LastIndexOf('-') + 1)..])
        : step;

    /// <summary>A cost in the currency of the office's price.</summary>
    public static string Price(decimal cost) => cost.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The place of a finding, such as <c>sheet Plan, row 3, column B name</c>, in the language of the page.</summary>
    public static string Place(string place) => PlacePart().Replace(
        place, part => Words.T($"place.{part.Groups["what"].Value}", part.Groups["which"].Value));

    [GeneratedRegex(@"\b(?<what>line|sheet|row|column) (?<which>[^,]+)(?=,|$)", RegexOptions.CultureInvariant)]
    private static partial Regex PlacePart();
}
