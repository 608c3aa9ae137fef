namespace Reminders.InMemory.Tests;

public class RehearsalTests
{
    private static readonly PhoneNumber PersonPhone = PhoneNumber.Parse("+8613900000001");
    private static readonly PhoneNumber OtherPhone = PhoneNumber.Parse("+8613900000002");
    private static readonly PhoneNumber LeaderPhone = PhoneNumber.Parse("+8613900000011");
    private static readonly PhoneNumber SupervisorPhone = PhoneNumber.Parse("+8613900000021");

    private static readonly Contact[] Contacts =
    [
        new("张三", PersonPhone) { Items = ["1", "3", "4"] },
        new("王五", OtherPhone) { Items = ["2"] },
        new("李四", LeaderPhone, Role.Leader) { Items = ["1", "2", "3", "4"] },
        new("赵六", SupervisorPhone, Role.Supervisor),
    ];

    private static readonly PlanDraft Plan = new("饮水与住房问题整改方案", 2020, "given")
    {
        Items =
        [
            new(1, "1", "档案填写不规范") { Deadline = Deadline.On(new(2020, 5, 20), "5月20日") },
            new(2, "2", "政策知晓率不高") { Deadline = Deadline.None(DeadlineKind.Redacted, "**") },
            new(3, "3", "住房鉴定表缺失") { Deadline = Deadline.On(new(2020, 5, 30), "5月30日") },
            new(4, null, "收入指标涂改") { Deadline = Deadline.On(new(2020, 5, 30), "5月30日") },
        ],
    };

    [Fact]
    public async Task An_item_is_told_on_the_days_that_the_policy_names()
    {
        var messages = await PlayAsync();

        Assert.Equal(
            ["05-13", "05-15", "05-19", "05-20", "05-21", "05-25", "05-27", "05-29", "06-02", "06-04", "06-08", "06-10", "06-12"],
            messages.Where(m => m.Notice.To == PersonPhone && m.Notice.Steps.Any(s => s.Id.Item.Ordinal == 1)).Select(Day));
        Assert.Equal(
            ["05-21", "05-25", "05-27", "05-29"],
            messages.Where(m => m.Notice.To == LeaderPhone).Select(Day).Take(4));
        Assert.Equal(
            ["05-28", "06-04", "06-11"],
            messages.Where(m => m.Notice.To == SupervisorPhone).Select(Day));
        Assert.All(messages, m => Assert.Equal(new LocalTime(9, 0), m.At.TimeOfDay));
    }

    [Fact]
    public async Task Items_due_on_a_saturday_are_told_that_day_and_are_overdue_on_monday_in_one_digest()
    {
        var messages = await PlayAsync();
        var third = messages.Where(m => m.Notice.To == PersonPhone && m.Notice.Steps.Any(s => s.Id.Item.Ordinal == 3)).ToList();

        Assert.Equal(["05-22", "05-27", "05-29", "05-30", "06-01"], third.Select(Day).Take(5));
        Assert.All(third, m => Assert.Contains(m.Notice.Steps, s => s.Id.Item.Ordinal == 4));
        Assert.Equal("【整改提醒】张三，共2项整改事项：1-3“住房鉴定表缺失”今天（5月30日）到期；1-4“收入指标涂改”今天（5月30日）到期。请按时完成整改，并向整改办报结。", third[3].Message.Text);
    }

    [Fact]
    public async Task A_number_gets_one_message_a_slot_and_a_redacted_deadline_sends_nothing()
    {
        var messages = await PlayAsync();

        Assert.Equal(messages.Count, messages.Select(m => (m.Notice.To, m.Notice.SlotAt)).Distinct().Count());
        Assert.DoesNotContain(messages, m => m.Notice.To == OtherPhone);
    }

    [Fact]
    public async Task An_item_that_is_done_sends_nothing_after()
    {
        var messages = await PlayAsync((1, new(2020, 5, 19)));

        Assert.Equal(["05-13", "05-15"], messages.Where(m => m.Notice.Steps.Any(s => s.Id.Item.Ordinal == 1)).Select(Day));
    }

    [Fact]
    public async Task What_a_rehearsal_forgets_changes_no_message_of_two_years()
    {
        var policy = new ReminderPolicy { SupervisorEveryDays = 60 };
        var (from, to) = (new LocalDate(2020, 5, 1), new LocalDate(2022, 4, 30));
        var system = new InMemorySystem(policy, Given.Zone, Given.At("2020-05-01T00:00"));
        await system.UseCases.LoadPlan.RunAsync(Plan, Contacts, dryRun: false, Given.Office, Cancellation);
        await system.RunUntilAsync(Given.At("2022-05-01T00:00") - Duration.Epsilon, Cancellation);

        var played = new List<RehearsedSms>();
        await foreach (var sms in new Rehearsal(new(Plan, Contacts, policy, Given.Zone) { From = from, To = to }).PlayAsync(Cancellation))
            played.Add(sms);

        Assert.Equal(
            system.Outbox.Messages.Select(m => (m.At, m.To, m.Text)), played.Select(p => (p.Message.At, p.Message.To, p.Message.Text)));
        Assert.InRange(played.Count(p => p.Notice.To == SupervisorPhone), 10, 13);
    }

    private static string Day(RehearsedSms sms) => sms.At.ToString("MM-dd", null);

    private static async Task<List<RehearsedSms>> PlayAsync(params (int, LocalDate)[] done)
    {
        var rehearsal = new Rehearsal(new(Plan, Contacts, new ReminderPolicy(), "Asia/Shanghai") { Done = done });
        var messages = new List<RehearsedSms>();
        await foreach (var sms in rehearsal.PlayAsync(Cancellation))
            messages.Add(sms);
        return messages;
    }
}
