using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Reminders.Import.Tests.Plans;

public class ProsePlanTests
{
    [Fact]
    public void A_redacted_plan_is_read_with_a_finding_for_each_doubt()
    {
        var plan = PlanFiles.Read(PlanFiles.File("Plans/redacted-plan.txt"));

        Assert.Equal("清河乡扶贫领域作风问题专项检查反馈问题整改方案", plan.Title);
        Assert.Equal(2020, plan.Year);
        Assert.Contains("〔2020〕6号", plan.YearBasis!.English, StringComparison.Ordinal);
        Assert.Equal("year-assumed", Assert.Single(plan.Findings).Code);
        Assert.Null(plan.IssuingUnit);
        Assert.Equal(["1", "2", "3", "4", "5"], plan.Items.Select(i => i.Code));
        Assert.Equal(["1", "2", "3", "4", null], plan.Items.Select(i => i.Number));
        Assert.Equal(Enumerable.Repeat("存在问题和整改措施/检查组反馈的问题", 4).Append("存在问题和整改措施/乡级自查发现的问题"), plan.Items.Select(i => i.Section));
        Assert.Equal(
            ["公益岗位管理不严格", "产业项目资料归档不及时", "道路养护方面", "政策宣传方面", "**组饮水台账与实际户数不一致;个别水表读数未登记"],
            plan.Items.Select(i => i.Title));
        Assert.Equal("公益岗位管理不严格。个别村公益岗位人员考勤记录缺失,工资发放表代签。", plan.Items[0].Problem);
        Assert.Equal(
            "一是由乡社保站牵头重新核对全部公益岗位名册;二是各村每周公示一次考勤。\n三是对代签的逐人核实补签。", plan.Items[0].Measures);
        Assert.Equal("**组饮水台账与实际户数不一致;个别水表读数未登记。", plan.Items[4].Problem);
        Assert.Equal("一是重新清点户数;二是补登水表读数。", plan.Items[4].Measures);
        Assert.Equal(
            [new LocalDate(2020, 5, 8), null, new LocalDate(2020, 5, 31), new LocalDate(2020, 5, 22), new LocalDate(2020, 6, 1)],
            plan.Items.Select(i => i.Deadline.Date));
        Assert.Equal(["5月8日", "**", "5月底前", "5月22日", "6月1日"], plan.Items.Select(i => i.Deadline.Text));
        Assert.Equal(DeadlineKind.Redacted, plan.Items[1].Deadline.Kind);
        Assert.Equal(["", "", "", "李明", ""], plan.Items.Select(i => i.Leaders.Names()));
        Assert.Equal(["", "", "", "王芳,赵强", ""], plan.Items.Select(i => i.Persons.Names()));
        Assert.Equal([null, null], plan.Items[3].Persons.Select(p => p.Phone?.Value));
        Assert.Equal(
            [
                "leader-redacted,person-redacted", "leader-redacted,person-redacted,deadline-redacted",
                "leader-redacted,person-group,deadline-read-as", "phone-invalid", "leader-redacted,person-redacted",
            ],
            plan.Items.Select(i => i.Codes()));
        Assert.Equal(["line 15", "line 16", "line 17"], plan.Items[1].Findings.Select(f => f.Place));
        Assert.All(plan.Items, i => Assert.Empty(i.Units));
    }

    [Theory]
    [InlineData("责任领导:李明|责任人:王芳|完成期限:5月20日", "half width")]
    [InlineData("责任领导：李明|责任人：王芳|完成期限：5月20日", "full width")]
    [InlineData("责 任 领 导：李明|责 任 人：王芳|完 成 期 限：5月20日", "inner spaces")]
    [InlineData("责　任　领　导 ：李明|责\u00A0任\u00A0人 :王芳|完成 时限:5月20日", "full-width and no-break inner spaces")]
    [InlineData("牵头领导：李明|整改责任人：王芳|整改时限：5月20日", "other labels")]
    [InlineData("分管领导:李明|主责责任人:王芳|办结时限:5月20日", "other labels")]
    [InlineData("责任领导:李明|责任人:王芳|完成时间:5月20日", "completion time alone is the deadline")]
    [InlineData("责任领导：李明；责任人：王芳；完成时限：5月20日。", "one line, semicolons")]
    [InlineData("责任领导:李明 责任人:王芳 完成时限:5月20日", "one line, spaces")]
    [InlineData("（责任领导：李明，责任人：王芳，整改期限：5月20日）", "in brackets")]
    [InlineData("【责任领导】李明|【责任人】王芳|【完成时限】5月20日", "labels in brackets")]
    [InlineData("2.责任领导:李明|3.责任人:王芳|4.完成时限:5月20日", "numbered fields")]
    [InlineData("责任领导:|李明|责任人:|王芳|完成时限:|5月20日", "values on the next line")]
    [InlineData("整改时限:5月20日|完成时间:6月1日|责任领导:李明|责任人:王芳", "the clear label wins")]
    public void Labels_are_known_in_every_width_and_order(string fields, string remark)
    {
        var item = Assert.Single(PlanFiles.Read($"某乡整改方案\n一、问题清单\n(一)渠道淤堵。水流不畅。\n整改措施：清淤。\n{fields.Replace('|', '\n')}\n", 2026).Items);

        Assert.True("李明" == item.Leaders.Names(), remark);
        Assert.Equal("王芳", item.Persons.Names());
        Assert.Equal(new LocalDate(2026, 5, 20), item.Deadline.Date);
        Assert.Equal("5月20日", item.Deadline.Text);
        Assert.Equal("清淤。", item.Measures);
        Assert.Equal("(一)", item.Number);
        Assert.Empty(item.Findings);
    }

    [Theory]
    [InlineData("5月\n20日", "2026-05-20")]
    [InlineData("2026年\n5月20日前", "2026-05-20")]
    [InlineData("2026年5月2\n0日", "2026-05-20")]
    [InlineData("五月\n二十日", "2026-05-20")]
    [InlineData("5月\n第 3 页 共 9 页\n20日", "2026-05-20")]
    [InlineData("5月\n（第 3 页 共 9 页\n）20日", "2026-05-20")]
    [InlineData("2026.5.20\n6月1日前再次上报", "2026-05-20")]
    [InlineData("5月\n35日", null)]
    public void A_date_that_breaks_over_two_lines_is_one_date(string lines, string? date)
    {
        var text = $"整改方案\n一、渠道淤堵。\n责任人：王芳\n整改时限：{lines}";
        var paragraph = new Run(text.Split('\n').SelectMany<string, OpenXmlElement>(line => [new Text(line), new Break()]));
        foreach (var plan in new[]
        {
            PlanFiles.Read($"{text}\n", 2026), PlanFiles.Read(Docx.Of(new Paragraph(paragraph)), 2026),
        })
        {
            var deadline = Assert.Single(plan.Items).Deadline;
            Assert.Equal(date, deadline.Date is { } day ? NodaTime.Text.LocalDatePattern.Iso.Format(day) : null);
        }
    }

    [Fact]
    public void Fields_in_brackets_behind_the_problem_are_no_part_of_it()
    {
        var plan = PlanFiles.Read("""
            射洪镇整改方案
            一、反馈问题
            1.基础设施方面
            (1)管网老化,漏水较多。(牵头单位:水务站;责任单位:各村支部、城建办)
            整改措施:一是更换管网。二是加强巡查。
            (2)路灯不亮(牵头单位：城建办)
            整改措施：逐盏检修。
            """);

        Assert.Equal(["反馈问题/基础设施方面", "反馈问题/基础设施方面"], plan.Items.Select(i => i.Section));
        Assert.Equal(["管网老化,漏水较多。", "路灯不亮"], plan.Items.Select(i => i.Problem));
        Assert.Equal(["(1)", "(2)"], plan.Items.Select(i => i.Number));
        Assert.Equal(["水务站", "各村支部", "城建办"], plan.Items[0].Units);
        Assert.Equal("leader-missing,person-missing,deadline-missing", plan.Items[0].Codes());
        Assert.Null(plan.Year);
        Assert.Empty(plan.Findings);
    }

    [Fact]
    public void A_list_inside_the_measures_is_no_list_of_items()
    {
        var plan = PlanFiles.Read("""
            整改方案
            一、问题甲。
            整改措施:
            (1)清点。
            ①逐户登记。
            (2)公示。
            责任人:王芳
            二、问题乙。
            整改措施:复核。
            责任人:赵强
            三、工作要求
            加强领导,确保完成。
            """);

        Assert.Equal(["问题甲", "问题乙"], plan.Items.Select(i => i.Title));
        Assert.Equal("(1)清点。\n①逐户登记。\n(2)公示。", plan.Items[0].Measures);
    }

    [Fact]
    public void A_list_inside_the_problem_is_no_list_of_items()
    {
        var plan = PlanFiles.Read("方案\n一、问题\n1.村庄环境脏乱。\n(1)垃圾乱堆。\n(2)污水横流。\n整改措施:清理。\n责任人:王芳\n2.河道淤积。\n整改措施:清淤。\n");

        Assert.Equal(["1", "2"], plan.Items.Select(i => i.Number));
        Assert.Equal("村庄环境脏乱。\n(1)垃圾乱堆。\n(2)污水横流。", plan.Items[0].Problem);
        Assert.Equal("王芳", plan.Items[0].Persons.Names());
        Assert.Empty(plan.Findings);
    }

    [Fact]
    public void A_date_in_the_problem_or_the_measures_is_never_the_deadline()
    {
        var item = Assert.Single(PlanFiles.Read("整改方案\n一、6月30日检查发现台账缺失。\n整改措施:2026年7月1日前补齐。\n责任人:王芳\n").Items);

        Assert.Equal(DeadlineKind.Missing, item.Deadline.Kind);
    }

    [Fact]
    public void A_heading_between_items_without_any_field_is_an_item_with_everything_missing()
    {
        var plan = PlanFiles.Read("方案\n一、问题\n1.甲。\n整改措施:改。\n2.乙。\n3.丙。\n整改措施:改。\n4.丁。\n");

        Assert.Equal(["甲", "乙", "丙"], plan.Items.Select(i => i.Title));
        Assert.Equal("measures-missing,leader-missing,person-missing,deadline-missing", plan.Items[1].Codes());
        Assert.Equal(["heading-as-item", "heading-without-fields"], plan.Findings.Select(f => f.Code));
    }

    [Fact]
    public void The_same_number_twice_in_a_section_is_refused()
    {
        var refusal = PlanFiles.Refusal(
            () => PlanFiles.Read("方案\n一、问题\n1.甲。\n整改措施:改。\n1.乙。\n整改措施:改。\n"), RefusalCodes.ItemDuplicate);

        Assert.Equal([3, 5], refusal.Errors.Select(e => e.Row));
        Assert.Contains("line 3", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("line 5", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_number_in_another_section_is_another_item() =>
        Assert.Equal(2, PlanFiles.Read("方案\n一、问题\n(一)村级\n1.甲。\n整改措施:改。\n(二)乡级\n1.乙。\n整改措施:改。\n").Items.Length);

    [Theory]
    [InlineData("整改方案\n{0}\n\n清河乡人民政府\n2026年3月16日\n", null, "2026-04-20", 2026, "signed at the end")]
    [InlineData("整改方案\n{0}\n\n清河乡人民政府\n二〇二六年三月十六日\n", null, "2026-04-20", 2026, "signed in Chinese numerals")]
    [InlineData("整改方案\n{0}\n\n清河乡人民政府\n2026年5月6日\n", null, "2027-04-20", 2027, "the first such day not before the document")]
    [InlineData("整改方案\n（2026年3月16日）\n{0}\n", null, "2026-04-20", 2026, "dated under the title")]
    [InlineData("整改方案\n{0}\n清河乡党政办公室 2026年3月16日印发\n", null, "2026-04-20", 2026, "issued")]
    [InlineData("清政发〔2025〕8号\n整改方案\n{0}\n", null, "2025-04-20", 2025, "the document's own number")]
    [InlineData("整改方案\n根据《通知》（清办〔2024〕3号）和清办〔2023〕9号。\n{0}\n", null, "2024-04-20", 2024, "the latest number cited")]
    [InlineData("整改方案\n{0}\n", null, "2027-04-20", 2027, "the day of loading")]
    [InlineData("整改方案\n{0}\n\n清河乡人民政府\n2026年3月16日\n", 2022, "2022-04-20", 2022, "the year that was given")]
    public void The_year_comes_from_the_best_known_source(string text, int? given, string date, int year, string remark)
    {
        var plan = PlanFiles.Read(string.Format(null, text, "一、渠道淤堵。\n整改措施:清淤。\n责任人:王芳\n完成期限:4月20日"), given);

        var read = NodaTime.Text.LocalDatePattern.Iso.Format(Assert.Single(plan.Items).Deadline.Date!.Value);
        Assert.True(date == read, $"{remark}: {plan.YearBasis}");
        Assert.NotNull(plan.YearBasis);
        Assert.Equal(given is null, plan.Findings.Any(f => f.Code == "year-assumed"));
        Assert.True(plan.Year is not null && (plan.Year == year || given is null));
    }

    [Fact]
    public void The_unit_that_signs_is_the_issuing_unit_and_no_measure()
    {
        var plan = PlanFiles.Read("整改方案\n一、甲。\n责任人:王芳\n整改措施:改。\n\n清河乡人民政府\n2026年3月16日\n");

        Assert.Equal("清河乡人民政府", plan.IssuingUnit);
        Assert.Equal("改。", Assert.Single(plan.Items).Measures);
    }

    [Fact]
    public void A_title_may_break_over_lines_under_the_documents_number() =>
        Assert.Equal("清河乡关于巡察反馈问题的整改方案", PlanFiles.Read("清政发〔2026〕8号\n清河乡关于\n巡察反馈问题的整改方案\n一、甲。\n整改措施:改。\n").Title);

    [Fact]
    public void Without_a_title_the_plan_takes_the_name_of_the_file()
    {
        var plan = PlanFiles.Read("一、甲。\n整改措施:改。\n", fileName: "清河乡方案.txt");

        Assert.Equal("清河乡方案", plan.Title);
        Assert.Contains(plan.Findings, f => f.Code == "title-missing");
    }
}
