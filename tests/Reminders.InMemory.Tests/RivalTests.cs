namespace Reminders.InMemory.Tests;

/// <summary>A second host does the same work between any two calls of the first one to a port, once in each run.</summary>
public class RivalTests
{
    private static readonly Instant Slot = Given.At("2020-05-21T09:00");

    private static readonly PlanDraft Plan = Given.Plan("2020-05-20", "2020-05-22", "2020-05-28");

    [Fact]
    public async Task Two_hosts_that_scan_and_send_at_once_tell_every_step_once()
    {
        var alone = await BeatAsync(rivalAt: 0);
        Assert.NotEmpty(alone.Told);
        Assert.Equal(alone.Told.Count, alone.Told.Distinct().Count());

        for (var call = 1; call <= alone.Calls; call++)
        {
            var run = await BeatAsync(call);

            Assert.True(run.Rivals == 1, $"The rival was to act at call {call}.");
            Assert.True(alone.Told.Order().SequenceEqual(run.Told.Order()), $"With a rival at call {call}: {string.Join(", ", run.Told)}");
        }
    }

    [Fact]
    public async Task Two_loads_of_one_plan_at_once_make_one_plan()
    {
        for (var call = 1; ; call++)
        {
            var (complete, told, rivals) = await LoadAsync(call);
            if (rivals == 0)
                break; // the load has fewer calls

            Assert.True(complete == 1, $"With a rival at call {call} there are {complete} plans.");
            Assert.True(told.Count == told.Distinct().Count() && told.Count > 0, $"With a rival at call {call}: {string.Join(", ", told)}");
        }
    }

    private static async Task<(List<string> Told, int Calls, int Rivals)> BeatAsync(int rivalAt)
    {
        World? world = null;
        var rivals = 0;
        var wire = new Wire
        {
            Rival = () =>
            {
                rivals++;
                Settled(RivalBeatAsync(world!));
            },
        };
        world = new(Given.At("2020-05-19T10:00"), wire: wire);
        await world.LoadAsync(Plan, Given.Contacts(3));
        await world.RunUntilAsync(Slot - Duration.Epsilon);
        var before = wire.Calls.Count;
        wire.RivalActsAt = rivalAt == 0 ? 0 : before + rivalAt;
        world.Clock.SetTo(Slot);
        await world.BeatAsync();
        var calls = wire.Calls.Count - before;
        await world.RunUntilAsync(Given.At("2020-05-29T18:00"));
        return (await ToldAsync(world), calls, rivals);
    }

    private static async Task<(int Complete, List<string> Told, int Rivals)> LoadAsync(int rivalAt)
    {
        World? world = null;
        var rivals = 0;
        var wire = new Wire
        {
            RivalActsAt = rivalAt,
            Rival = () =>
            {
                rivals++;
                Settled(world!.UseCases.LoadPlan.RunAsync(Plan, Given.Contacts(3), dryRun: false, Given.Office, default));
            },
        };
        world = new(Given.At("2020-05-19T10:00"), wire: wire);
        await world.LoadAsync(Plan, Given.Contacts(3));
        var acted = rivals;
        wire.RivalActsAt = 0;
        await world.RunUntilAsync(Given.At("2020-05-22T18:00"));
        return ((await world.Ledger.Plans.PlansAsync(default)).Count(p => p.IsComplete), await ToldAsync(world), acted);
    }

    private static async Task RivalBeatAsync(World world)
    {
        await world.UseCases.ScanDeadlines.RunAsync(default);
        await new QueuePump(world.Queue, world.UseCases).DrainAsync(default);
    }

    private static async Task<List<string>> ToldAsync(World world) =>
        [.. (await world.ToldAsync()).Select(t => $"{t.To} {t.Step.Item}:{t.Step.Name}")];

    // The in-memory ports complete at once.
    private static void Settled(Task task) => Assert.True(task.IsCompletedSuccessfully, task.Exception?.ToString());
}
