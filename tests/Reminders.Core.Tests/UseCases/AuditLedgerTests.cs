namespace Reminders.Core.Tests.UseCases;

public class AuditLedgerTests
{
    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task A_ledger_that_is_watched_holds_and_every_item_is_counted()
    {
        await LoadAsync("2020-05-20", "2020-05-20", "2020-05-25");
        await world.RunUntilAsync(Given.At("2020-05-13T09:30"));
        await world.ActAsync(2, new ReportItem(Given.Office, "完成"));
        await world.BeatAsync();

        var report = await AuditAsync();

        Assert.Equal([], report.Problems);
        Assert.True(report.Holds);
        Assert.Equal((3, 0, 0), (report.Scheduled, report.Waiting, report.Flagged));
        Assert.Equal(world.Now, report.RoundEndedAt);
        Assert.Equal(report, (await world.Ledger.Watch.WatchAsync(Cancellation)).LastAudit);
    }

    [Fact]
    public async Task An_item_that_fell_off_the_agenda_is_found_and_the_next_scan_tells_it()
    {
        await LoadAsync("2020-05-20");
        await world.RunUntilAsync(Given.At("2020-05-12T11:00"));
        await world.BeatAsync();
        await world.Ledger.Agenda.RemoveFromAgendaAsync([.. await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation)],
            Cancellation);

        Assert.Equal([AuditCodes.ItemUnwatched], Codes(await AuditAsync()));
        await world.RunUntilAsync(Given.At("2020-05-13T09:30"));

        Assert.Single(world.Provider.Taken);
        Assert.True((await AuditAsync()).Holds);
    }

    [Fact]
    public async Task An_abandoned_notice_is_found_and_sent()
    {
        await LoadAsync("2020-05-20");
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        world.Queue.Complete(world.Queue.Receive(NoticeKind.Reminder)!);
        await world.Ledger.Agenda.RemoveFromAgendaAsync(
            [.. (await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation)).Where(e => e is AgendaEntry.OfNotice)],
            Cancellation);
        world.Clock.SetTo(Given.At("2020-05-13T10:01"));
        await world.BeatAsync();

        Assert.Equal([AuditCodes.NoticeStuck], Codes(await AuditAsync()));
        await world.BeatAsync();

        Assert.Single(world.Provider.Taken);
        Assert.True((await AuditAsync()).Holds);
    }

    [Fact]
    public async Task A_notice_that_was_stuck_before_an_outage_of_audits_is_found_after_it()
    {
        await LoadAsync("2020-05-20");
        await AuditAsync();
        await world.Ledger.Notices.ClaimAsync([Build.Notice(1, world.Now)], Cancellation);
        world.Clock.SetTo(Given.At("2020-06-12T10:00"));

        Assert.Contains(AuditCodes.NoticeStuck, Codes(await AuditAsync()));
    }

    [Fact]
    public async Task A_stopped_scan_is_reported_after_an_hour_with_the_steps_it_left()
    {
        await LoadAsync("2020-05-20");
        await world.RunUntilAsync(Given.At("2020-05-12T11:00"));
        await world.BeatAsync();
        world.Clock.SetTo(Given.At("2020-05-12T12:00"));
        Assert.True((await AuditAsync()).Holds);

        world.Clock.SetTo(Given.At("2020-05-13T10:01"));
        var report = await AuditAsync();

        Assert.Equal([AuditCodes.ScanStopped, AuditCodes.StepUnaccounted], Codes(report));
        Assert.Equal(new(new(1, 1), "before-7", Given.At("2020-05-13T09:00")), report.Oldest);
        world.Clock.SetTo(Given.At("2020-05-13T11:01"));
        Assert.Contains(AuditCodes.ScanBehind, Codes(await AuditAsync()));
    }

    [Fact]
    public async Task Messages_that_are_tried_again_and_again_or_mostly_fail_are_named()
    {
        await LoadAsync("2020-05-20");
        for (var attempt = 0; attempt < 20; attempt++)
            world.Provider.Script.Enqueue(ProviderTurn.Busy);
        await world.RunUntilAsync(Given.At("2020-05-13T09:01"));
        Assert.DoesNotContain(AuditCodes.SendingFails, Codes(await AuditAsync()));
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Contains(AuditCodes.SendingFails, Codes(await AuditAsync()));
        var failed = Enumerable.Range(1, 4).Select(n => Build.Notice(n) with { State = n < 4 ? NoticeState.Failed : NoticeState.Sent })
            .ToList();
        Assert.Equal([AuditCodes.SendingFails], AuditLedger.SendingProblems(failed).Select(p => p.Code));
        Assert.Empty(AuditLedger.SendingProblems([.. failed.Skip(1)]));
    }

    [Fact]
    public async Task A_message_that_was_given_up_is_named_for_an_hour()
    {
        await world.BeatAsync();
        await world.Ledger.Watch.AddDeadLetterAsync(new("a-1", "a", NoticeKind.Reminder, "MaxDeliveryCountExceeded", world.Now),
            Cancellation);
        Assert.Equal([AuditCodes.DeadLetters], Codes(await AuditAsync()));

        world.Clock.SetTo(Given.At("2020-05-12T11:01"));
        await world.BeatAsync();

        Assert.True((await AuditAsync()).Holds);
    }

    [Fact]
    public async Task A_scan_that_was_switched_off_is_named_at_once()
    {
        await world.BeatAsync();

        Assert.Equal(
            [AuditCodes.ScanSwitchedOff], Codes(await (world.UseCases with { ScanIsOff = true }).AuditLedger.RunAsync(Cancellation)));
    }

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
    public async Task A_load_that_was_never_finished_is_named()
    {
        await world.BeatAsync();
        await world.Ledger.Plans.TryAddPlanAsync(Build.Plan() with { IsComplete = false, LoadedAt = world.Now }, Cancellation);
        Assert.True((await AuditAsync()).Holds);
        world.Clock.SetTo(Given.At("2020-05-12T11:01"));
        await world.BeatAsync();

        Assert.Equal([AuditCodes.PlanUnfinished], Codes(await AuditAsync()));
    }

    [Fact]
    public async Task A_provider_that_takes_nothing_or_waits_for_its_settings_is_named()
    {
        await LoadAsync("2020-05-20");
        world.Provider.Script.Enqueue(new(false, SendOutcome.Refused(Remedy.Configuration, "21408")));
        await world.RunUntilAsync(Given.At("2020-05-13T09:15"));
        await world.BeatAsync();
        Assert.Equal([AuditCodes.ProviderSettings], Codes(await AuditAsync()));

        await world.Ledger.Barriers.SaveHaltAsync(new("30002", world.Now, world.Now + NoticeTiming.HaltsFor), Cancellation);
        Assert.Equal([AuditCodes.SendingHalted, AuditCodes.ProviderSettings], Codes(await AuditAsync()));
    }

    [Theory]
    [InlineData(Remedy.Configuration, "21609", AuditCodes.ProviderSettings)]
    [InlineData(Remedy.LookUp, "99999", AuditCodes.ProviderCodeUnlisted)]
    public async Task A_refusal_that_needs_a_human_is_reported_day_and_night_until_a_message_gets_through(
        Remedy remedy, string code, string problem)
    {
        await LoadAsync("2020-05-16");
        for (var attempt = 0; attempt < 40; attempt++)
            world.Provider.Script.Enqueue(new(false, SendOutcome.Refused(remedy, code)));
        await world.RunUntilAsync(Given.At("2020-05-13T09:30"));
        await world.BeatAsync();
        Assert.Equal([problem], Codes(await AuditAsync()));

        await world.RunUntilAsync(Given.At("2020-05-14T08:30"));
        await world.BeatAsync();
        Assert.Contains(problem, Codes(await AuditAsync()));

        world.Provider.Script.Clear();
        await world.RunUntilAsync(Given.At("2020-05-15T09:15")); // the step one day before
        await world.BeatAsync();
        Assert.DoesNotContain(problem, Codes(await AuditAsync()));
        Assert.NotEmpty(world.Provider.Taken);
    }

    [Fact]
    public async Task A_host_that_takes_backups_says_when_the_last_is_older_than_two_days_and_another_host_does_not()
    {
        await LoadAsync("2020-05-20");
        var backingUp = (world.UseCases with { BacksUp = true }).AuditLedger;
        await PassAsync(Duration.FromDays(2));
        Assert.DoesNotContain(AuditCodes.BackupOld, Codes(await backingUp.RunAsync(Cancellation)));

        await PassAsync(Duration.FromMinutes(1)); // the provider has taken no message yet
        Assert.Contains(AuditCodes.BackupOld, Codes(await backingUp.RunAsync(Cancellation)));
        Assert.DoesNotContain(AuditCodes.BackupOld, Codes(await AuditAsync()));

        await world.Ledger.Watch.RecordBackupAsync(new(world.Now, 9), Cancellation);
        Assert.DoesNotContain(AuditCodes.BackupOld, Codes(await backingUp.RunAsync(Cancellation)));
        await PassAsync(Duration.FromDays(2) + Duration.FromMinutes(1));
        Assert.Contains(AuditCodes.BackupOld, Codes(await backingUp.RunAsync(Cancellation)));

        Task PassAsync(Duration time) => world.RunUntilAsync(world.Now + time);
    }

    [Fact]
    public async Task A_restored_ledger_is_named_until_somebody_says_go_and_one_with_missing_rows_is_not_put_right()
    {
        await LoadAsync("2020-05-20");
        await world.ScanAsync();
        var restoration = new Restoration("seal", world.Now - Duration.FromDays(1), world.Now, IsComplete: true);
        await world.Ledger.Barriers.SaveRestorationAsync(restoration, Cancellation);
        Assert.Equal([AuditCodes.SendingHeld], Codes(await AuditAsync()));

        await world.Ledger.Agenda.RemoveFromAgendaAsync([.. await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation)],
            Cancellation);
        await world.Ledger.Barriers.SaveRestorationAsync(restoration with { IsComplete = false }, Cancellation);
        Assert.Equal([AuditCodes.SendingHeld], Codes(await AuditAsync()));
        Assert.Empty(await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation));

        await world.Ledger.Barriers.SaveRestorationAsync(null, Cancellation);
        Assert.Equal([AuditCodes.ItemUnwatched], Codes(await AuditAsync()));
    }

    [Fact]
    public async Task An_item_whose_person_is_ambiguous_reaches_nobody_and_is_named()
    {
        var plan = Given.Plan("2020-05-20");
        await world.LoadAsync(
            plan with { Items = [plan.Items[0] with { Persons = [new("张三")] }] },
            [new("张三", Given.Phone(1)), new("李四", Given.Leader.Phone!.Value, Role.Leader) { Items = ["1"] }]);
        var known = await world.Ledger.People.ContactsAsync(Cancellation);
        var others = known.Where(c => c.Name != "张三").ToList();
        await world.Ledger.People.SaveContactsAsync([.. others, new("张三", Given.Phone(2)), new("张三", Given.Phone(3))], Cancellation);

        var report = await AuditAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Contains(
            report.Problems,
            p => p.Code == AuditCodes.PeopleOutdated && p.Message.Contains("reaches nobody", StringComparison.Ordinal));
        Assert.Empty(world.Provider.Taken); // the name has other numbers now, so the stored number is not used
    }

    [Fact]
    public async Task A_report_holds_no_phone_number()
    {
        await LoadAsync("2020-05-20");
        world.Clock.SetTo(Given.At("2020-05-14T10:01"));

        var report = await AuditAsync();

        Assert.NotEmpty(report.Problems);
        Assert.DoesNotContain("+86", $"{report} {string.Join(' ', report.Problems)}", StringComparison.Ordinal);
    }

    private Task<LoadResult> LoadAsync(params string[] deadlines) =>
        world.LoadAsync(Given.Plan(deadlines), Given.Contacts(deadlines.Length));

    private Task<AuditReport> AuditAsync() => world.UseCases.AuditLedger.RunAsync(Cancellation);

    private static IEnumerable<string> Codes(AuditReport report) => report.Problems.Select(p => p.Code);
}
