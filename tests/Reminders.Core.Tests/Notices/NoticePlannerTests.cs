namespace Reminders.Core.Tests.Notices;

public class NoticePlannerTests
{
    private static readonly Dictionary<PhoneNumber, NumberFlag> NoFlags = [];

    [Fact]
    public void All_that_is_due_to_one_number_goes_into_one_notice()
    {
        var decision = Decide("2020-05-13T09:00", [Given.Item(), Given.Item(ordinal: 2), Given.Item("2020-05-14", 3)]);

        var notice = Assert.Single(decision.Notices);
        Assert.Equal((Given.Person.Phone, Given.At("2020-05-13T09:00"), NoticeState.Pending), (notice.To, notice.SlotAt, notice.State));
        Assert.Equal(["1-1 before-7", "1-2 before-7", "1-3 before-1"], notice.Steps.Select(s => $"{s.Id.Item} {s.Id.Name}").Order());
        Assert.Contains("共3项", notice.Text, StringComparison.Ordinal);
        Assert.All(Records(decision, StepOutcome.Noticed), r => Assert.Equal(notice.Id, r.Detail));
    }

    [Fact]
    public void The_latest_of_several_due_steps_is_told_and_the_others_are_recorded_as_superseded()
    {
        var decision = Decide("2020-05-21T10:00", [Given.Item()]);

        var notice = decision.Notices.Single(n => n.To == Given.Person.Phone);
        Assert.Equal("overdue-1", notice.Steps.Single().Id.Name.ToString());
        Assert.Equal(
            ["before-7 overdue-1", "before-3 overdue-1", "before-1 overdue-1", "due overdue-1"],
            Records(decision, StepOutcome.Superseded).Where(r => r.Step.Role == Role.Person).Select(r => $"{r.Step.Name} {r.Detail}"));
    }

    [Fact]
    public void A_person_who_is_also_the_leader_reads_one_line_in_the_higher_role()
    {
        var item = Given.Item() with { Leaders = [Given.Person], Supervisors = [] };

        var notice = Assert.Single(Decide("2020-05-21T09:00", [item]).Notices);

        Assert.Equal([Role.Person, Role.Leader], notice.Steps.Select(s => s.Id.Role));
        Assert.Equal("【整改提醒】张三，1-1“档案填写不规范”应于5月20日前完成，已逾期1个工作日，责任人张三。请督促尽快整改到位，并核查销号。", notice.Text);
    }

    [Fact]
    public void A_step_that_a_notice_tells_or_may_yet_tell_is_recorded_and_not_owed()
    {
        foreach (var state in Enum.GetValues<NoticeState>().Where(NoticeLife.MayHaveBeenTold))
        {
            var earlier = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person)) with { State = state };

            var decision = Decide("2020-05-13T09:15", [Given.Item()], earlier);

            Assert.Empty(decision.Notices);
            Assert.Equal((StepOutcome.Noticed, earlier.Id), decision.Records.Select(r => (r.Outcome, r.Detail)).Single());
        }
    }

    [Theory]
    [InlineData(NoticeState.Suppressed)]
    [InlineData(NoticeState.Superseded)]
    public void A_step_that_a_withdrawn_notice_did_not_tell_is_still_owed_in_a_later_slot(NoticeState state)
    {
        var withdrawn = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person)) with { State = state };

        Assert.Equal(("slot-taken", "2020-05-14T09:00"), Waits(Decide("2020-05-13T09:15", [Given.Item()], withdrawn)));
        Assert.Equal("before-7", Decide("2020-05-14T09:00", [Given.Item()], withdrawn).Notices.Single().Steps.Single().Id.Name.ToString());
    }

    [Fact]
    public void A_step_that_a_notice_dropped_was_not_told()
    {
        var partly = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person));
        partly = partly with { State = NoticeState.Sent, Steps = [partly.Steps[0] with { Dropped = Reasons.DeadlineChanged }] };

        Assert.Equal("before-7", Decide("2020-05-14T09:00", [Given.Item()], partly).Notices.Single().Steps.Single().Id.Name.ToString());
    }

    [Theory]
    [InlineData("a step of Friday found on Saturday", "2020-05-22", "2020-05-16T10:00", "day-off", "2020-05-18T09:00")]
    [InlineData("in a holiday week", "2020-10-12", "2020-10-02T10:00", "day-off", "2020-10-09T09:00")]
    [InlineData("before the slot of a working day", "2020-05-20", "2020-05-14T08:30", "before-slot", "2020-05-14T09:00")]
    [InlineData("in the small hours too", "2020-05-20", "2020-05-14T00:00", "before-slot", "2020-05-14T09:00")]
    [InlineData("in the evening", "2020-05-20", "2020-05-14T20:00", "quiet-hours", "2020-05-15T09:00")]
    [InlineData("on Friday evening", "2020-05-20", "2020-05-15T23:59", "quiet-hours", "2020-05-18T09:00")]
    public void A_step_that_cannot_go_out_now_waits_with_a_named_reason(
        string remark, string deadline, string now, string reason, string until)
    {
        var decision = Decide(now, [Given.Item(deadline)]);

        Assert.Equal((remark, (reason, until)), (remark, Waits(decision)));
        Assert.Empty(decision.Notices);
    }

    [Theory]
    [InlineData("at nine on a Saturday", "2020-05-30T09:00", true)]
    [InlineData("later that Saturday", "2020-05-30T15:00", true)]
    [InlineData("but not on Sunday", "2020-05-31T09:00", false)]
    public void The_deadline_day_is_told_on_that_very_day_even_on_a_day_off(string remark, string now, bool told) =>
        Assert.Equal((remark, told), (remark, Decide(now, [Given.Item("2020-05-30")]).Notices.Length == 1));

    [Fact]
    public void A_number_that_had_its_message_of_this_slot_waits_for_the_next()
    {
        var earlier = Given.Notice("2020-05-13T09:00", Given.Person, (9, "before-1", Role.Person)) with { State = NoticeState.Sent };

        Assert.Equal(("slot-taken", "2020-05-14T09:00"), Waits(Decide("2020-05-13T10:00", [Given.Item()], earlier)));
    }

    [Fact]
    public void A_supervisor_hears_once_a_week_for_any_number_of_items()
    {
        var digest = Given.Notice("2020-05-25T09:00", Given.Supervisor, (9, "supervisor-1", Role.Supervisor)) with
        {
            State = NoticeState.Sent,
        };

        var decision = Decide("2020-05-28T09:00", [Given.Item() with { Persons = [], Leaders = [] }], digest);

        Assert.Empty(decision.Notices);
        Assert.Equal("weekly-digest", Waits(decision).Reason);
        Assert.Single(Decide("2020-06-01T09:00", [Given.Item() with { Persons = [], Leaders = [] }], digest).Notices);
    }

    [Theory]
    [InlineData(NoticeState.Undelivered, 0, true)]
    [InlineData(NoticeState.Undelivered, 1, false)]
    [InlineData(NoticeState.Failed, 1, true)] // the provider refused the last attempt, and the carrier never saw it
    [InlineData(NoticeState.Failed, 2, false)]
    [InlineData(NoticeState.Superseded, 1, true)]
    [InlineData(NoticeState.Superseded, 2, false)] // withdrawn after two attempts
    public void A_message_that_did_not_arrive_counts_toward_the_carriers_limit_too(NoticeState state, int undelivered, bool goesOut)
    {
        var text = Assert.Single(Decide("2020-05-13T09:00", [Given.Item()]).Notices).Text;
        var yesterday = Given.Notice("2020-05-12T09:00", Given.Person, (9, "before-1", Role.Person)) with
        {
            State = state,
            SentAt = Given.At("2020-05-12T10:00"),
            Undelivered = undelivered,
            Text = text,
        };

        Assert.Equal(goesOut, Decide("2020-05-13T09:00", [Given.Item()], yesterday).Notices.Length == 1);
    }

    [Fact]
    public void Over_the_carriers_limit_a_message_waits_and_merges()
    {
        Notice Sent(string at, string text) =>
            Given.Notice(at, Given.Person, (9, "overdue-1", Role.Person)) with
            {
                State = NoticeState.Sent,
                SentAt = Given.At(at),
                Text = text,
            };
        Notice[] four =
            [Sent("2020-05-12T10:00", "a"), Sent("2020-05-12T11:00", "b"), Sent("2020-05-12T12:00", "c"), Sent("2020-05-12T13:00", "d")];

        Assert.Equal(("carrier-limit", "2020-05-14T09:00"), Waits(Decide("2020-05-13T09:00", [Given.Item()], four)));
        Assert.Single(Decide("2020-05-13T10:00", [Given.Item()], four).Notices); // the first of the four is 24 hours old
    }

    [Fact]
    public void A_failing_number_gets_nothing_and_the_leader_is_told_once()
    {
        var flag = new NumberFlag(Given.Phone(1), "30006", Given.At("2020-05-13T09:01"));
        var decision = Decide("2020-05-14T09:00", [Given.Item()], since: "2020-05-13T09:00", flags: flag);
        var told = Assert.Single(decision.Notices);

        Assert.Equal((Given.Leader.Phone, StepName.Unreachable(Given.Phone(1), flag.At)), (told.To, told.Steps.Single().Id.Name));
        Assert.Contains("责任人张三手机无法接收短信", told.Text, StringComparison.Ordinal);
        Assert.Equal("number-failed: 30006", Records(decision, StepOutcome.Suppressed).Single().Detail);
        Assert.Empty(Decide("2020-05-15T09:00", [Given.Item()], since: "2020-05-13T09:00", flags: flag, recent: told).Notices);
        Assert.Empty(Decide("2020-05-15T09:00", [Given.Item()], since: "2020-05-15T09:00", flags: flag).Notices);
    }

    [Fact]
    public void The_leader_is_also_told_that_a_successor_cannot_be_reached()
    {
        var first = new NumberFlag(Given.Phone(1), "30006", Given.At("2020-05-13T09:01"));
        var second = new NumberFlag(Given.Phone(2), "30006", Given.At("2020-05-13T16:00"));
        var told = Assert.Single(Decide("2020-05-13T15:00", [Given.Item()], since: "2020-05-13T09:01", flags: first).Notices);

        var later = Decide("2020-05-14T09:00", [Given.Item() with { Persons = [new("王五", Given.Phone(2))] }], since: "2020-05-13T16:00",
            flags: second, recent: told);

        Assert.Equal(StepName.Unreachable(Given.Phone(2), second.At), Assert.Single(later.Notices).Steps.Single().Id.Name);
    }

    [Fact]
    public void Two_people_of_an_item_with_one_phone_are_one_recipient()
    {
        var decision = Decide("2020-05-13T09:00", [Given.Item() with { Persons = [Given.Person, new("王五", Given.Phone(1))] }]);

        Assert.Single(Assert.Single(decision.Notices).Steps);
        Assert.Single(decision.Records);
    }

    [Fact]
    public void Plans_of_two_zones_with_one_slot_share_the_notice()
    {
        var singapore = DateTimeZoneProviders.Tzdb["Asia/Singapore"];
        var now = Given.At("2020-05-13T09:00");
        var other = Given.Item() with { Code = new(2, 1) };

        var decision = new NoticePlanner(Given.Schedule()).Decide(
            new([Due(Given.Item(), now, now), Due(other, now, now) with { Zone = singapore }], [], NoFlags), now);

        Assert.Equal(["1-1", "2-1"], Assert.Single(decision.Notices).Steps.Select(s => s.Id.Item.ToString()));
    }

    [Fact]
    public void An_item_is_looked_at_next_when_it_owes_next_or_when_its_wait_ends()
    {
        var told = Decide("2020-05-13T09:00", [Given.Item()]).Agenda.Single();
        var late = Decide("2020-05-13T20:00", [Given.Item()]).Agenda;

        var next = AgendaEntry.ForItem(Given.Item(), Given.At("2020-05-15T09:00"), Given.At("2020-05-15T09:00"));
        var waiting = AgendaEntry.ForItem(Given.Item(), Given.At("2020-05-14T09:00"), Given.At("2020-05-13T09:00"));
        Assert.Equal(next, told);
        Assert.Equal([next, waiting with { Role = Role.Person }], late);
    }

    [Fact]
    public void When_the_wait_of_a_supervisor_ends_the_steps_of_the_others_are_not_decided_again()
    {
        var (monday, before) = (Given.At("2020-06-01T09:00"), Given.At("2020-05-28T09:00"));
        var due = Due(Given.Item(), monday, before);

        var ofOne = Decide(monday, due with { Entries = [due.Entries[0] with { Role = Role.Supervisor }] });
        var ofAll = Decide(monday, due);

        Assert.Equal([Role.Supervisor], ofOne.Records.Select(r => r.Step.Role));
        Assert.Equal(Enum.GetValues<Role>(), ofAll.Records.Select(r => r.Step.Role).Distinct().Order());
    }

    [Fact]
    public void The_sender_finds_the_text_of_a_digest_written_in_any_order_of_its_items()
    {
        var (schedule, now) = (Given.Schedule(), Given.At("2020-05-13T09:00"));
        var items = new[] { Given.Item(ordinal: 2), Given.Item(ordinal: 1) };

        var notice = new NoticePlanner(schedule).Decide(
            new([.. items.Select(i => Due(i, now, now))], [], NoFlags), now).Notices.Single();
        var sent = SendDecision.Decide(notice, items.ToDictionary(i => i.Code), Given.NoBarriers, schedule, now).Notice;

        Assert.Same(notice.Text, sent.Text);
    }

    [Fact]
    public void The_leader_hears_of_the_unreachable_one_of_two_people_from_the_instant_of_the_flag()
    {
        var flag = new NumberFlag(Given.Phone(2), "30006", Given.At("2020-05-14T09:00"));
        var item = Given.Item() with { Persons = [Given.Person, new("王五", Given.Phone(2))] };

        var decision = Decide("2020-05-14T09:00", [item], since: "2020-05-14T09:00", flags: flag);

        var told = decision.Notices.Single(n => n.To == Given.Leader.Phone);
        Assert.Equal(StepName.Unreachable(Given.Phone(2), flag.At), told.Steps.Single().Id.Name);
    }

    [Fact]
    public void A_report_that_waits_to_be_verified_sends_no_news_of_an_unreachable_person()
    {
        var flag = new NumberFlag(Given.Phone(1), "30006", Given.At("2020-05-17T09:00"));

        var decision = Decide("2020-05-18T09:00", [Given.Item(ItemState.Reported)], since: "2020-05-15T10:00", flags: flag);

        Assert.All(decision.Records, r => Assert.Equal(StepKind.Verify, r.Step.Name.Kind));
        Assert.NotEmpty(decision.Notices);
    }

    [Fact]
    public void One_notice_tells_the_thousand_oldest_steps_and_the_rest_waits_for_the_next_slot()
    {
        var items = Enumerable.Range(1, 1001).Select(n => Given.Item(n == 1001 ? "2020-05-15" : "2020-05-20", n)).ToArray();

        var full = Decide("2020-05-13T09:00", items);
        var exact = Decide("2020-05-13T09:00", items[..1000]);

        Assert.Equal(1000, full.Notices.Single().Steps.Length);
        var waiting = Records(full, StepOutcome.Waiting).Single();
        Assert.Equal(("digest-full", "before-7"), (waiting.Detail, waiting.Step.Name.ToString()));
        Assert.Equal(Given.At("2020-05-14T09:00"), full.Agenda.Single(e => e.Role == Role.Person).At);
        Assert.Empty(Records(exact, StepOutcome.Waiting));
    }

    public static TheoryData<string, bool, Notice[]> Digests => new()
    {
        { "the newest of two counts", true, [Digest("2020-05-08T09:00"), Digest("2020-05-25T09:00")] },
        { "a week after it", false, [Digest("2020-05-21T09:00")] },
        { "withdrawn", false, [Digest("2020-05-25T09:00") with { State = NoticeState.Suppressed }] },
        { "its step was dropped", false, [Digest("2020-05-25T09:00", Reasons.Newer)] },
        { "told as a leader", false, [Given.Notice("2020-05-25T09:00", Given.Supervisor, (9, "overdue-3", Role.Leader))] },
        {
            "told as a leader, too", true,
            [Given.Notice("2020-05-25T09:00", Given.Supervisor, (9, "supervisor-1", Role.Supervisor), (9, "overdue-3", Role.Leader))]
        },
    };

    [Theory]
    [MemberData(nameof(Digests))]
    public void A_supervisor_hears_a_week_after_the_last_digest_that_told_anything(string remark, bool waits, Notice[] recent)
    {
        var decision = Decide("2020-05-28T09:00", [Given.Item()], recent);

        Assert.Equal((remark, waits), (remark, Records(decision, StepOutcome.Waiting).Any(r => r.Detail == "weekly-digest")));
        Assert.Equal((remark, waits), (remark, decision.Notices.All(n => n.To != Given.Supervisor.Phone)));
    }

    [Fact]
    public void News_of_an_item_is_named_without_the_version_of_its_deadline()
    {
        var asked = Given.Item() with
        {
            Deadline = Given.Item().Deadline.MovedTo(Given.Day("2020-06-30"), ""),
            Asked = new(new(Given.Person.Name), Given.At("2020-05-13T08:00"), Given.Day("2020-07-10"), "设备未到"),
        };

        var told = Decide("2020-05-13T09:00", [asked]).Notices.SelectMany(n => n.Steps).Single(s => s.Id.Name.TellsNews);

        Assert.Equal(0, told.Id.DeadlineVersion);
    }

    private static Notice Digest(string at, string? dropped = null)
    {
        var digest = Given.Notice(at, Given.Supervisor, (9, "supervisor-1", Role.Supervisor)) with { State = NoticeState.Sent };
        return digest with { Steps = [digest.Steps[0] with { Dropped = dropped }] };
    }

    private static ScanDecision Decide(string now, Item[] items, params Notice[] recent) =>
        Decide(now, items, "2020-01-01T00:00", null, recent);

    private static DueItem Due(Item item, Instant at, Instant since) => new(item, Given.Shanghai, [AgendaEntry.ForItem(item, at, since)]);

    private static ScanDecision Decide(Instant now, DueItem due) =>
        new NoticePlanner(Given.Schedule()).Decide(new([due], [], NoFlags), now);

    private static ScanDecision Decide(string now, Item[] items, string since, NumberFlag? flags, params Notice[] recent) =>
        new NoticePlanner(Given.Schedule()).Decide(
            new([.. items.Select(i => Due(i, Given.At(now), Given.At(since)))], recent,
                flags is null ? NoFlags : new() { [flags.Number] = flags }),
            Given.At(now));

    private static IEnumerable<StepRecord> Records(ScanDecision decision, StepOutcome outcome) =>
        decision.Records.Where(r => r.Outcome == outcome);

    /// <summary>The common reason of all waiting steps, and when they are looked at again.</summary>
    private static (string Reason, string Until) Waits(ScanDecision decision) =>
        (Records(decision, StepOutcome.Waiting).Select(r => r.Detail).Distinct().Single(),
            decision.Agenda.Where(e => e.Role is not null).Select(e => e.At).Distinct().Single()
                .InZone(Given.Shanghai).ToString("uuuu-MM-dd'T'HH:mm", null));
}
