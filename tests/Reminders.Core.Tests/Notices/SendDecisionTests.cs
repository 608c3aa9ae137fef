namespace Reminders.Core.Tests.Notices;

public class SendDecisionTests
{
    private static readonly Notice Reminder = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person));

    public static TheoryData<string, Item?> Withdrawn => new()
    {
        { "gone", null },
        { "reported", Given.Item(ItemState.Reported) },
        { "closed", Given.Item(ItemState.Closed) },
        { "cancelled", Given.Item(ItemState.Cancelled) },
        { "draft", Given.Item(ItemState.Draft) },
        { "deadline-changed", Given.Item() with { Deadline = Given.Item().Deadline.MovedTo(Given.Day("2020-06-30"), "") } },
        { "recipient-changed", Given.Item() with { Persons = [new("王五", Given.Phone(2))] } },
        { "recipient-changed", Given.Item() with { Persons = [new("王五", Given.Phone(2))], Leaders = [Given.Person] } },
    };

    [Theory]
    [MemberData(nameof(Withdrawn))]
    public void A_notice_whose_item_has_changed_is_withdrawn_by_name(string reason, Item? item)
    {
        var decision = Decide(Reminder, "2020-05-13T09:01", item);

        Assert.Equal((NoticeState.Suppressed, reason, reason),
            (decision.Notice.State, decision.Notice.Reason, decision.Notice.Steps.Single().Dropped));
        Assert.Equal(reason == "recipient-changed" ? 1 : 0, decision.Owed.Length); // the new recipient has not been told
    }

    [Fact]
    public void An_open_item_is_sent_worded_for_the_moment()
    {
        var decision = Decide(Reminder, "2020-05-13T19:54", Given.Item(title: "新标题"));

        Assert.Equal(NoticeState.Sending, decision.Notice.State);
        Assert.Contains("“新标题”应于5月20日前完成，还剩7天", decision.Notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notice_goes_out_with_the_steps_that_still_hold_and_without_the_others()
    {
        var both = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person), (2, "before-7", Role.Person));

        var decision = Decide(both, "2020-05-13T09:01", Given.Item(), Given.Item(ItemState.Closed) with { Code = new(1, 2) });

        Assert.Equal([null, "closed"], decision.Notice.Steps.Select(s => s.Dropped));
        Assert.Equal(NoticeState.Sending, decision.Notice.State);
        Assert.DoesNotContain("1-2", decision.Notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_a_newer_one_has_overtaken_is_superseded() =>
        Assert.Equal((NoticeState.Superseded, "newer-step"), Outcome(Decide(Reminder, "2020-05-15T09:00", Given.Item())));

    [Theory]
    [InlineData("the quiet hours of its day", "2020-05-13T20:00")]
    [InlineData("the next day, before the slot", "2020-05-14T08:30")]
    [InlineData("the next day, after the slot", "2020-05-14T10:00")]
    public void A_notice_that_missed_its_day_gives_its_steps_back(string remark, string now)
    {
        var decision = Decide(Reminder, now, Given.Item());

        Assert.Equal((remark, (NoticeState.Superseded, "missed-its-day")), (remark, Outcome(decision)));
        var owed = Assert.Single(decision.Owed);
        Assert.Equal((new ItemCode(1, 1), Given.At("2020-05-13T09:00")), (owed.Item, owed.Since));
        Assert.Equal(Given.At(now) + AgendaTiming.WaitsFor, owed.At);
    }

    [Fact]
    public void Steps_of_items_that_are_not_open_are_not_given_back()
    {
        var both = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person), (2, "before-7", Role.Person));

        var decision = Decide(both, "2020-05-13T20:00", Given.Item(), Given.Item(ItemState.Closed) with { Code = new(1, 2) });

        Assert.Equal([new(1, 1)], decision.Owed.Select(o => o.Item));
    }

    [Fact]
    public void A_policy_whose_slot_moved_later_does_not_take_a_step_for_superseded()
    {
        var later = Given.Schedule(new() { SlotTime = new(10, 0) });

        var decision = SendDecision.Decide(Reminder, Items(Given.Item()), Given.NoBarriers, later, Given.At("2020-05-13T09:05"));

        Assert.Equal(NoticeState.Sending, decision.Notice.State);
    }

    [Fact]
    public void A_leader_is_not_told_that_a_new_person_cannot_be_reached()
    {
        var notice = Given.Notice("2020-05-13T09:00", Given.Leader,
            (1, StepName.Unreachable(Given.Phone(1), Given.At("2020-05-12T16:00")).ToString(), Role.Leader));
        var failing = new SendBarriers([new(Given.Phone(1), "30006", Given.At("2020-05-12T16:00"))], null);
        var now = Given.At("2020-05-13T09:01");

        var same = SendDecision.Decide(notice, Items(Given.Item()), failing, Given.Schedule(), now);
        var replaced = SendDecision.Decide(notice, Items(Given.Item() with { Persons = [new("王五", Given.Phone(2))] }), failing,
            Given.Schedule(), now);
        var gone = SendDecision.Decide(notice, Items(Given.Item() with { Persons = [] }), failing, Given.Schedule(), now);

        Assert.Equal(NoticeState.Sending, same.Notice.State);
        Assert.Equal((NoticeState.Suppressed, "recipient-changed"), Outcome(replaced));
        Assert.Equal((NoticeState.Suppressed, "recipient-changed"), Outcome(gone));
    }

    [Fact]
    public void A_number_that_fails_by_now_gets_nothing()
    {
        var barriers = new SendBarriers([new(Given.Phone(1), "21610", Given.At("2020-05-13T08:59"))], null);

        var decision = SendDecision.Decide(Reminder, Items(Given.Item()), barriers, Given.Schedule(), Given.At("2020-05-13T09:01"));

        Assert.Equal((NoticeState.Suppressed, "number-failed: 21610"), Outcome(decision));
    }

    [Theory]
    [InlineData("10:00", "Queued", "halted: 30002", "it is tried again when the halt is over")]
    [InlineData("09:01", "Sending", null, "a halt that is over stops nothing")]
    [InlineData("19:55", "Superseded", "missed-its-day", "five minutes are not enough before it is quiet")]
    public void While_the_provider_takes_nothing_a_notice_waits_within_its_day(string until, string state, string? reason, string remark)
    {
        var barriers = new SendBarriers([], new("30002", Given.At("2020-05-13T08:00"), Given.At($"2020-05-13T{until}")));

        var decision = SendDecision.Decide(Reminder, Items(Given.Item()), barriers, Given.Schedule(), Given.At("2020-05-13T09:01"));

        Assert.Equal((state, reason, remark), (decision.Notice.State.ToString(), decision.Notice.Reason, remark));
        Assert.Equal(state == "Queued" ? barriers.Halt!.Until : null, decision.Notice.NotBefore);
        Assert.Equal(state == "Superseded" ? 1 : 0, decision.Owed.Length);
    }

    [Theory]
    [InlineData(Remedy.Later, "30001", "Queued", "30001", "09:06", "later: in five minutes")]
    [InlineData(Remedy.Configuration, "21408", "Queued", "configuration: 21408", "10:01", "somebody has to mend the settings: in an hour")]
    [InlineData(Remedy.StopEverything, "30002", "Queued", "halted: 30002", "09:31", "nothing passes: in half an hour")]
    [InlineData(Remedy.NewNumber, "30006", "Failed", "30006", null, "the number fails for good")]
    [InlineData(Remedy.NewText, "30007", "Failed", "30007", null, "this text will not be taken")]
    [InlineData(Remedy.LookUp, "99999", "Queued", "unlisted: 99999", "10:01", "a code that nobody knows: once more, in an hour")]
    public void The_providers_answer_decides_the_next_state(
        Remedy remedy, string code, string state, string reason, string? again, string remark)
    {
        var now = Given.At("2020-05-13T09:01");
        var sending = SendDecision.Decide(Reminder, Items(Given.Item()), Given.NoBarriers, Given.Schedule(), now).Notice;

        var answered = SendDecision.TryAnswered(sending, 1, SendOutcome.Refused(remedy, code), Items(Given.Item()), Given.Schedule(),
            now)!.Notice;

        Assert.Equal((state, reason, remark), (answered.State.ToString(), answered.Reason, remark));
        Assert.Equal(again is null ? null : Given.At($"2020-05-13T{again}"), answered.NotBefore);
        Assert.Equal(again is null ? 1 : 2, answered.Attempt);
    }

    [Theory]
    [InlineData(Remedy.LookUp, "99999", "unlisted: 99999")]
    [InlineData(Remedy.Configuration, "21609", "configuration: 21609")]
    [InlineData(Remedy.Later, "30001", "missed-its-day")]
    public void A_notice_that_cannot_be_tried_again_today_is_superseded_and_its_reason_names_the_remedy(
        Remedy remedy, string code, string reason)
    {
        var now = Given.At("2020-05-13T19:50");
        var sending = Reminder with { State = NoticeState.Sending };

        var answered = SendDecision.TryAnswered(sending, 1, SendOutcome.Refused(remedy, code), Items(Given.Item()), Given.Schedule(), now)!;

        Assert.Equal((NoticeState.Superseded, reason), Outcome(answered));
        Assert.Single(answered.Owed);
    }

    [Fact]
    public void An_unknown_code_is_not_tried_a_third_time()
    {
        var now = Given.At("2020-05-13T10:01");
        var sending = Reminder with { State = NoticeState.Sending, Attempt = 2, Unlisted = 1 };

        var answered = SendDecision.TryAnswered(sending, 2, SendOutcome.Refused(Remedy.LookUp, "99998"), Items(Given.Item()),
            Given.Schedule(), now)!;

        Assert.Equal((NoticeState.Failed, "unlisted: 99998"), Outcome(answered));
    }

    [Fact]
    public void A_replaced_attempt_still_reports_that_it_went_out_and_nothing_else()
    {
        var now = Given.At("2020-05-13T09:01");
        var second = Reminder with { State = NoticeState.Queued, Attempt = 2 };

        Assert.Null(SendDecision.TryAnswered(second, 1, new SendOutcome.NumberRefused("30006"), Items(), Given.Schedule(), now));
        Assert.Null(SendDecision.TryAnswered(second, 1, new SendOutcome.Later("30001"), Items(), Given.Schedule(), now));
        Assert.Equal(NoticeState.Sent,
            SendDecision.TryAnswered(second, 1, new SendOutcome.Accepted("SM1"), Items(), Given.Schedule(), now)!.Notice.State);
    }

    [Fact]
    public void A_late_acceptance_of_a_replaced_attempt_that_did_not_arrive_changes_nothing()
    {
        var now = Given.At("2020-05-13T09:01");
        var second = Reminder with { State = NoticeState.Sending, Attempt = 2, Undelivered = 1 };

        Assert.Null(SendDecision.TryAnswered(second, 1, new SendOutcome.Accepted("SM1"), Items(), Given.Schedule(), now));
        var taken = SendDecision.TryAnswered(second, 2, new SendOutcome.Accepted("SM2"), Items(), Given.Schedule(), now);
        Assert.Equal(NoticeState.Sent, taken!.Notice.State);
    }

    [Fact]
    public void An_unknown_code_is_counted()
    {
        var sending = Reminder with { State = NoticeState.Sending };
        var outcome = SendOutcome.Refused(Remedy.LookUp, "99999");

        var answered = SendDecision.TryAnswered(sending, 1, outcome, Items(Given.Item()), Given.Schedule(), Given.At("2020-05-13T10:01"))!;

        Assert.Equal(1, answered.Notice.Unlisted);
    }

    [Fact]
    public void Steps_that_end_for_different_reasons_are_suppressed_and_not_superseded()
    {
        var both = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person), (2, "before-7", Role.Person));

        var decision = Decide(both, "2020-05-15T09:00", Given.Item(), Given.Item(ItemState.Closed) with { Code = new(1, 2) });

        Assert.Equal(["newer-step", "closed"], decision.Notice.Steps.Select(s => s.Dropped));
        Assert.Equal(NoticeState.Suppressed, decision.Notice.State);
    }

    [Fact]
    public void A_missed_notice_gives_back_the_steps_of_an_item_from_the_oldest_on_after_the_time_for_its_write()
    {
        var two = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person), (1, "before-3", Role.Person));
        two = two with { State = NoticeState.Sending, Steps = [two.Steps[0], two.Steps[1] with { At = Given.At("2020-05-15T09:00") }] };
        var now = Given.At("2020-05-13T19:50");
        var outcome = SendOutcome.Refused(Remedy.Later, "30001");

        var owed = SendDecision.TryAnswered(two, 1, outcome, Items(Given.Item()), Given.Schedule(), now)!.Owed.Single();

        Assert.Equal((now + AgendaTiming.WaitsFor, Given.At("2020-05-13T09:00")), (owed.At, owed.Since));
    }

    private static (NoticeState, string?) Outcome(SendDecision decision) => (decision.Notice.State, decision.Notice.Reason);

    private static Dictionary<ItemCode, Item> Items(params Item?[] items) => items.OfType<Item>().ToDictionary(i => i.Code);

    private static SendDecision Decide(Notice notice, string now, params Item?[] items) =>
        SendDecision.Decide(notice, Items(items), Given.NoBarriers, Given.Schedule(), Given.At(now));
}
