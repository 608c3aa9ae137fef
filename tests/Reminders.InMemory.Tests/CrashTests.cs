using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;
using Reminders.Testing;

namespace Reminders.InMemory.Tests;

/// <summary>
/// The process dies just before or just after every single call to a port, once in each run, while a plan is loaded and played from its first reminder to
/// its supervisor's digest.
/// </summary>
public class CrashTests
{
    private static readonly Instant Start = Given.At("2020-05-18T10:00");
    private static readonly PhoneNumber Refused = Given.Phone(2);
    private static readonly Instant End = Given.At("2020-05-25T18:00");

    private static readonly ReminderPolicy Policy = new() { BeforeDays = [1, 0], SupervisorAfterWorkingDays = 1 };

    // Two items of one person that share days, one of another person, whose number the provider refuses, and two roles above.
    private static readonly Contact[] Contacts =
    [
        new("张三", Given.Phone(1)) { Items = ["1", "2"] },
        new("王五", Refused) { Items = ["3"] },
        new("李四", Given.Phone(11), Role.Leader) { Items = ["1", "2", "3"] },
        new("赵六", Given.Phone(21), Role.Supervisor),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_death_at_any_call_every_step_is_told_once_and_recorded(bool afterwards)
    {
        var expected = await PlayAsync(new());
        Assert.Equal(expected.Told.Count, expected.Told.Distinct().Count());

        for (var call = 1; call <= expected.Calls; call++)
        {
            var run = await PlayAsync(new() { DiesAt = call, DiesAfterwards = afterwards });

            Assert.True(run.Deaths == 1, $"The process was to die at call {call}.");
            Same(expected.Told, run.Told, run.Death);
            Same(expected.Records, run.Records, run.Death);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public async Task After_a_death_and_days_of_outage_nothing_is_told_twice_and_nothing_is_lost(int days, bool afterwards)
    {
        var expected = await PlayAsync(new());

        for (var call = 1; call <= expected.Calls; call++)
        {
            var run = await PlayAsync(new() { DiesAt = call, DiesAfterwards = afterwards }, days);

            Assert.True(run.Deaths == 1, $"The process died {run.Deaths} times: {run.Death}");
            Same(run.Told.Distinct(), run.Told, run.Death);
            Same(expected.Told.Select(t => (t.Step, t.To)), run.Records.Select(r => (r.Step, r.To)).Intersect(expected.Told.Select(t => (t.Step, t.To))), run.Death);
            Assert.All(
                run.Records.Where(r => r.Step.Role != Role.Supervisor), // whose week may not be over yet
                r => Assert.True(r.Outcome != StepOutcome.Waiting, $"{r.Step} still waits. {run.Death}"));
            Same(
                run.Told.Select(t => (t.Step, t.To)),
                run.Records.Where(r => r.Outcome == StepOutcome.Noticed && r.To != Refused).Select(r => (r.Step, r.To)), run.Death);
        }
    }

    private static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual, string? death)
    {
        var missing = string.Join("; ", expected.Except(actual));
        var extra = string.Join("; ", actual.GroupBy(x => x).SelectMany(g => g.Skip(expected.Count(e => Equals(e, g.Key)))));
        Assert.True(missing.Length == 0 && extra.Length == 0, $"{death} Missing: {missing}. Too many: {extra}.");
    }

    private static async Task<Run> PlayAsync(Wire wire, int outageDays = 0)
    {
        var world = new World(Start, Policy, wire);
        world.Provider.Refused.Add(Refused);
        await LoadAsync(world);
        while (world.Now < End)
        {
            var deaths = world.Faults.Count;
            await world.RunUntilAsync(End, stopAtFault: outageDays > 0);
            if (world.Faults.Count > deaths && outageDays > 0)
                await world.OutageUntilAsync(world.Now + Duration.FromDays(outageDays));
        }
        // What an outage over the end holds back for a working day still goes out.
        await world.RunUntilAsync(outageDays > 0 ? End + Duration.FromDays(7) : End);
        var records = new List<StepRecord>();
        for (var ordinal = 1; ordinal <= 3; ordinal++)
            records.AddRange(await world.RecordsAsync(ordinal));
        return new(
            await world.ToldAsync(), [.. records.Select(r => (r.Step, r.To, r.Outcome))],
            world.Wire.Calls.Count, world.Faults.Count, string.Join(" ", world.Faults.Select(f => f.Message)));
    }

    // Whoever loads a plan and sees it fail loads it again.
    private static async Task LoadAsync(World world)
    {
        try
        {
            await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-20", "2020-05-20"), Contacts);
        }
        catch (ProcessDied death)
        {
            world.Faults.Add(death);
            await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-20", "2020-05-20"), Contacts);
        }
    }

    private sealed record Run(
        List<(PhoneNumber To, StepId Step)> Told, List<(StepId Step, PhoneNumber To, StepOutcome Outcome)> Records, int Calls, int Deaths, string Death);
}
