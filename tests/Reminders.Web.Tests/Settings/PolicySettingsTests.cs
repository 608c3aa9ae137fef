using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Tests.Settings;

public sealed class PolicySettingsTests
{
    [Fact]
    public void A_setting_that_is_absent_keeps_its_default()
    {
        var (read, usual) = (Read("{}"), new ReminderPolicy());
        Assert.Equal(usual.BeforeDays, read.BeforeDays);
        Assert.Equal(usual with { BeforeDays = read.BeforeDays, Calendar = read.Calendar }, read);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var policy = Read("""
            {
              "beforeDays": [10, 5, 0], "slotTime": "10:30", "overdueEveryWorkingDays": 3, "supervisorAfterWorkingDays": 8,
              "supervisorEveryDays": 14, "verifyEveryWorkingDays": 4, "lookBackAfterDays": 30,
              "quietHours": { "from": "21:00", "until": "07:30" }, "nearDays": 5, "language": "english", "signature": "Office",
              "office": "镇纪委", "officePhone": "88880000", "leaderSuffix": "同志",
              "leaderTitles": ["周建平=周镇长", "唐秀英 = 唐书记", ""], "personSegments": 2, "leaderSegments": 6,
              "calendar": { "2027": { "off": ["2027-01-01/2027-01-03", "2027-04-05"], "work": ["2027-01-09"] } },
              "colours": { "draft": "hollow", "OVERDUE": "crimson" }
            }
            """);

        Assert.Equal([10, 5, 0], policy.BeforeDays);
        Assert.Equal((new LocalTime(10, 30), 3, 8, 14, 5), (policy.SlotTime, policy.OverdueEveryWorkingDays,
            policy.SupervisorAfterWorkingDays, policy.SupervisorEveryDays, policy.NearDays));
        Assert.Equal((4, 30), (policy.VerifyEveryWorkingDays, policy.LookBackAfterDays));
        Assert.Equal(new QuietHours(new(21, 0), new(7, 30)), policy.QuietHours);
        Assert.Equal((Language.English, "Office"), (policy.Language, policy.Signature));
        Assert.Equal(("镇纪委", "88880000", "同志", 2, 6),
            (policy.Office, policy.OfficePhone, policy.LeaderSuffix, policy.PersonSegments, policy.LeaderSegments));
        Assert.Equal((2, "周镇长", "唐书记"), (policy.LeaderTitles.Count, policy.LeaderTitles["周建平"], policy.LeaderTitles["唐秀英"]));
        Assert.Equal(
            ("hollow", "crimson", "green"), (policy.Colours[Light.Draft], policy.Colours[Light.Overdue], policy.Colours[Light.OnTrack]));
        var year = Assert.Single(policy.Calendar);
        Assert.Equal(2027, year.Year);
        Assert.Equal([new(2027, 1, 1), new(2027, 1, 2), new(2027, 1, 3), new LocalDate(2027, 4, 5)], year.Off);
        Assert.True(policy.WorkingCalendar().IsWorkingDay(new(2027, 1, 9)));
        Assert.False(policy.WorkingCalendar().IsWorkingDay(new(2027, 4, 5)));
    }

    [Fact]
    public void Every_property_of_the_policy_can_be_set()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(typeof(ReminderPolicy)
            .GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(p => KeyValuePair.Create(p.Name, (string?)"?"))).Build();
        var refusal = Assert.Throws<InputRefusedException>(() => PolicySettings.Read(settings));
        Assert.DoesNotContain(refusal.Errors, e => e.Message.Contains("not a setting of the policy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"slottime":"9"}""", "slottime")]
    [InlineData("""{"slotTime":"25:00"}""", "slotTime")]
    [InlineData("""{"slotTime":"09:00:30"}""", "slotTime")]
    [InlineData("""{"nearDays":"three"}""", "nearDays")]
    [InlineData("""{"nearDays":2.5}""", "nearDays")]
    [InlineData("""{"nearDays":null}""", "nearDays")]
    [InlineData("""{"overdueEveryWorkingDays":99999999999}""", "overdueEveryWorkingDays")]
    [InlineData("""{"beforeDays":[7,"x"]}""", "beforeDays")]
    [InlineData("""{"quietHours":{"from":"20:00"}}""", "quietHours")]
    [InlineData("""{"quietHours":{"from":"20:00","until":"08:00","to":"09:00"}}""", "quietHours")]
    [InlineData("""{"quietHours":"20:00-08:00"}""", "quietHours")]
    [InlineData("""{"language":"French"}""", "language")]
    [InlineData("""{"leaderTitles":["周镇长"]}""", "leaderTitles")]
    [InlineData("""{"leaderTitles":["=周镇长"]}""", "leaderTitles")]
    [InlineData("""{"personSegments":"three"}""", "personSegments")]
    [InlineData("""{"language":"1"}""", "language")]
    [InlineData("""{"colours":{"pink":"pink"}}""", "colours")]
    [InlineData("""{"colours":{"1":"pink"}}""", "colours")]
    [InlineData("""{"calendar":{"27":{"off":[]}}}""", "calendar")]
    [InlineData("""{"calendar":{"2027":{"off":["1 January"]}}}""", "calendar")]
    [InlineData("""{"calendar":{"2027":{"off":["2027-01-03/2027-01-01"]}}}""", "calendar")]
    [InlineData("""{"calendar":{"2027":{"holidays":["2027-01-01"]}}}""", "calendar")]
    [InlineData("""{"reminders":{"policy":{"nearDays":3}}}""", "reminders")]
    [InlineData("""{"slot-time":"09:00"}""", "slot-time")]
    public void A_setting_that_is_unknown_or_unreadable_is_refused_by_its_name(string json, string name)
    {
        var refusal = Assert.Throws<InputRefusedException>(() => Read(json));
        Assert.Equal("policy-invalid", refusal.Code);
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(refusal.Errors, e => e.Column == name);
    }

    [Theory]
    [InlineData("""{"beforeDays":[]}""", "beforeDays")]
    [InlineData("""{"beforeDays":7}""", "beforeDays")]
    [InlineData("""{"beforeDays":[3,3]}""", "beforeDays")]
    [InlineData("""{"beforeDays":[91]}""", "beforeDays")]
    [InlineData("""{"beforeDays":[-1]}""", "beforeDays")]
    [InlineData("""{"overdueEveryWorkingDays":0}""", "overdueEveryWorkingDays")]
    [InlineData("""{"supervisorAfterWorkingDays":61}""", "supervisorAfterWorkingDays")]
    [InlineData("""{"supervisorEveryDays":-7}""", "supervisorEveryDays")]
    [InlineData("""{"nearDays":61}""", "nearDays")]
    [InlineData("""{"slotTime":"07:59"}""", "slotTime")] // in the quiet hours
    [InlineData("""{"quietHours":{"from":"08:30","until":"09:30"}}""", "slotTime")]
    [InlineData("""{"quietHours":{"from":"08:00","until":"08:00"}}""", "quietHours")]
    [InlineData("""{"quietHours":{"from":"12:00","until":"08:00"}}""", "quietHours")] // 20 hours
    [InlineData("""{"signature":"123456789012345678901"}""", "signature")]
    [InlineData("""{"office":""}""", "office")]
    [InlineData("""{"officePhone":"0571-8888"}""", "officePhone")]
    [InlineData("""{"leaderTitles":["周建平="]}""", "leaderTitles")]
    [InlineData("""{"personSegments":9}""", "personSegments")]
    [InlineData("""{"leaderSegments":0}""", "leaderSegments")]
    public void A_policy_that_contradicts_itself_or_its_bounds_is_refused(string json, string name)
    {
        var refusal = Assert.Throws<InputRefusedException>(() => Read(json));
        Assert.Equal("policy-invalid", refusal.Code);
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var refusal = Assert.Throws<InputRefusedException>(
            () => Read("""{"nearDays":"x","slotTime":"y","colour":"z","supervisorEveryDays":0}"""));
        Assert.Equal(4, refusal.Errors.Length);
        Assert.All(refusal.Errors, e => Assert.Contains(e.Message, refusal.Message, StringComparison.Ordinal));
    }

    private static ReminderPolicy Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return PolicySettings.Read(new ConfigurationBuilder().AddJsonStream(stream).Build());
    }
}
