namespace Reminders.Core.Tests.UseCases;

/// <summary>Where an audit looks, how much it reads, and what it says when that changes meanwhile.</summary>
public class AuditRoundsTests
{
    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task A_large_ledger_is_audited_in_parts_and_problems_stand_until_the_round_is_over()
    {
        await LoadAsync("2020-05-20", "2020-05-20", "2020-05-20", "2020-05-20", "2020-05-20");
        await world.BeatAsync();
        await world.Ledger.Agenda.RemoveFromAgendaAsync([.. (await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation))
            .Where(e => e is AgendaEntry.OfItem { Item: { Plan: 1, Ordinal: 1 } })], Cancellation);
        var audit = (world.UseCases with { ItemsPerAudit = 2 }).AuditLedger;

        var (first, second, third) = (await audit.RunAsync(Cancellation), await audit.RunAsync(Cancellation),
            await audit.RunAsync(Cancellation));

        Assert.Equal([(2, new ItemCode(1, 3)), (4, new ItemCode(1, 5)), (5, (ItemCode?)null)],
            new[] { first, second, third }.Select(r => (r.Scheduled, r.Next)));
        Assert.All(new[] { first, second, third }, r => Assert.Equal([AuditCodes.ItemUnwatched], Codes(r)));
        Assert.Null(second.RoundEndedAt);
        Assert.NotNull(third.RoundEndedAt);
        Assert.True((await audit.RunAsync(Cancellation)).Holds);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    public async Task The_entries_that_an_audit_reads_do_not_grow_with_the_ledger(int items)
    {
        await LoadAsync([.. Enumerable.Range(0, items).Select(n => $"2020-06-{10 + (n % 20)}")]);
        await world.BeatAsync();
        var read = 0;
        var ledger = PortProxy.OverAll(world.Ledger, call =>
        {
            var answer = call.Pass();
            read += answer switch
            {
                Task<IReadOnlyList<AgendaEntry>> { Result: var entries } => entries.Count,
                Task<IReadOnlyList<AgendaEntry.OfItem>> { Result: var looks } => looks.Count,
                _ => 0,
            };
            return answer;
        });

        var report = await (world.On(ledger) with { ItemsPerAudit = 20 }).AuditLedger.RunAsync(Cancellation);

        Assert.Equal((20, true), (report.Scheduled, report.Holds));
        Assert.Equal(20, read);
    }

    [Fact]
    public async Task A_part_ends_early_where_its_items_have_many_records()
    {
        await LoadAsync("2020-05-20", "2020-05-20");
        await world.BeatAsync();
        await world.Ledger.Items.RecordStepsAsync(
            [.. Enumerable.Range(1, 20).Select(n => Build.Record(new(new(1, 1), 0, StepName.Of(StepKind.Before, n), Role.Person)))],
            Cancellation);

        var report = await (world.UseCases with { ItemsPerAudit = 2 }).AuditLedger.RunAsync(Cancellation);

        Assert.Equal((1, new ItemCode(1, 2)), (report.Scheduled, report.Next));
    }

    [Fact]
    public async Task While_more_is_due_than_an_audit_reads_it_judges_no_item_and_then_goes_on()
    {
        await LoadAsync("2020-05-20", "2020-05-20");
        await world.BeatAsync();
        var audit = (world.UseCases with { ItemsPerAudit = 1 }).AuditLedger;
        Assert.Equal(new ItemCode(1, 2), (await audit.RunAsync(Cancellation)).Next);
        AgendaEntry[] due = [.. Enumerable.Range(1, 20).Select(n => AgendaEntry.ForNotice(Build.Notice(n), world.Now))];
        await world.Ledger.Agenda.AddToAgendaAsync(due, Cancellation);

        var held = await audit.RunAsync(Cancellation);
        Assert.Equal((1, new ItemCode(1, 2), true), (held.Scheduled, held.Next, held.Holds));
        world.Clock.SetTo(world.Now + Duration.FromMinutes(121));
        Assert.Contains(AuditCodes.ScanBehind, Codes(await audit.RunAsync(Cancellation)));

        await world.Ledger.Agenda.RemoveFromAgendaAsync(due, Cancellation);
        var last = await audit.RunAsync(Cancellation);
        Assert.Equal((2, (ItemCode?)null), (last.Scheduled, last.Next));
    }

    [Fact]
    public async Task A_look_that_comes_too_late_for_the_next_step_does_not_watch_an_item()
    {
        await LoadAsync("2020-05-20");
        await world.BeatAsync();
        var look = Assert.Single(await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation));
        await world.Ledger.Agenda.AddToAgendaAsync([look with { At = look.At + Duration.FromNanoseconds(1) }], Cancellation);
        Assert.True((await AuditAsync()).Holds);

        await world.Ledger.Agenda.RemoveFromAgendaAsync([look], Cancellation);

        Assert.Equal([AuditCodes.ItemUnwatched], Codes(await AuditAsync()));
    }

    [Fact]
    public async Task A_step_that_waits_for_the_next_slot_is_accounted_for_by_the_entry_of_that_slot()
    {
        await LoadAsync("2020-05-20");
        await world.RunUntilAsync(Given.At("2020-05-13T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20") with { Title = "another" }, Given.Contacts(1)); // the same person
        await world.BeatAsync();
        Assert.Contains(
            (await world.FileAsync(1, 2)).Steps,
            r => r.Outcome == StepOutcome.Waiting && r.Until == Given.At("2020-05-14T09:00"));
        Assert.True((await AuditAsync()).Holds);

        var later = await world.Ledger.Agenda.DueAsync(Given.At("2020-05-14T09:00"), Cancellation);
        await world.Ledger.Agenda.RemoveFromAgendaAsync([.. later.OfType<AgendaEntry.OfItem>()], Cancellation);
        world.Clock.SetTo(Given.At("2020-05-13T11:01"));
        await world.BeatAsync();

        Assert.Equal([AuditCodes.StepUnaccounted], Codes(await AuditAsync()));
    }

    [Fact]
    public async Task Other_settings_move_the_looks_without_an_alarm_and_the_round_after_is_strict_again()
    {
        await LoadAsync("2020-05-20", "2020-05-25");
        await world.BeatAsync();
        Assert.True((await AuditAsync()).Holds);
        var later = world.UseCases with { Schedule = Given.Schedule(new() { SlotTime = new(10, 0) }) };

        var moved = await later.AuditLedger.RunAsync(Cancellation);
        Assert.Equal((true, true, 2), (moved.Settles, moved.Holds, moved.Scheduled));
        await later.ScanDeadlines.RunAsync(Cancellation);

        Assert.True((await later.AuditLedger.RunAsync(Cancellation)) is { Settles: false, Holds: true });
        await world.Ledger.Agenda.RemoveFromAgendaAsync(
            [.. (await world.Ledger.Agenda.DueAsync(Given.At("2020-05-13T10:00"), Cancellation))], Cancellation);
        Assert.Equal([AuditCodes.ItemUnwatched], Codes(await later.AuditLedger.RunAsync(Cancellation)));
    }

    [Fact]
    public async Task Other_settings_cause_no_alarm_where_too_much_is_due_for_the_first_audit()
    {
        await LoadAsync("2020-05-20");
        await world.BeatAsync();
        var later = world.UseCases with { Schedule = Given.Schedule(new() { SlotTime = new(10, 0) }), ItemsPerAudit = 1 };
        Assert.True((await AuditAsync()).Holds);
        AgendaEntry[] due = [.. Enumerable.Range(1, 20).Select(n => AgendaEntry.ForNotice(Build.Notice(n), world.Now))];
        await world.Ledger.Agenda.AddToAgendaAsync(due, Cancellation);
        Assert.Equal(0, (await later.AuditLedger.RunAsync(Cancellation)).Scheduled);
        await world.Ledger.Agenda.RemoveFromAgendaAsync(due, Cancellation);

        var moved = await later.AuditLedger.RunAsync(Cancellation);

        Assert.Equal((true, true, 1), (moved.Settles, moved.Holds, moved.Scheduled));
        Assert.False((await later.AuditLedger.RunAsync(Cancellation)).Settles);
    }

    [Fact]
    public async Task A_step_that_other_settings_add_in_the_past_causes_no_alarm()
    {
        await LoadAsync("2020-05-20");
        await world.RunUntilAsync(Given.At("2020-05-16T10:00"));
        await world.BeatAsync();
        Assert.True((await AuditAsync()).Holds);
        var later = world.UseCases with { Schedule = Given.Schedule(new() { BeforeDays = [7, 5, 3, 1, 0] }) };

        Assert.Equal([], (await later.AuditLedger.RunAsync(Cancellation)).Problems);
        await later.ScanDeadlines.RunAsync(Cancellation);

        Assert.Equal([], (await later.AuditLedger.RunAsync(Cancellation)).Problems);
    }

    [Fact]
    public async Task An_item_that_ends_while_it_is_audited_is_no_problem()
    {
        await LoadAsync("2020-05-20");
        await world.BeatAsync();
        var meanwhile = false;
        var ledger = PortProxy.OverAll(world.Ledger, call =>
        {
            if (call.Method.Name == nameof(IAgenda.OldestAsync) && !meanwhile)
                meanwhile = EndAsync().IsCompletedSuccessfully;
            return call.Pass();
        });

        var report = await world.On(ledger).AuditLedger.RunAsync(Cancellation);

        Assert.True(meanwhile);
        Assert.Equal([], report.Problems);

        async Task EndAsync()
        {
            await world.ActAsync(1, new CancelItem(Given.Office, "合并"));
            await world.Ledger.Agenda.RemoveFromAgendaAsync([.. await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation)],
                Cancellation);
        }
    }

    [Fact]
    public async Task Other_settings_have_the_steps_of_a_month_decided_again_and_not_those_of_the_whole_life_of_an_item()
    {
        await LoadAsync("2020-05-20");
        await world.RunUntilAsync(Given.At("2020-09-01T12:00"));
        await world.BeatAsync();
        Assert.True((await AuditAsync()).Holds);
        var later = world.UseCases with { Schedule = Given.Schedule(new() { SlotTime = new(10, 0) }) };

        Assert.True((await later.AuditLedger.RunAsync(Cancellation)) is { Settles: true, Holds: true });

        var look = Assert.IsType<AgendaEntry.OfItem>(Assert.Single(await world.Ledger.Agenda.DueAsync(world.Now, Cancellation)));
        Assert.InRange(look.Since, Given.At("2020-07-25T00:00"), Given.At("2020-08-03T00:00"));
        Assert.Equal(0, (await later.ScanDeadlines.RunAsync(Cancellation)).Notices);
        Assert.True((await later.AuditLedger.RunAsync(Cancellation)) is { Settles: false, Holds: true });
    }

    private Task<LoadResult> LoadAsync(params string[] deadlines) =>
        world.LoadAsync(Given.Plan(deadlines), Given.Contacts(deadlines.Length));

    private Task<AuditReport> AuditAsync() => world.UseCases.AuditLedger.RunAsync(Cancellation);

    private static IEnumerable<string> Codes(AuditReport report) => report.Problems.Select(p => p.Code);
}
