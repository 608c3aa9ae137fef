using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Notices;
using Reminders.Core.Schedules;
using Reminders.Testing;

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

        Assert.Equal((NoticeState.Suppressed, reason, reason), (decision.Notice.State, decision.Notice.Reason, decision.Notice.Steps.Single().Dropped));
        Assert.Empty(decision.Owed);
    }

    [Fact]
    public void An_open_item_is_sent_worded_for_the_moment()
    {
        var decision = Decide(Reminder, "2020-05-13T19:59", Given.Item(title: "新标题"));

        Assert.Equal(NoticeState.Sending, decision.Notice.State);
        Assert.Contains("“新标题”应于5月20日前完成，还剩7天", decision.Notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_still_holds_goes_out_without_what_does_not()
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
        Assert.Equal((new ItemCode(1, 1), Given.At("2020-05-13T09:00")), (owed.Item!.Value, owed.Since));
        Assert.Equal(Given.At(now) + NoticeTiming.SettlesWithin, owed.At);
    }

    [Fact]
    public void Steps_of_items_that_are_not_open_are_not_given_back()
    {
        var both = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person), (2, "before-7", Role.Person));

        var decision = Decide(both, "2020-05-13T20:00", Given.Item(), Given.Item(ItemState.Closed) with { Code = new(1, 2) });

        Assert.Equal([new(1, 1)], decision.Owed.Select(o => o.Item!.Value));
    }

    [Fact]
    public void A_policy_whose_slot_moved_later_does_not_take_a_step_for_superseded()
    {
        var later = Given.Schedule(new() { SlotTime = new(10, 0) });

        var decision = SendDecision.Decide(Reminder, Items(Given.Item()), new HashSet<PhoneNumber>(), later, Given.At("2020-05-13T09:05"));

        Assert.Equal(NoticeState.Sending, decision.Notice.State);
    }

    [Fact]
    public void A_leader_is_not_told_that_a_new_person_cannot_be_reached()
    {
        var notice = Given.Notice("2020-05-13T09:00", Given.Leader, (1, Step.Unreachable + Given.Phone(1).Fingerprint, Role.Leader));
        var failing = new HashSet<PhoneNumber> { Given.Phone(1) };
        var now = Given.At("2020-05-13T09:01");

        var same = SendDecision.Decide(notice, Items(Given.Item()), failing, Given.Schedule(), now);
        var replaced = SendDecision.Decide(notice, Items(Given.Item() with { Persons = [new("王五", Given.Phone(2))] }), failing, Given.Schedule(), now);
        var gone = SendDecision.Decide(notice, Items(Given.Item() with { Persons = [] }), failing, Given.Schedule(), now);

        Assert.Equal(NoticeState.Sending, same.Notice.State);
        Assert.Equal((NoticeState.Suppressed, "recipient-changed"), Outcome(replaced));
        Assert.Equal((NoticeState.Suppressed, "recipient-changed"), Outcome(gone));
    }

    private static (NoticeState, string?) Outcome(SendDecision decision) => (decision.Notice.State, decision.Notice.Reason);

    private static Dictionary<ItemCode, Item> Items(params Item?[] items) => items.OfType<Item>().ToDictionary(i => i.Code);

    private static SendDecision Decide(Notice notice, string now, params Item?[] items) =>
        SendDecision.Decide(notice, Items(items), new HashSet<PhoneNumber>(), Given.Schedule(), Given.At(now));
}
