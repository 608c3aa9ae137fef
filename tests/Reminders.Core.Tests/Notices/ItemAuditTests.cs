namespace Reminders.Core.Tests.Notices;

/// <summary>One item due on 20 May 2020, audited at noon of 13 May, three hours after its first step.</summary>
public class ItemAuditTests
{
    private static readonly Instant Now = Given.At("2020-05-13T12:00");
    private static readonly AgendaEntry.OfItem Next = AgendaEntry.ForItem(Given.Item(), Given.At("2020-05-17T09:00"),
        Given.At("2020-05-17T09:00"));

    [Theory]
    [InlineData(ItemState.Draft, ItemStanding.Waiting)]
    [InlineData(ItemState.Closed, ItemStanding.Ended)]
    [InlineData(ItemState.Cancelled, ItemStanding.Ended)]
    public void An_item_that_owes_nobody_anything_needs_no_entry(ItemState state, ItemStanding standing) =>
        Assert.Equal(new(standing), Audit(Given.Item(state), [], []));

    [Fact]
    public void An_open_item_whose_due_step_is_recorded_and_whose_next_is_on_the_agenda_is_accounted_for() =>
        Assert.Equal(new(ItemStanding.Scheduled), Audit(Given.Item(), [Record("before-7")], [Next]));

    [Fact]
    public void An_open_item_that_does_not_stand_on_the_agenda_is_put_there_since_its_opening()
    {
        var finding = Audit(Given.Item(), [Record("before-7")], []);

        Assert.Equal((AuditCodes.ItemUnwatched, true), (finding.Problem!.Code, finding.Problem.Repaired));
        Assert.Equal(AgendaEntry.ForItem(Given.Item(), Now, Given.At("2020-05-13T09:00")), finding.Repair);
    }

    [Fact]
    public void A_reported_item_that_does_not_stand_on_the_agenda_is_put_there_since_its_first_request_to_verify()
    {
        var finding = Audit(Given.Item(ItemState.Reported), [], [], Given.At("2020-05-20T12:00"));

        Assert.Equal(AuditCodes.ItemUnwatched, finding.Problem!.Code);
        Assert.Equal(AgendaEntry.ForItem(Given.Item(), Given.At("2020-05-20T12:00"), Given.At("2020-05-18T09:00")), finding.Repair);
    }

    [Fact]
    public void A_request_to_verify_without_a_record_is_found()
    {
        var later = AgendaEntry.ForItem(Given.Item(), Given.At("2020-05-20T09:00"), Given.At("2020-05-20T09:00"));

        var finding = Audit(Given.Item(ItemState.Reported), [], [later], Given.At("2020-05-18T12:00"));

        Assert.Equal(new(new(1, 1), "verify-2020-05-18", Given.At("2020-05-18T09:00")), finding.Step);
    }

    [Fact]
    public void A_return_that_was_not_told_is_found()
    {
        var returned = Given.Item() with { Returned = new(new("李四"), Given.At("2020-05-13T10:00"), "照片看不清") };

        Assert.Equal("returned-20200513T020000Z", Audit(returned, [Record("before-7")], [Next]).Step?.Step);
    }

    [Theory]
    [InlineData("2020-05-12T10:00", "2020-05-13T09:00")] // before-7
    [InlineData("2020-05-13T09:00", "2020-05-15T09:00")] // before-3, moved to the Friday before
    [InlineData("2020-05-20T09:00", "2020-05-21T09:00")] // overdue, of two roles
    public void An_item_stands_on_the_agenda_at_its_next_step(string now, string at) =>
        Assert.Equal([AgendaEntry.ForItem(Given.Item(), Given.At(at), Given.At(at))], Places(now, Given.Item()));

    [Fact]
    public void An_item_whose_steps_wait_stands_at_their_slots_too_for_their_role()
    {
        var (soon, late) = (Waiting("before-7", "2020-05-14T09:00"), Waiting("before-3", "2020-05-18T09:00"));
        var (over, next) = (Waiting("before-1", "2020-05-13T12:00"), Given.At("2020-05-15T09:00"));

        var places = Places("2020-05-13T12:00", Given.Item(), soon, late, over);

        Assert.Equal(
            [
                AgendaEntry.ForItem(Given.Item(), next, next),
                AgendaEntry.ForItem(Given.Item(), soon.Until!.Value, soon.DueAt) with { Role = Role.Person },
                AgendaEntry.ForItem(Given.Item(), late.Until!.Value, late.DueAt) with { Role = Role.Person },
            ],
            places);
    }

    [Fact]
    public void A_look_at_one_role_that_waits_does_not_watch_the_item() =>
        Assert.Equal(
            AuditCodes.ItemUnwatched, Audit(Given.Item(), [Record("before-7")], [Next with { Role = Role.Person }]).Problem?.Code);

    [Theory]
    [InlineData(ItemState.Draft)]
    [InlineData(ItemState.Closed)]
    [InlineData(ItemState.Cancelled)]
    public void An_item_that_owes_nobody_anything_has_no_place(ItemState state) =>
        Assert.Empty(Places("2020-05-13T12:00", Given.Item(state), Waiting("before-7", "2020-05-14T09:00")));

    [Fact]
    public void An_entry_of_an_older_version_does_not_watch_the_item() =>
        Assert.Equal(AuditCodes.ItemUnwatched, Audit(Given.Item() with { Version = 2 }, [Record("before-7")], [Next]).Problem?.Code);

    /// <summary>
    /// A person who joins just after a step became due is owed that step; the one before it belongs to the earlier people.
    /// </summary>
    [Theory]
    [InlineData("2020-05-15T09:30", true)] // before-3 has just become due
    [InlineData("2020-05-15T08:59", false)] // before-7 is still the latest
    public void A_person_who_joins_is_not_owed_a_step_that_a_newer_one_has_replaced(string now, bool holds)
    {
        var joined = Given.Item() with { Persons = [Given.Person, new("钱二", Given.Phone(2))] };
        Assert.Equal(holds, Audit(joined, [Record("before-7")], [Next], Given.At(now)).Problem is null);
    }

    [Fact]
    public void A_due_step_without_a_record_is_found_and_repaired()
    {
        var finding = Audit(Given.Item(), [], [Next]);

        Assert.Equal(AuditCodes.StepUnaccounted, finding.Problem!.Code);
        Assert.Equal(new(new(1, 1), "before-7", Given.At("2020-05-13T09:00")), finding.Step);
        Assert.Equal(AgendaEntry.ForItem(Given.Item(), Now, Given.At("2020-05-13T09:00")), finding.Repair);
    }

    [Fact]
    public void A_due_step_that_has_its_entry_is_given_an_hour()
    {
        var due = AgendaEntry.ForItem(Given.Item(), Given.At("2020-05-13T09:00"), Given.At("2020-05-13T09:00"));

        Assert.Null(Audit(Given.Item(), [], [due], Given.At("2020-05-13T09:59")).Problem);
        Assert.Equal(AuditCodes.StepUnaccounted, Audit(Given.Item(), [], [due], Given.At("2020-05-13T10:00")).Problem?.Code);
    }

    [Fact]
    public void A_step_that_waits_needs_an_entry_that_reaches_back_to_it()
    {
        var waiting = Record("before-7") with { Outcome = StepOutcome.Waiting, Detail = "carrier-limit" };
        var look = Next with { Since = waiting.DueAt };

        Assert.Null(Audit(Given.Item(), [waiting], [look]).Problem);
        Assert.Equal(AuditCodes.StepUnaccounted, Audit(Given.Item(), [waiting], [Next]).Problem?.Code);
    }

    [Fact]
    public void A_step_before_the_latest_may_have_gone_to_somebody_else_but_not_to_nobody()
    {
        var now = Given.At("2020-05-17T12:00"); // a Sunday; before-3 was told on Friday the 15th
        var successor = Given.Item() with { Persons = [new("王五", Given.Phone(2))] };
        var latest = Record("before-3", 2) with { DueAt = Given.At("2020-05-15T09:00") };

        Assert.Null(Audit(successor, [Record("before-7"), latest], [Next], now).Problem);
        Assert.Equal("before-7", Audit(successor, [latest], [Next], now).Step?.Step);
        Assert.Equal("before-3", Audit(successor, [Record("before-7"), Record("before-3")], [Next], now).Step?.Step);
    }

    [Fact]
    public void Records_of_an_older_deadline_account_for_nothing() =>
        Assert.NotNull(Audit(Given.Item() with { Deadline = Deadline.On(Given.Day("2020-05-20"), "", version: 2) }, [Record("before-7")],
            [Next]).Problem);

    [Fact]
    public void An_item_whose_person_cannot_be_reached_is_flagged_and_its_leader_must_know()
    {
        var flag = new NumberFlag(Given.Phone(1), "30006", Given.At("2020-05-13T09:01"));
        var told = new StepRecord(
            new(new(1, 1), 1, StepName.Unreachable(flag.Number, flag.At), Role.Leader), Given.Phone(11), "李四", flag.At, StepOutcome.Noticed,
            "n", flag.At);

        Assert.Equal(new(ItemStanding.Flagged), Audit(Given.Item(), [Record("before-7"), told], [Next], flags: flag));
        Assert.Equal("unreachable", Audit(Given.Item(), [Record("before-7")], [Next], flags: flag).Step?.Step);
    }

    private static AuditedItem Audit(
        Item item, StepRecord[] records, AgendaEntry.OfItem[] entries, Instant? now = null, params NumberFlag[] flags) =>
        new ItemAudit(Given.Schedule()).Audit(
            new(item, [], records), Given.Shanghai, entries, new(flags, null), now ?? Now, settles: false);

    private static IEnumerable<AgendaEntry.OfItem> Places(string after, Item item, params StepRecord[] records) =>
        new ItemAudit(Given.Schedule()).PlacesAfter(Given.At(after), new(item, [], records), Given.Shanghai);

    private static StepRecord Waiting(string step, string until) =>
        Record(step) with { Outcome = StepOutcome.Waiting, Until = Given.At(until) };

    private static StepRecord Record(string step, int to = 1) =>
        new(new(new(1, 1), 1, StepName.Parse(step), Role.Person), Given.Phone(to), "张三", Given.At("2020-05-13T09:00"), StepOutcome.Noticed,
            "20200513T0100Z-0000000000000000", Now);
}
