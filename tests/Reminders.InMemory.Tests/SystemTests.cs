namespace Reminders.InMemory.Tests;

/// <summary>The whole system under late loads, outages and actions at the wrong moment.</summary>
public class SystemTests
{
    [Theory]
    [InlineData("after the first reminder", "2020-05-14T10:00", "应于5月20日前完成，还剩6天")]
    [InlineData("one day before", "2020-05-19T16:00", "应于5月20日前完成，还剩1天")]
    [InlineData("on the day", "2020-05-20T16:00", "今天（5月20日）到期")]
    [InlineData("after all reminders", "2020-06-09T10:00", "已逾期14个工作日")]
    [InlineData("years after", "2026-05-20T10:00", "应于2020年5月20日前完成")]
    public async Task A_plan_that_is_loaded_late_sends_each_person_one_message_worded_for_today(
        string remark, string loadedAt, string words)
    {
        var system = await LoadedAsync(loadedAt, "2020-05-20");
        await system.RunUntilAsync(Given.At(loadedAt), Cancellation);

        var toPerson = Assert.Single(system.Outbox.Messages, m => m.To == Given.Person.Phone);
        Assert.True(toPerson.Text.Contains(words, StringComparison.Ordinal), $"{remark}: {toPerson.Text}");
        Assert.Equal(system.Outbox.Messages.Count, system.Outbox.Messages.Select(m => m.To).Distinct().Count());
        var records = await RecordsAsync(system);
        Assert.Equal(system.Outbox.Messages.Count, records.Count(r => r.Outcome == StepOutcome.Noticed));
        Assert.DoesNotContain(records, r => r.Outcome is StepOutcome.Waiting or StepOutcome.Suppressed);
    }

    [Theory]
    [InlineData("one day: nothing was missed but the day before", "2020-05-14T10:00", "before-7 Noticed")]
    [InlineData("three days", "2020-05-18T10:00", "before-3 Noticed, before-7 Superseded")]
    [InlineData("thirty days", "2020-06-12T10:00", "before-1 Superseded, before-3 Superseded, before-7 Superseded, due Superseded, "
        + "overdue-1 Superseded, overdue-11 Superseded, overdue-13 Superseded, overdue-15 Superseded, overdue-17 Noticed, overdue-3 "
        + "Superseded, overdue-5 Superseded, overdue-7 Superseded, overdue-9 Superseded")]
    public async Task After_an_outage_one_message_goes_out_and_the_steps_in_between_are_recorded_as_superseded(
        string remark, string back, string steps)
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        system.Clock.SetTo(Given.At(back));
        await system.BeatAsync(Cancellation);

        Assert.Single(system.Outbox.Messages, m => m.To == Given.Person.Phone);
        Assert.Equal(system.Outbox.Messages.Count, system.Outbox.Messages.Select(m => m.To).Distinct().Count());
        var told = (await RecordsAsync(system)).Where(r => r.Step.Role == Role.Person).Select(r => $"{r.Step.Name} {r.Outcome}")
            .Order(StringComparer.Ordinal);
        Assert.Equal((remark, steps), (remark, string.Join(", ", told)));
    }

    [Fact]
    public async Task Two_plans_that_share_a_person_send_one_message_in_a_slot()
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        await LoadAsync(system, Given.Plan("2020-05-20") with { Title = "另一方案" });
        await system.RunUntilAsync(Given.At("2020-05-13T18:00"), Cancellation);

        Assert.Contains("共2项", Assert.Single(system.Outbox.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_comes_after_the_days_message_waits_for_the_next_slot()
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        await system.RunUntilAsync(Given.At("2020-05-13T11:00"), Cancellation);
        await LoadAsync(system, Given.Plan("2020-05-19") with { Title = "另一方案" });
        await system.RunUntilAsync(Given.At("2020-05-13T18:00"), Cancellation);
        var file = await system.Ledger.Items.FindItemFileAsync(new(2, 1), Cancellation);
        Assert.Equal((StepOutcome.Waiting, "slot-taken"), (file!.Steps.Single().Outcome, file.Steps.Single().Detail));

        await system.RunUntilAsync(Given.At("2020-05-14T18:00"), Cancellation);

        Assert.Equal([Given.At("2020-05-13T09:00"), Given.At("2020-05-14T09:00")], system.Outbox.Messages.Select(m => m.At));
        Assert.Contains("2-1“问题1”应于5月19日前完成，还剩5天", system.Outbox.Messages[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_is_done_between_claim_and_send_is_not_told_and_the_ledger_says_why()
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        system.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await system.UseCases.ScanDeadlines.RunAsync(Cancellation);
        await ActAsync(system, new ReportItem(new("张三"), "完成"));
        await system.BeatAsync(Cancellation);

        Assert.Empty(system.Outbox.Messages);
        var record = Assert.Single(await RecordsAsync(system));
        Assert.Equal(("before-7", StepOutcome.Suppressed, "reported"), (record.Step.Name.ToString(), record.Outcome, record.Detail));
    }

    [Fact]
    public async Task An_extension_supersedes_queued_notices_and_brings_new_steps()
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        system.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await system.UseCases.ScanDeadlines.RunAsync(Cancellation);
        await ActAsync(system, new ExtendItem(Given.Office, Given.Day("2020-06-30"), "汛期无法施工"));
        await system.RunUntilAsync(Given.At("2020-06-30T18:00"), Cancellation);

        Assert.Equal(
            ["06-23", "06-24", "06-29", "06-30"], system.Outbox.Messages.Select(m => m.At.InZone(Given.Shanghai).ToString("MM-dd", null)));
        Assert.Equal("deadline-changed", (await RecordsAsync(system)).Single(r => r.Step.DeadlineVersion == 1).Detail);
    }

    [Fact]
    public async Task A_new_person_is_told_the_owed_step_and_the_old_one_is_told_nothing()
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        await system.RunUntilAsync(Given.At("2020-05-18T10:00"), Cancellation);
        await ActAsync(system, new CompleteItem(Given.Office, Persons: [new("王五", Given.Phone(2))]));
        await system.RunUntilAsync(Given.At("2020-05-20T18:00"), Cancellation);

        Assert.Equal(
            [(1, "05-13"), (1, "05-15"), (2, "05-18"), (2, "05-19"), (2, "05-20")],
            system.Outbox.Messages.Select(m => (m.To == Given.Phone(1) ? 1 : 2, m.At.InZone(Given.Shanghai).ToString("MM-dd", null))));
        Assert.StartsWith("【整改提醒】王五，", system.Outbox.Messages[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_reported_hears_nothing_until_the_item_is_returned()
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        await system.RunUntilAsync(Given.At("2020-05-14T10:00"), Cancellation);
        await ActAsync(system, new ReportItem(new("张三"), "完成"));
        await system.RunUntilAsync(Given.At("2020-05-22T10:00"), Cancellation);
        Assert.Single(system.Outbox.Messages, m => m.To == Given.Phone(1));

        await ActAsync(system, new ReturnItem(new("李四"), "照片看不清"));
        await system.RunUntilAsync(Given.At("2020-05-25T10:00"), Cancellation);

        Assert.Equal(
            ["张三 05-13 09:00", "李四 05-15 09:00", "李四 05-19 09:00", "李四 05-21 09:00", "张三 05-22 10:00", "李四 05-22 10:00", "张三 05-25 09:00",
                "李四 05-25 09:00"],
            system.Outbox.Messages.Where(m => m.To != Given.Phone(21)).Select(m => $"{(m.To == Given.Phone(1) ? "张三" : "李四")} "
                + $"{m.At.InZone(Given.Shanghai).ToString("MM-dd HH:mm", null)}").Order(StringComparer.Ordinal).OrderBy(m => m[3..]));
    }

    [Fact]
    public async Task A_returned_item_tells_nothing_twice()
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        await system.RunUntilAsync(Given.At("2020-05-19T10:00"), Cancellation);
        await ActAsync(system, new ReportItem(new("张三"), "完成"));
        await ActAsync(system, new ReturnItem(new("李四"), "照片看不清"));
        await system.RunUntilAsync(Given.At("2020-05-19T18:00"), Cancellation);

        Assert.Equal(3, system.Outbox.Messages.Count);
    }

    [Fact]
    public async Task A_closed_item_is_silent_and_a_reopened_one_begins_anew()
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        await system.RunUntilAsync(Given.At("2020-05-14T10:00"), Cancellation);
        await ActAsync(system, new ReportItem(new("张三"), "完成"));
        await ActAsync(system, new VerifyItem(new("李四"), new(true, true, true, true), "现场已核查"));
        await system.RunUntilAsync(Given.At("2020-08-14T10:00"), Cancellation);
        Assert.Single(system.Outbox.Messages);

        await ActAsync(system, new ReopenItem(Given.Office, Given.Day("2020-09-30"), "反弹"));
        await system.RunUntilAsync(Given.At("2020-09-30T18:00"), Cancellation);

        Assert.Equal(["05-13", "09-23", "09-27", "09-29", "09-30"],
            system.Outbox.Messages.Select(m => m.At.InZone(Given.Shanghai).ToString("MM-dd", null)));
    }

    [Fact]
    public async Task A_draft_sends_nothing_and_a_completed_one_sends_the_step_it_owes()
    {
        var system = await LoadedAsync("2020-05-12T10:00", [], "2020-05-20");
        await system.RunUntilAsync(Given.At("2020-05-25T10:00"), Cancellation);
        Assert.Empty(system.Outbox.Messages);

        await ActAsync(system, new CompleteItem(Given.Office, [Given.Person], [Given.Leader]));
        await system.RunUntilAsync(Given.At("2020-05-25T18:00"), Cancellation);

        Assert.Equal([Given.Person.Phone, Given.Leader.Phone],
            system.Outbox.Messages.Select(m => (PhoneNumber?)m.To).OrderBy(to => to!.Value.Value));
    }

    [Fact]
    public async Task A_second_beat_at_the_same_instant_sends_nothing_more()
    {
        var system = await LoadedAsync("2020-05-12T10:00", "2020-05-20");
        system.Clock.SetTo(Given.At("2020-05-21T09:00"));
        await system.BeatAsync(Cancellation);
        var sent = system.Outbox.Messages;
        await system.BeatAsync(Cancellation);

        Assert.Equal(2, sent.Count);
        Assert.Equal(sent, system.Outbox.Messages);
    }

    [Fact]
    public async Task A_slot_that_a_new_policy_sets_earlier_loses_no_step()
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        var earlier = Given.Schedule(new ReminderPolicy { SlotTime = new(8, 30) });
        var scan = (world.UseCases with { Schedule = earlier }).ScanDeadlines;
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));

        Assert.Equal(1, (await scan.RunAsync(Cancellation)).Notices);
    }

    private static Task<InMemorySystem> LoadedAsync(string start, params string[] deadlines) =>
        LoadedAsync(start, Given.Contacts(deadlines.Length), deadlines);

    private static async Task<InMemorySystem> LoadedAsync(string start, Contact[] contacts, params string[] deadlines)
    {
        var system = new InMemorySystem(new ReminderPolicy(), Given.Zone, Given.At(start));
        await system.UseCases.LoadPlan.RunAsync(Given.Plan(deadlines), contacts, dryRun: false, Given.Office, CancellationToken.None);
        return system;
    }

    private static async Task LoadAsync(InMemorySystem system, PlanDraft plan) =>
        await system.UseCases.LoadPlan.RunAsync(plan, Given.Contacts(), dryRun: false, Given.Office, CancellationToken.None);

    private static async Task ActAsync(InMemorySystem system, ItemCommand command) =>
        Assert.Null((await system.UseCases.ActOnItem.RunAsync(new(1, 1), command, CancellationToken.None)).Refusal);

    private static async Task<IReadOnlyList<StepRecord>> RecordsAsync(InMemorySystem system) =>
        (await system.Ledger.Items.FindItemFileAsync(new(1, 1), CancellationToken.None))!.Steps;
}
