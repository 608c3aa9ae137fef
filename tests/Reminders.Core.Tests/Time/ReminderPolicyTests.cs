namespace Reminders.Core.Tests.Time;

public class ReminderPolicyTests
{
    [Fact]
    public void The_defaults_are_those_of_the_design_and_can_be_used()
    {
        var policy = new ReminderPolicy();

        Assert.Equal([7, 3, 1, 0], policy.BeforeDays);
        Assert.Equal(new LocalTime(9, 0), policy.SlotTime);
        Assert.Equal(2, policy.OverdueEveryWorkingDays);
        Assert.Equal(5, policy.SupervisorAfterWorkingDays);
        Assert.Equal(2, policy.VerifyEveryWorkingDays);
        Assert.Equal(0, policy.LookBackAfterDays);
        Assert.Equal(7, policy.SupervisorEveryDays);
        Assert.Equal(new QuietHours(new(20, 0), new(8, 0)), policy.QuietHours);
        Assert.Equal(3, policy.NearDays);
        Assert.Equal(Language.Chinese, policy.Language);
        Assert.Null(policy.Signature);
        Assert.Equal((null, "", "", 0), (policy.Office, policy.OfficePhone, policy.LeaderSuffix, policy.LeaderTitles.Count));
        Assert.Equal((3, 4), (policy.PersonSegments, policy.LeaderSegments));
        Assert.Empty(policy.Calendar);
        Assert.Equal(["grey", "green", "yellow", "red", "blue", "white"], Enum.GetValues<Light>().Select(l => policy.Colours[l]));
        Assert.Empty(policy.Problems());
    }

    public static TheoryData<string, ReminderPolicy> AtTheirBounds => new()
    {
        { "one day", new() { BeforeDays = [0] } },
        { "ten days up to 90", new() { BeforeDays = [90, 80, 70, 60, 50, 40, 30, 20, 10, 0] } },
        { "least", new() { OverdueEveryWorkingDays = 1, SupervisorAfterWorkingDays = 1, SupervisorEveryDays = 1, NearDays = 0 } },
        { "most", new() { OverdueEveryWorkingDays = 30, SupervisorAfterWorkingDays = 60, SupervisorEveryDays = 60, NearDays = 60 } },
        { "16 quiet hours", new() { QuietHours = new(new(17, 0), new(9, 0)) } },
        { "the slot at the quiet hours' end", new() { SlotTime = new(8, 0) } },
        { "the slot an hour before the quiet hours", new() { SlotTime = new(19, 0) } },
        { "the slot an hour before midnight", new() { SlotTime = new(23, 0), QuietHours = new(new(1, 0), new(8, 0)) } },
        { "a signature of 20", new() { Signature = new('甲', 20) } },
        { "the shortest office", new() { Office = "办", OfficePhone = "110", PersonSegments = 1, LeaderSegments = 1 } },
        {
            "the longest office",
            new() { Office = new('甲', 20), OfficePhone = "057188880000", LeaderSuffix = "各位领导同志", PersonSegments = 8, LeaderSegments = 8 }
        },
        { "a title", new() { LeaderTitles = new ReminderPolicy().LeaderTitles.Add("周建平", new('甲', 20)) } },
        { "no signature", new() { Signature = "" } },
    };

    [Theory]
    [MemberData(nameof(AtTheirBounds))]
    public void Settings_at_their_bounds_can_be_used(string remark, ReminderPolicy policy) =>
        Assert.True(!policy.Problems().Any(), $"{remark}: {string.Join(" ", policy.Problems())}");

    public static TheoryData<ReminderPolicy, string> Refused => new()
    {
        { new() { BeforeDays = [] }, "beforeDays must have 1 to 10 numbers from 0 to 90." },
        { new() { BeforeDays = default }, "beforeDays must have 1 to 10 numbers from 0 to 90." },
        { new() { BeforeDays = [.. Enumerable.Range(0, 11)] }, "beforeDays must have 1 to 10 numbers from 0 to 90." },
        { new() { BeforeDays = [-1] }, "beforeDays must have 1 to 10 numbers from 0 to 90." },
        { new() { BeforeDays = [91] }, "beforeDays must have 1 to 10 numbers from 0 to 90." },
        { new() { BeforeDays = [3, 0, 3] }, "beforeDays names the same day twice." },
        { new() { OverdueEveryWorkingDays = 0 }, "overdueEveryWorkingDays is 0; it must be 1 to 30." },
        { new() { OverdueEveryWorkingDays = 31 }, "overdueEveryWorkingDays is 31; it must be 1 to 30." },
        { new() { VerifyEveryWorkingDays = 0 }, "verifyEveryWorkingDays is 0; it must be 1 to 30." },
        { new() { LookBackAfterDays = -1 }, "lookBackAfterDays is -1; it must be 0 to 365." },
        { new() { SupervisorAfterWorkingDays = 0 }, "supervisorAfterWorkingDays is 0; it must be 1 to 60." },
        { new() { SupervisorAfterWorkingDays = 61 }, "supervisorAfterWorkingDays is 61; it must be 1 to 60." },
        { new() { SupervisorEveryDays = 0 }, "supervisorEveryDays is 0; it must be 1 to 60." },
        { new() { SupervisorEveryDays = 61 }, "supervisorEveryDays is 61; it must be 1 to 60." },
        { new() { NearDays = -1 }, "nearDays is -1; it must be 0 to 60." },
        { new() { NearDays = 61 }, "nearDays is 61; it must be 0 to 60." },
        { new() { QuietHours = new(new(16, 59), new(9, 0)) }, "quietHours 16:59–09:00 leave less than 8 hours of the day to send in." },
        { new() { QuietHours = new(new(8, 0), new(8, 0)) }, "quietHours 08:00–08:00 leave less than 8 hours of the day to send in." },
        { new() { SlotTime = new(20, 0) }, "slotTime 20:00 lies in the quiet hours 20:00–08:00; choose a time outside them." },
        { new() { SlotTime = new(7, 59) }, "slotTime 07:59 lies in the quiet hours 20:00–08:00; choose a time outside them." },
        { new() { SlotTime = new(19, 1) },
            "slotTime 19:01 leaves less than an hour before the quiet hours at 20:00 or midnight; nothing might ever go out." },
        { new() { SlotTime = new(23, 1), QuietHours = new(new(1, 0), new(8, 0)) },
            "slotTime 23:01 leaves less than an hour before the quiet hours at 01:00 or midnight; nothing might ever go out." },
        { new() { Office = " " }, "office must have 1 to 20 characters and be no link." },
        { new() { Office = new('甲', 21) }, "office must have 1 to 20 characters and be no link." },
        { new() { Office = "www.example.cn" }, "office must have 1 to 20 characters and be no link." },
        { new() { OfficePhone = "12" }, "officePhone must be 3 to 12 digits and nothing else." },
        { new() { OfficePhone = "0571-88880000" }, "officePhone must be 3 to 12 digits and nothing else." },
        { new() { OfficePhone = "1234567890123" }, "officePhone must be 3 to 12 digits and nothing else." },
        { new() { LeaderSuffix = new('甲', 7) }, "leaderSuffix must have at most 6 characters." },
        { new() { LeaderTitles = new ReminderPolicy().LeaderTitles.Add("周建平", "") },
            "leaderTitles must be at most 200, each a name and 1 to 20 characters." },
        { new() { PersonSegments = 0 }, "personSegments is 0; it must be 1 to 8." },
        { new() { PersonSegments = 9 }, "personSegments is 9; it must be 1 to 8." },
        { new() { LeaderSegments = 0 }, "leaderSegments is 0; it must be 1 to 8." },
        { new() { LeaderSegments = 9 }, "leaderSegments is 9; it must be 1 to 8." },
        { new() { Signature = new('甲', 21) }, "signature must have at most 20 characters." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Every_contradiction_is_named(ReminderPolicy policy, string problem) =>
        Assert.Equal([problem], policy.Problems().Select(p => p.English));

    [Fact]
    public void All_problems_are_named_at_once() =>
        Assert.Equal(3, new ReminderPolicy { BeforeDays = [], NearDays = 99, SlotTime = new(6, 0) }.Problems().Count());
}
