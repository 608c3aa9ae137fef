using CsCheck;
using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;
using Reminders.Testing;

namespace Reminders.InMemory.Tests;

/// <summary>What holds for every plan, every policy and whatever comes over them.</summary>
public class PropertyTests
{
    /// <summary>How many scenarios are played. Raise it when something smells.</summary>
    private const int Plays = 100;

    private static readonly Duration Run = Duration.FromDays(90);

    [Fact]
    public Task Every_play_keeps_the_promises() => Scenario.Any.SampleAsync(PlayAsync, iter: Plays, threads: 1);

    private static async Task PlayAsync(Scenario scenario)
    {
        var world = new World(scenario.Start, scenario.Policy);
        foreach (var turn in scenario.Provider)
            world.Provider.Script.Enqueue(turn);
        world.Provider.Refused.Add(Given.Phone(scenario.DeadNumber));
        await world.LoadAsync(scenario.Plan, scenario.Contacts);
        var past = new List<(int Sent, Item Item)>();
        await RememberAsync();
        foreach (var happening in scenario.Events)
        {
            await world.RunUntilAsync(world.Now + Duration.FromHours(happening.HoursLater) + Duration.FromSeconds(7));
            var ordinal = (happening.Item % scenario.Duties.Length) + 1;
            if (Scenario.Command(happening, await world.ItemAsync(ordinal), world.Now.InZone(Given.Shanghai).Date) is { } command)
                await world.ActAsync(ordinal, command);
            else
                await world.OutageUntilAsync(world.Now + Duration.FromDays(happening.Days));
            await RememberAsync();
        }
        var calmSince = world.Now;
        await world.RunUntilAsync(Instant.Max(world.Now, scenario.Start + Run));

        await CheckSentAsync(world, past);
        for (var ordinal = 1; ordinal <= scenario.Duties.Length; ordinal++)
            await CheckRecordsAsync(world, await world.ItemAsync(ordinal), calmSince);

        async Task RememberAsync()
        {
            for (var ordinal = 1; ordinal <= scenario.Duties.Length; ordinal++)
                past.Add((world.Provider.Taken.Count, await world.ItemAsync(ordinal)));
        }
    }

    private static async Task CheckSentAsync(World world, List<(int Sent, Item Item)> past)
    {
        var policy = world.Schedule.Policy;
        var told = new List<(PhoneNumber To, Step Step, StepId Id)>();
        for (var sent = 0; sent < world.Provider.Taken.Count; sent++)
        {
            var (sms, at) = world.Provider.Taken[sent];
            var notice = await world.NoticeOfAsync(world.Provider.Taken[sent]);
            var today = at.InZone(Given.Shanghai).Date;
            Assert.False(policy.QuietHours.Contains(at, Given.Shanghai), $"{at} is quiet.");
            Assert.Equal(notice.Day, today);
            Assert.InRange(Core.Sms.SmsSize.Of(sms.Text).Segments, 1, 8);
            foreach (var id in notice.Steps.Where(s => s.Dropped is null).Select(s => s.Id))
            {
                var item = past.Last(p => p.Sent <= sent && p.Item.Code == id.Item).Item;
                Assert.Equal((ItemState.Open, id.DeadlineVersion), (item.State, item.Deadline.Version));
                Assert.Contains(sms.To, item.Recipients(id.Role).Select(p => p.Phone!.Value));
                Assert.True(world.Schedule.Calendar.IsWorkingDay(today) || (id.Name == Step.Due && today == item.Deadline.Date), $"{id} on {today}, a day off.");
                if (Step.IsUnreachable(id.Name))
                    continue;
                var owed = world.Schedule.Owed(id.Role, item.Deadline.Date!.Value, Given.Shanghai, Given.At("2019-01-01T00:00"), at);
                Assert.True(owed.Latest?.Name == id.Name, $"{id} was told at {at}, when {owed.Latest?.Name} was the latest.");
                told.Add((sms.To, owed.Latest!, id));
            }
        }
        Assert.Equal([], world.Provider.Taken.GroupBy(t => (t.Sms.To, t.At.InZone(Given.Shanghai).Date)).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Equal([], told.GroupBy(t => (t.To, t.Id)).Where(g => g.Count() > 1).Select(g => g.Key));
        foreach (var line in told.GroupBy(t => (t.To, t.Id.Item, t.Id.DeadlineVersion, t.Id.Role)))
            Assert.Equal(line.OrderBy(t => t.Step.At), line);
    }

    // Promise 1, at the end of the play: every step that was due since the item opened has a record for everybody who is to be told of it.
    private static async Task CheckRecordsAsync(World world, Item item, Instant calmSince)
    {
        if (item is not { State: ItemState.Open, Deadline.Date: { } deadline, OpenSince: { } openSince })
            return;
        var since = world.Schedule.FirstVisit(deadline, Given.Shanghai, openSince).Since;
        var records = (await world.RecordsAsync(item.Code.Ordinal)).ToDictionary(r => (r.Step, r.To));
        foreach (var role in Enum.GetValues<Role>())
        {
            var owed = world.Schedule.Owed(role, deadline, Given.Shanghai, since, world.Now);
            foreach (var to in item.Recipients(role).Select(p => p.Phone!.Value))
            {
                foreach (var step in owed.Passed)
                    Assert.True(records.ContainsKey(Key(step)), $"{Key(step)} has passed without a record.");
                if (owed.Latest is not { } latest)
                    continue;
                Assert.True(records.TryGetValue(Key(latest), out var record), $"{Key(latest)} is due without a record.");
                Assert.True(record.Outcome != StepOutcome.Superseded, $"{Key(latest)} is the latest, but recorded as {record}.");
                // The longest holiday has nine days; what waits for its end and one slot more must be through after that. An old step may be
                // new to somebody who was named, or come late after an outage, so the wait counts from the last of the events.
                if (record.Outcome == StepOutcome.Waiting && role != Role.Supervisor)
                    Assert.True(Instant.Max(latest.At, calmSince) > world.Now - Duration.FromDays(12), $"{Key(latest)} waits since {latest.At}, now {world.Now}: {record.Detail}");

                (StepId, PhoneNumber) Key(Step step) => (new(item.Code, item.Deadline.Version, step.Name, role), to);
            }
        }
    }
}
