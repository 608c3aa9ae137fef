using System.CommandLine;

namespace Reminders.LocalHost.Commands;

/// <summary><c>verify</c>: closes what somebody else reported done. Each of the four checks 四个不放过 is ticked by its name, or all by one word; none is assumed.</summary>
internal static class VerifyCommand
{
    private const string All = "--all-checks";

    public static Command Make()
    {
        var note = LifeCommands.Text("--note", "What was found on the spot.", required: true);
        var lookBack = Arguments.Date("--look-back", "When to look at it once more 回头看; as the office has it set unless it is said.");
        Option<bool> traced = new("--problem-traced") { Description = "The cause of the problem was found 原因查清." };
        Option<bool> done = new("--measures-done") { Description = "The measures were carried out 措施落实." };
        Option<bool> reached = new("--effect-reached") { Description = "They had their effect 效果达到." };
        Option<bool> satisfied = new("--people-satisfied") { Description = "The people are satisfied 群众满意." };
        Option<bool> all = new(All) { Description = "All four checks." };
        return LifeCommands.Act(
            "verify", "Closes an item that somebody else reported done 核查销号; needs all four checks and a note.", [traced, done, reached, satisfied, all, note, lookBack],
            (parsed, by) => new { by, note = parsed.GetRequiredValue(note), checks = Checks(parsed), lookBackOn = parsed.GetValue(lookBack) });

        FourChecks Checks(ParseResult parsed)
        {
            if (parsed.GetValue(all))
                return new(true, true, true, true);
            var missing = new[] { traced, done, reached, satisfied }.Where(c => !parsed.GetValue(c)).Select(c => c.Name).ToList();
            return missing.Count == 0
                ? new(true, true, true, true)
                : throw new UsageException($"An item is closed when all four checks hold; {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not given ({All} ticks all four).");
        }
    }
}
