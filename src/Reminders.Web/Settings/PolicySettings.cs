using System.Globalization;
using Microsoft.Extensions.Configuration;
using NodaTime.Text;

namespace Reminders.Web.Settings;

/// <summary>
/// The policy from settings (<c>Reminders:Policy:*</c>) or from a policy file with the same names. A setting that is missing keeps its
/// default. Unknown names and invalid or contradictory values are refused, all at once.
/// </summary>
public static class PolicySettings
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <exception cref="InputRefusedException">A setting is invalid.</exception>
    public static ReminderPolicy Read(IConfiguration section)
    {
        var errors = new List<InputError>();
        var policy = new ReminderPolicy();
        foreach (var setting in section.GetChildren())
        {
            try
            {
                policy = With(policy, setting);
            }
            catch (FormatException problem)
            {
                errors.Add(new(null, setting.Key, Wording.Of(problem)));
            }
        }
        errors.AddRange(policy.Problems().Select(p => new InputError(null, null, p)));
        return errors.Count == 0 ? policy : throw InputRefusedException.Of("policy-invalid", $"The policy cannot be used:", [.. errors]);
    }

    private static ReminderPolicy With(ReminderPolicy policy, IConfigurationSection setting) => setting.Key.ToLowerInvariant() switch
    {
        "beforedays" => policy with { BeforeDays = [.. setting.GetChildren().Select(Number)] },
        "slottime" => policy with { SlotTime = TimeOf(setting) },
        "overdueeveryworkingdays" => policy with { OverdueEveryWorkingDays = Number(setting) },
        "supervisorafterworkingdays" => policy with { SupervisorAfterWorkingDays = Number(setting) },
        "supervisoreverydays" => policy with { SupervisorEveryDays = Number(setting) },
        "verifyeveryworkingdays" => policy with { VerifyEveryWorkingDays = Number(setting) },
        "lookbackafterdays" => policy with { LookBackAfterDays = Number(setting) },
        "quiethours" => policy with { QuietHours = ReadQuietHours(setting) },
        "neardays" => policy with { NearDays = Number(setting) },
        "language" => policy with { Language = Name<Language>(setting.Value) },
        "signature" => policy with { Signature = setting.Value },
        "office" => policy with { Office = setting.Value },
        "officephone" => policy with { OfficePhone = setting.Value ?? "" },
        "leadersuffix" => policy with { LeaderSuffix = setting.Value ?? "" },
        "leadertitles" => policy with
        {
            LeaderTitles = policy.LeaderTitles.SetItems(setting.GetChildren().Where(t => t.Value != "").Select(TitleOf)),
        },
        "personsegments" => policy with { PersonSegments = Number(setting) },
        "leadersegments" => policy with { LeaderSegments = Number(setting) },
        "verifywithanotherkey" => policy with { VerifyWithAnotherKey = Flag(setting) },
        "asksforreplies" => policy with { AsksForReplies = Flag(setting) },
        "calendar" => policy with { Calendar = [.. setting.GetChildren().Select(Year)] },
        "colours" => policy with
        {
            Colours = policy.Colours.SetItems(setting.GetChildren().Select(c => KeyValuePair.Create(Name<Light>(c.Key), c.Value ?? ""))),
        },
        _ => throw new UnreadableException($"is not a setting of the policy."),
    };

    private static int Number(IConfigurationSection setting) =>
        int.TryParse(setting.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UnreadableException($"is '{setting.Value}'; it must be a whole number.");

    // A list of NAME=TITLE instead of an object, because Azure refuses Chinese in the name of a setting.
    private static KeyValuePair<string, string> TitleOf(IConfigurationSection setting) =>
        setting.Value?.Split('=', StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var title]
            ? KeyValuePair.Create(name, title)
            : throw new UnreadableException($"has '{setting.Value}'; each must be NAME=TITLE, such as 周建平=周镇长.");

    private static bool Flag(IConfigurationSection setting) =>
        bool.TryParse(setting.Value, out var flag)
            ? flag
            : throw new UnreadableException($"is '{setting.Value}'; it must be true or false.");

    private static LocalTime TimeOf(IConfigurationSection setting, Wording? name = null) =>
        Time.Parse(setting.Value ?? "") is { Success: true } time
            ? time.Value
            : throw new UnreadableException($"{name} is '{setting.Value}'; it must be a time such as 09:00.");

    private static T Name<T>(string? value)
        where T : struct, Enum =>
        EnumName.TryRead<T>(value, out var name)
            ? name
            : throw new UnreadableException($"has '{value}'; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");

    private static QuietHours ReadQuietHours(IConfigurationSection setting)
    {
        RequireNames(setting, "from", "until");
        return new(TimeOf(setting.GetSection("from"), $"from"), TimeOf(setting.GetSection("until"), $"until"));
    }

    private static CalendarYear Year(IConfigurationSection year)
    {
        RequireNames(year, "off", "work");
        return CalendarYear.Read(year.Key, Days(year.GetSection("off")), Days(year.GetSection("work")));
    }

    private static void RequireNames(IConfigurationSection setting, params string[] names)
    {
        if (setting.GetChildren().FirstOrDefault(c => !names.Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new UnreadableException($"has '{unknown.Key}'; it takes {Wording.List(names, " and ")}.");
    }

    private static IEnumerable<string> Days(IConfigurationSection days) => days.GetChildren().Select(d => d.Value ?? "");
}
