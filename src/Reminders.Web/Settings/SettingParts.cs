namespace Reminders.Web.Settings;

/// <summary>Reads settings part by part, so that the faults of all parts are told at once.</summary>
public sealed class SettingParts
{
    private readonly List<string> problems = [];

    /// <summary>One line for each part that cannot be used.</summary>
    public IReadOnlyList<string> Problems => problems;

    public void Refuse(string problem) => problems.Add(problem);

    /// <summary>The part; null when it is absent, and when it cannot be used, which is then among the problems.</summary>
    public T? Read<T>(Func<T?> part)
        where T : class
    {
        try
        {
            return part();
        }
        catch (InputRefusedException refused)
        {
            Refuse($"{refused.Code}: {refused.Message}");
            return null;
        }
    }
}
