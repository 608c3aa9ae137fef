namespace Reminders.Core.Tests.UseCases;

/// <summary>The office urges a person 催办, whatever the schedule says.</summary>
public class UrgeTests
{
    private readonly World world = new(Given.At("2020-05-06T10:00"));

    private static UrgeItem Urge => new(Given.Office, "上级周五来查");

    [Fact]
    public async Task An_urging_is_told_the_same_day_once_and_the_schedule_goes_on()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.RunUntilAsync(Given.At("2020-05-06T14:00"));
        await world.ActAsync(1, Urge);

        await world.RunUntilAsync(Given.At("2020-05-13T10:00"));

        Assert.Equal(["urged-20200506T060000Z", "before-7"], (await world.ToldAsync()).Select(t => t.Step.Name.ToString()));
        var urged = world.Provider.Taken[0];
        Assert.Equal(new LocalDate(2020, 5, 6), urged.At.InZone(Given.Shanghai).Date);
        Assert.Contains("现予催办（原因：上级周五来查）", urged.Sms.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("催办", world.Provider.Taken[1].Sms.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_had_a_message_today_is_urged_on_the_next_working_day()
    {
        await world.LoadAsync(Given.Plan("2020-05-13"), Given.Contacts());
        await world.RunUntilAsync(Given.At("2020-05-06T11:00"));
        Assert.Single(world.Provider.Taken);
        await world.ActAsync(1, Urge);
        await world.ActAsync(1, Urge with { Note = "明天要报" });

        await world.RunUntilAsync(Given.At("2020-05-08T10:00"));

        Assert.Equal(Given.At("2020-05-07T09:00"), (await world.NoticeOfAsync(world.Provider.Taken[1])).SlotAt);
        Assert.Contains("明天要报", world.Provider.Taken[1].Sms.Text, StringComparison.Ordinal);
        Assert.Equal(2, world.Provider.Taken.Count);
    }

    [Fact]
    public async Task An_urging_at_night_waits_for_the_morning_and_is_dropped_if_the_work_is_reported()
    {
        await world.LoadAsync(Given.Plan("2020-06-20", "2020-06-20"), Given.Contacts(2));
        await world.RunUntilAsync(Given.At("2020-05-06T22:00"));
        await world.ActAsync(1, Urge);
        await world.ActAsync(2, Urge);
        await world.RunUntilAsync(Given.At("2020-05-07T08:30"));
        Assert.Empty(world.Provider.Taken);
        await world.ActAsync(2, new ReportItem(new(Given.Person.Name), "完成"));

        await world.RunUntilAsync(Given.At("2020-05-07T10:00"));

        var told = (await world.ToldAsync()).Where(t => t.Step.Name.Kind == StepKind.Urged).Select(t => t.Step.Item.Ordinal);
        Assert.Equal([1], told);
    }

    [Fact]
    public async Task The_same_urging_on_the_same_day_is_one()
    {
        await world.LoadAsync(Given.Plan("2020-06-20"), Given.Contacts());
        await world.RunUntilAsync(Given.At("2020-05-06T14:00"));
        await world.ActAsync(1, Urge);
        await world.RunUntilAsync(Given.At("2020-05-06T16:00"));

        var again = Assert.IsType<Outcome<Item>.Done>(await world.ActAsync(1, Urge));
        await world.RunUntilAsync(Given.At("2020-05-08T10:00"));

        Assert.False(again.Changed);
        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task An_urging_ends_with_the_report_and_with_a_week()
    {
        await world.LoadAsync(Given.Plan("2020-08-20", "2020-08-20"), Given.Contacts(2));
        await world.RunUntilAsync(Given.At("2020-05-06T22:00"));
        await world.ActAsync(1, Urge);
        await world.ActAsync(1, new ReportItem(new(Given.Person.Name), "完成"));
        await world.ActAsync(1, new ReturnItem(Given.Office, "照片看不清"));
        await world.ActAsync(2, Urge);

        // Nobody was reachable for eight days.
        await world.OutageUntilAsync(Given.At("2020-05-15T10:00"));

        var urged = Assert.Single(await world.RecordsAsync(2), r => r.Step.Name.Kind == StepKind.Urged);
        Assert.Equal((StepOutcome.Suppressed, Reasons.UrgingOver), (urged.Outcome, urged.Detail));
        Assert.DoesNotContain(world.Provider.Taken, t => t.Sms.Text.Contains("催办", StringComparison.Ordinal));
        Assert.Equal(0, (await world.UseCases.AuditLedger.RunAsync(Cancellation)).Problems.Count(p => AuditCodes.IsOfItem(p.Code)));
    }

    [Fact]
    public async Task Only_an_open_item_can_be_urged()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.ActAsync(1, new ReportItem(new(Given.Person.Name), "完成"));

        var refused = Assert.IsType<Outcome<Item>.Refused>(await world.ActAsync(1, Urge));

        Assert.Equal("not-allowed-in-state", refused.Refusal.Code);
    }
}
