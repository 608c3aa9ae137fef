using NodaTime.Text;

namespace Reminders.Import.Tests.Deadlines;

public class DeadlineReadingTests
{
    private static readonly YearContext Year2026 = new(2026, null, $"");
    private static readonly YearContext Signed = new(null, new LocalDate(2026, 3, 16), $"");

    [Theory]
    [InlineData("5月20日", "2026-05-20", "")]
    [InlineData("5月20号", "2026-05-20", "")]
    [InlineData("５月２０日", "2026-05-20", "")]
    [InlineData("2026 年 5 月 20 日", "2026-05-20", "")]
    [InlineData("2024年09月26日", "2024-09-26", "")]
    [InlineData("2019-03-06", "2019-03-06", "")]
    [InlineData("2021.6.30", "2021-06-30", "")]
    [InlineData("2021/6/30", "2021-06-30", "")]
    [InlineData("2021/6/30 0:00:00", "2021-06-30", "")]
    [InlineData("五月二十日", "2026-05-20", "")]
    [InlineData("二〇二六年十二月三十一日", "2026-12-31", "")]
    [InlineData("3月15日前", "2026-03-15", "deadline-read-as")]
    [InlineData("2026年12月31日前完成", "2026-12-31", "deadline-read-as")]
    [InlineData("5月20日之前", "2026-05-20", "deadline-read-as")]
    [InlineData("5月20日18时前", "2026-05-20", "deadline-read-as")]
    [InlineData("5月20前", "2026-05-20", "deadline-read-as")]
    [InlineData("26年5月20日", "2026-05-20", "deadline-read-as")]
    [InlineData("20260520", "2026-05-20", "deadline-read-as")]
    [InlineData("5.20", "2026-05-20", "deadline-read-as")]
    public void A_day_is_read_in_every_spelling(string text, string date, string findings) => AssertDate(text, Year2026, date, findings);

    [Theory]
    [InlineData("6月底", "2026-06-30", "month end")]
    [InlineData("6月末", "2026-06-30", "month end")]
    [InlineData("2018 年 7 月低", "2018-07-31", "the typo for 底")]
    [InlineData("11月底前", "2026-11-30", "前 takes the end in")]
    [InlineData("十月底前", "2026-10-31", "Chinese numeral")]
    [InlineData("2月底", "2026-02-28", "short month")]
    [InlineData("2024年2月底", "2024-02-29", "leap year")]
    [InlineData("2014年6月前", "2014-06-30", "a month with 前 is its end")]
    [InlineData("2024年8月", "2024-08-31", "a bare month is its end")]
    [InlineData("2021.6", "2021-06-30", "year and month")]
    [InlineData("2027年前", "2027-12-31", "a year with 前 is its end")]
    [InlineData("年底前", "2026-12-31", "year end")]
    [InlineData("2024年底前", "2024-12-31", "year end")]
    [InlineData("2024年年底", "2024-12-31", "year end")]
    [InlineData("今年年底", "2026-12-31", "year end")]
    [InlineData("年内", "2026-12-31", "within the year")]
    [InlineData("2026年内完成", "2026-12-31", "within the year")]
    [InlineData("明年3月", "2027-03-31", "counts from the document's year")]
    [InlineData("明年6月15日", "2027-06-15", "counts from the document's year")]
    [InlineData("上半年", "2026-06-30", "half")]
    [InlineData("2027年下半年", "2027-12-31", "half")]
    [InlineData("第三季度", "2026-09-30", "quarter")]
    [InlineData("二季度末", "2026-06-30", "quarter")]
    [InlineData("2026年一季度前", "2026-03-31", "quarter")]
    [InlineData("5月上旬", "2026-05-10", "first ten days")]
    [InlineData("5月中旬", "2026-05-20", "second ten days")]
    [InlineData("5月下旬", "2026-05-31", "last ten days")]
    public void A_deadline_at_the_end_of_a_period_is_its_last_day(string text, string date, string remark)
    {
        Assert.NotEmpty(remark);
        AssertDate(text, Year2026, date, "deadline-read-as");
    }

    [Theory]
    [InlineData("2014年4月10日到2014年12月31日", "2014-12-31")]
    [InlineData("2026年4月10日—5月20日", "2026-05-20")]
    [InlineData("5月3日-8日", "2026-05-08")]
    [InlineData("6-8月", "2026-08-31")]
    [InlineData("2026-04-10至2026-05-20", "2026-05-20")]
    [InlineData("11月至次年3月", "2027-03-31")]
    [InlineData("2025年12月1日至1月31日", "2026-01-31")]
    [InlineData("即日起至6月30日", "2026-06-30")]
    [InlineData("5月底前完成排查，6月15日前完成整改", "2026-06-15")]
    [InlineData("2025年5月底前完成排查，6月底前完成整改", "2025-06-30")]
    [InlineData("6月底前完成整改（5月20日前报方案）", "2026-06-30")]
    [InlineData("6月底前完成整改，7月10日前报送整改报告", "2026-06-30")]
    [InlineData("4月底前动工，11月底前完工", "2026-11-30")]
    [InlineData("4月启动，9月底前全部完成", "2026-09-30")]
    [InlineData("6月底前完成排查整治", "2026-06-30")]
    [InlineData("6月底前制度修订到位", "2026-06-30")]
    [InlineData("6月底前制定管理办法", "2026-06-30")]
    [InlineData("6月底前按方案完成整改", "2026-06-30")]
    [InlineData("4月启动整改，6月底前完成整改并上报", "2026-06-30")]
    [InlineData("6月10、15日", "2026-06-15")]
    [InlineData("6月10日、15日前", "2026-06-15")]
    [InlineData("6月10日/15日", "2026-06-15")]
    [InlineData("6月5、10、15日", "2026-06-15")]
    [InlineData("2026年6月10日和15日", "2026-06-15")]
    [InlineData("6月10，15日前", "2026-06-15")]
    [InlineData("6月10日（或15日）", "2026-06-15")]
    [InlineData("6月15日（暂定）", "2026-06-15")]
    [InlineData("2026年二至三季度", "2026-09-30")]
    [InlineData("2027年一、二季度", "2027-06-30")]
    [InlineData("2026年第一季度至第三季度", "2026-09-30")]
    [InlineData("第二、三季度", "2026-09-30")]
    [InlineData("2027年第二、三季度", "2027-09-30")]
    [InlineData("2027年1-2季度", "2027-06-30")]
    [InlineData("2027年二、三月", "2027-03-31")]
    [InlineData("2027年5、6月", "2027-06-30")]
    [InlineData("6月中旬至下旬", "2026-06-30")]
    [InlineData("6月上、中旬", "2026-06-20")]
    public void A_range_or_a_deadline_in_stages_is_its_last_date(string text, string date) =>
        AssertDate(text, Year2026, date, "deadline-read-as");

    [Theory]
    [InlineData("6月15日前整改完毕", "2026-06-15")]
    [InlineData("6月15日整改完毕", "2026-06-15")]
    [InlineData("6月底前全部整改完毕", "2026-06-30")]
    [InlineData("年底前整改完毕", "2026-12-31")]
    [InlineData("立即整改，6月15日整改完毕", "2026-06-15")]
    public void The_day_by_which_the_work_is_finished_is_the_deadline(string text, string date) =>
        AssertDate(text, Year2026, date, "deadline-read-as");

    [Theory]
    [InlineData("6月15日完成整改，7月20日前完成销号")]
    [InlineData("6月15日前整改，7月20日前上报销号材料")]
    [InlineData("6月15日完成整改、7月20日完成验收销号")]
    [InlineData("6月15日整改到位；7月20日前完成验收")]
    [InlineData("7月20日前完成销号，6月15日前完成整改")]
    [InlineData("3月15日完成摸排，6月15日完成整改，7月20日完成验收")]
    public void The_day_of_acceptance_or_closing_is_no_deadline_beside_that_of_the_work(string text) =>
        AssertDate(text, Year2026, "2026-06-15", "deadline-read-as");

    [Theory]
    [InlineData("6月15日前完成销号", "deadline-read-as")]
    [InlineData("6月15日前完成整改并销号", "deadline-read-as")]
    [InlineData("6月15日（已完成）", "deadline-read-as")]
    [InlineData("6月15日（待确认）", "deadline-read-as")]
    public void Words_beside_the_only_date_are_a_finding(string text, string findings) =>
        AssertDate(text, Year2026, "2026-06-15", findings);

    [Theory]
    [InlineData("2024年底前，并长期坚持", "2024-12-31", "deadline-read-as,duty-goes-on")]
    [InlineData("5月20日，长期坚持", "2026-05-20", "duty-goes-on")]
    [InlineData("5月20日，以后每月报送", "2026-05-20", "deadline-read-as,duty-goes-on")]
    [InlineData("立行立改，5月20日", "2026-05-20", "deadline-read-as")]
    public void A_date_beside_other_words_is_the_date_and_the_words_are_findings(string text, string date, string findings) =>
        AssertDate(text, Year2026, date, findings);

    [Theory]
    [InlineData("", DeadlineKind.Missing)]
    [InlineData("无", DeadlineKind.Missing)]
    [InlineData("——", DeadlineKind.Missing)]
    [InlineData("  年  月  日", DeadlineKind.Missing)]
    [InlineData("**", DeadlineKind.Redacted)]
    [InlineData("XX月XX日", DeadlineKind.Redacted)]
    [InlineData("**年**月**日", DeadlineKind.Redacted)]
    [InlineData("20XX年5月20日", DeadlineKind.Redacted)]
    [InlineData("2026年×月×日", DeadlineKind.Redacted)]
    [InlineData("5月□□日", DeadlineKind.Redacted)]
    [InlineData("立行立改", DeadlineKind.Immediate)]
    [InlineData("立即整改", DeadlineKind.Immediate)]
    [InlineData("即知即改", DeadlineKind.Immediate)]
    [InlineData("长期坚持", DeadlineKind.Continuous)]
    [InlineData("持续推进", DeadlineKind.Continuous)]
    [InlineData("立行立改，长期坚持", DeadlineKind.Continuous)]
    [InlineData("2026年3月起长期坚持", DeadlineKind.Continuous)]
    [InlineData("每月25日前", DeadlineKind.Recurring)]
    [InlineData("每季度末", DeadlineKind.Recurring)]
    [InlineData("每年6月底前", DeadlineKind.Recurring)]
    [InlineData("按月推进", DeadlineKind.Recurring)]
    [InlineData("收到反馈后30个工作日内", DeadlineKind.Relative)]
    [InlineData("反馈后1个月内", DeadlineKind.Relative)]
    [InlineData("三个月内", DeadlineKind.Relative)]
    [InlineData("2个月", DeadlineKind.Relative)]
    [InlineData("3日内", DeadlineKind.Relative)]
    [InlineData("2小时内", DeadlineKind.Relative)]
    [InlineData("短期(6个月内)", DeadlineKind.Relative)]
    [InlineData("长期(3-5年)", DeadlineKind.Relative)]
    [InlineData("自3月1日起3个月内", DeadlineKind.Relative)]
    [InlineData("立即整改，3日内完成", DeadlineKind.Relative)]
    [InlineData("春节前", DeadlineKind.Relative)]
    [InlineData("收到通知（6月15日）后10日内", DeadlineKind.Relative)]
    [InlineData("自印发之日（6月15日）起一个月内", DeadlineKind.Relative)]
    [InlineData("2026年第20周", DeadlineKind.Invalid)]
    [InlineData("6月第三周", DeadlineKind.Invalid)]
    [InlineData("2026年6月第2个星期五", DeadlineKind.Invalid)]
    [InlineData("2026年6月最后一周", DeadlineKind.Invalid)]
    [InlineData("6月上半月", DeadlineKind.Invalid)]
    [InlineData("2026年上旬", DeadlineKind.Invalid)]
    [InlineData("6月15日？", DeadlineKind.Invalid)]
    [InlineData("整改完毕", DeadlineKind.Completed)]
    [InlineData("目前已整改完毕", DeadlineKind.Completed)]
    [InlineData("已于6月15日整改完毕", DeadlineKind.Completed)]
    [InlineData("已完成", DeadlineKind.Completed)]
    [InlineData("已整改", DeadlineKind.Completed)]
    [InlineData("已于2025年12月30日完成", DeadlineKind.Completed)]
    [InlineData("已完成（2025.12.30）", DeadlineKind.Completed)]
    [InlineData("2月30日", DeadlineKind.Invalid)]
    [InlineData("2月29日", DeadlineKind.Invalid)]
    [InlineData("13月1日", DeadlineKind.Invalid)]
    [InlineData("2026-02-30", DeadlineKind.Invalid)]
    [InlineData("20211228日", DeadlineKind.Invalid)]
    [InlineData("2021915日", DeadlineKind.Invalid)]
    [InlineData("2021年12月281日", DeadlineKind.Invalid)]
    [InlineData("5月20日或2021915日", DeadlineKind.Invalid)]
    [InlineData("202026", DeadlineKind.Invalid)]
    [InlineData("25日前", DeadlineKind.Invalid)]
    [InlineData("5月初", DeadlineKind.Invalid)]
    [InlineData("44316", DeadlineKind.Invalid)]
    [InlineData("部分整改", DeadlineKind.Invalid)]
    [InlineData("尽快", DeadlineKind.Invalid)]
    [InlineData("6月2O日", DeadlineKind.Invalid)]
    [InlineData("6月I5日", DeadlineKind.Invalid)]
    [InlineData("6月1l日前", DeadlineKind.Invalid)]
    [InlineData("b月15日", DeadlineKind.Invalid)]
    [InlineData("6月15曰", DeadlineKind.Invalid)]
    [InlineData("2O26年6月15日", DeadlineKind.Invalid)]
    [InlineData("6月15日x", DeadlineKind.Invalid)]
    [InlineData("6月О5日", DeadlineKind.Invalid)]
    [InlineData("2026-O6-15", DeadlineKind.Invalid)]
    [InlineData("6.l5", DeadlineKind.Invalid)]
    [InlineData("6月15日前后", DeadlineKind.Invalid)]
    [InlineData("2026.5.20/5.30", DeadlineKind.Invalid)]
    [InlineData("6月15日8", DeadlineKind.Invalid)]
    [InlineData("开工时间为4月底", DeadlineKind.Invalid)]
    [InlineData("方案上报:4月15日前", DeadlineKind.Invalid)]
    [InlineData("4月底前召开推进会", DeadlineKind.Invalid)]
    [InlineData("6月底左右", DeadlineKind.Invalid)]
    [InlineData("4月底前开工", DeadlineKind.Invalid)]
    [InlineData("2026年4月底前启动建设", DeadlineKind.Invalid)]
    [InlineData("4月15日前上报实施方案", DeadlineKind.Invalid)]
    [InlineData("4月15日前报送整改报告", DeadlineKind.Invalid)]
    [InlineData("4月底前制定整治计划", DeadlineKind.Invalid)]
    [InlineData("4月底前完成招标", DeadlineKind.Invalid)]
    [InlineData("4月底前完成前期手续，5月底前进场", DeadlineKind.Invalid)]
    [InlineData("4月底前完成工程量的60%", DeadlineKind.Invalid)]
    [InlineData("4月15日报县整改办", DeadlineKind.Invalid)]
    [InlineData("6月15日（动工）", DeadlineKind.Invalid)]
    [InlineData("6月15日（上报计划）", DeadlineKind.Invalid)]
    [InlineData("6月15日（第一次检查）", DeadlineKind.Invalid)]
    [InlineData("6月15日（公示）", DeadlineKind.Invalid)]
    [InlineData("6月15日（延期）", DeadlineKind.Invalid)]
    [InlineData("6月15日（农历）", DeadlineKind.Invalid)]
    [InlineData("农历六月十五", DeadlineKind.Invalid)]
    [InlineData("原6月15日", DeadlineKind.Invalid)]
    [InlineData("非6月15日", DeadlineKind.Invalid)]
    [InlineData("6月15日作废", DeadlineKind.Invalid)]
    [InlineData("6月15日收到函件后", DeadlineKind.Invalid)]
    [InlineData("6月15日完成，11月迎接市级验收", DeadlineKind.Invalid)]
    [InlineData("6月15日（7月1日验收）", DeadlineKind.Invalid)]
    [InlineData("6月15日。备注：6月25日复查", DeadlineKind.Invalid)]
    [InlineData("6月15日；回头看：7月20日", DeadlineKind.Invalid)]
    [InlineData("2026年6月15日（依据2028年1月1日施行的条例）", DeadlineKind.Invalid)]
    [InlineData("6月15日，12月31日前不得再用", DeadlineKind.Invalid)]
    [InlineData("2026年8月或9月", DeadlineKind.Invalid)]
    [InlineData("6月15日前或7月底前", DeadlineKind.Invalid)]
    public void A_deadline_without_a_date_has_its_kind(string text, DeadlineKind kind)
    {
        var reading = DeadlineReading.Read(text, Year2026);

        Assert.Equal(kind, reading.Deadline.Kind);
        Assert.Null(reading.Deadline.Date);
        Assert.Equal(text.Trim(), reading.Deadline.Text);
        Assert.Equal("deadline-" + kind.ToString().ToLowerInvariant(), Assert.Single(reading.Findings).Code);
        Assert.False(reading.YearAssumed);
    }

    [Theory]
    [InlineData("3月20日", "2026-03-20", true, "after the document's day: same year")]
    [InlineData("3月16日", "2026-03-16", true, "the document's own day counts")]
    [InlineData("3月15日", "2027-03-15", true, "before the document's day: next year")]
    [InlineData("1月底前", "2027-01-31", true, "before the document's day: next year")]
    [InlineData("本月底前", "2026-03-31", false, "counts from the document's month")]
    [InlineData("下月10日", "2026-04-10", false, "counts from the document's month")]
    [InlineData("月底前", "2026-03-31", false, "the document's month")]
    [InlineData("本季度末", "2026-03-31", false, "the document's quarter")]
    [InlineData("明年3月", "2027-03-31", false, "next year")]
    [InlineData("2025年3月1日", "2025-03-01", false, "a given year stays")]
    public void A_date_without_a_year_is_the_first_not_before_the_document(string text, string date, bool assumed, string remark)
    {
        var reading = DeadlineReading.Read(text, Signed);

        Assert.True(LocalDatePattern.Iso.Parse(date).Value == reading.Deadline.Date, remark);
        Assert.Equal(assumed, reading.YearAssumed);
    }

    [Fact]
    public void This_month_has_no_date_if_the_documents_day_is_unknown() =>
        Assert.Equal(DeadlineKind.Relative, DeadlineReading.Read("本月底前", Year2026).Deadline.Kind);

    [Fact]
    public void A_bare_number_is_a_spreadsheets_day_count_in_a_table_only()
    {
        Assert.Equal(new LocalDate(2021, 4, 30), DeadlineReading.Read("44316", Year2026, serials: true).Deadline.Date);
        Assert.Equal(DeadlineKind.Invalid, DeadlineReading.Read("44316", Year2026).Deadline.Kind);
    }

    [Theory]
    [InlineData("2026-06-14T16:00:00.000Z", "Asia/Shanghai", "2026-06-15", 1)]
    [InlineData("2026-06-14T15:59:59Z", "Asia/Shanghai", "2026-06-14", 1)]
    [InlineData("2026-06-15T00:00:00+08:00", "Asia/Shanghai", "2026-06-15", 0)]
    [InlineData("2026-06-14 18:00:00+02:00", "Asia/Shanghai", "2026-06-15", 1)]
    [InlineData("2026-06-15T00:00:00Z", "Asia/Shanghai", "2026-06-15", 0)]
    [InlineData("2026-06-14T16:00Z", "Asia/Shanghai", "2026-06-15", 1)]
    [InlineData("2026-06-14T16:00:00+0000", "Asia/Shanghai", "2026-06-15", 1)]
    [InlineData("2026-06-14T16:00:00Z", "Europe/Berlin", "2026-06-14", 1)]
    public void An_instant_is_the_day_in_the_plans_zone(string text, string zone, string date, int findings)
    {
        var reading = DeadlineReading.Read(text, Year2026 with { Zone = DateTimeZoneProviders.Tzdb[zone] });

        Assert.Equal(LocalDatePattern.Iso.Parse(date).Value, reading.Deadline.Date);
        Assert.Equal(findings, reading.Findings.Length);
    }

    [Fact]
    public void Completed_work_that_continues_gets_both_findings() =>
        Assert.Equal(["deadline-completed", "duty-goes-on"], DeadlineReading.Read("已整改到位，长期坚持", Year2026).Findings.Select(f => f.Code));

    private static void AssertDate(string text, YearContext context, string date, string findings)
    {
        var reading = DeadlineReading.Read(text, context, place: $"line 7");

        Assert.Equal(DeadlineKind.Date, reading.Deadline.Kind);
        Assert.Equal(LocalDatePattern.Iso.Parse(date).Value, reading.Deadline.Date);
        Assert.Equal(text.Trim(), reading.Deadline.Text);
        Assert.Equal(findings, string.Join(',', reading.Findings.Select(f => f.Code)));
        Assert.All(reading.Findings, f => Assert.Equal("line 7", f.Place));
    }
}
