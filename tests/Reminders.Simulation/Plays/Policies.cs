namespace Reminders.Simulation.Plays;

/// <summary>Policies that an office can set. The usual one comes most often.</summary>
internal static class Policies
{
    public static ReminderPolicy Drawn(Chance chance)
    {
        if (chance.OneIn(2))
            return new();
        while (true)
        {
            var policy = new ReminderPolicy
            {
                BeforeDays = [.. Enumerable.Range(0, chance.Number(1, 4)).Select(_ => chance.Number(0, 14)).Distinct()],
                SlotTime = LocalTime.Midnight.PlusMinutes(chance.Number(0, 47) * 30),
                OverdueEveryWorkingDays = chance.Number(1, 5),
                SupervisorAfterWorkingDays = chance.Number(1, 6),
                SupervisorEveryDays = chance.Number(1, 10),
                VerifyEveryWorkingDays = chance.Number(1, 4),
                LookBackAfterDays = chance.Of(0, 0, 1, 5),
                QuietHours = new(new(chance.Number(0, 23), 0), new(chance.Number(0, 23), 0)),
            };
            if (!policy.Problems().Any())
                return policy;
        }
    }
}
