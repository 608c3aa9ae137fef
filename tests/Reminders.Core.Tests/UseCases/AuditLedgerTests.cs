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

    /// <summary>The scan follows absences. It comes minutes after midnight.</summary>
    [Fact]
    public async Task A_person_who_is_back_since_the_last_scan_is_not_taken_for_one_who_was_forgotten()
    {
        await LoadAsync("2020-05-20");
        await world.RecordAbsence.RunAsync(
            Given.Phone(1), new("孙七", Given.Phone(4)), (Given.Day("2020-05-12"), Given.Day("2020-05-14")), "", Given.Office, Cancellation);
        await world.RunUntilAsync(Given.At("2020-05-14T23:50"));
        await world.BeatAsync();
        world.Clock.SetTo(Given.At("2020-05-15T00:01"));

        Assert.Equal([], (await AuditAsync()).Problems);

        await world.BeatAsync();
        Assert.Equal([], (await AuditAsync()).Problems);
    }

    [Fact]
    public async Task An_abandoned_notice_is_found_and_sent()
    {
        await LoadAsync("2020-05-20");
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        world.Queue.Complete(world.Queue.Receive(NoticeKind.Reminder)!);
        await world.Ledger.Agenda.RemoveFromAgendaAsync(
            [.. (await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation)).Where(e => e is AgendaEntry.OfNotices)],
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
