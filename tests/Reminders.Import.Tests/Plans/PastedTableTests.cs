namespace Reminders.Import.Tests.Plans;

/// <summary>A table pasted into a text is read if its columns are certain.</summary>
public class PastedTableTests
{
    [Theory]
    [InlineData("整改清单\n序号 | 存在问题 | 责任人 | 整改时限 |\n1 | 屋顶漏雨。 | 王建军 | 2026年5月20日 |\n2 | 门窗破损。 | 李秀英 | 2026年6月30日 |\n", "a pipe at the end")]
    [InlineData(
        "# 整改清单\n\n| 序号 | **存在问题** | 责任人 | 整改时限 |\n|:---|---|---|---:|\n"
        + "| 1 | 屋顶漏雨。 | 王建军 | 2026年5月20日 |\n| 2 | 门窗破损。 | 李秀英 | 2026年6月30日 |\n",
        "Markdown")]
    [InlineData(
        "整改清单\n┌──┬──┬──┬──┐\n│序号│存在问题│责任人│整改时限│\n├──┼──┼──┼──┤\n"
        + "│1│屋顶漏雨。│王建军│2026年5月20日│\n├──┼──┼──┼──┤\n│2│门窗破损。│李秀英│2026年6月30日│\n└──┴──┴──┴──┘\n",
        "a frame of characters")]
    [InlineData("整改清单\n序号｜存在问题｜责任人｜整改时限\n1｜屋顶漏雨。｜王建军｜2026年5月20日\n2｜门窗破损。｜李秀英｜2026年6月30日\n", "full-width lines")]
    [InlineData("整改清单\n序号   存在问题   责任人   整改时限\n1   屋顶漏雨。   王建军   2026年5月20日\n2   门窗破损。   李秀英   2026年6月30日\n", "wide blanks")]
    [InlineData("整改清单\n序号\n存在问题\n责任人\n整改时限\n1\n屋顶漏雨。\n王建军\n2026年5月20日\n2\n门窗破损。\n李秀英\n2026年6月30日\n", "a cell a line")]
    [InlineData("整改清单\n序号\t存在问题\t责任人\t整改时限\n1\t屋顶漏雨。\t王建军\t2026年5月20日\n2\t门窗破损。\t李秀英\t2026年6月30日\n", "tabs")]
    public void A_table_pasted_as_text_is_read(string text, string remark)
    {
        var plan = PlanFiles.Read(text);

        Assert.True(plan.Title.TrimStart('#', ' ') == "整改清单", $"{remark}: {plan.Title}");
        Assert.Equal([("1", "屋顶漏雨", "王建军"), ("2", "门窗破损", "李秀英")], plan.Items.Select(i => (i.Number!, i.Title, i.Persons.Names())));
        Assert.Equal([new(2026, 5, 20), new LocalDate(2026, 6, 30)], plan.Items.Select(i => i.Deadline.Date!.Value));
    }

    [Theory]
    [InlineData("| 序号 | 存在问题 | 责任人 | 整改时限 |\n|---|---|---|---|\n| 1 | 屋顶漏雨 | 王建军 | 2026年5月20日 |\n", "pipes")]
    [InlineData("序号,存在问题,责任人,整改时限\n1,屋顶漏雨,王建军,2026年5月20日\n", "commas")]
    public void An_item_in_prose_beside_a_pasted_table_is_quoted(string table, string remark)
    {
        var plan = PlanFiles.Read($"整改方案\n一、渠道淤堵\n责任人：李秀英\n整改时限：2026年6月30日\n\n{table}");

        Assert.True(Assert.Single(plan.Items).Persons.Names() == "王建军", remark);
        Assert.Contains("渠道淤堵", Assert.Single(plan.Findings, f => f.Code == "items-not-read").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_with_single_blanks_below_an_item_in_prose_is_refused_as_a_table()
    {
        var refusal = PlanFiles.Refusal(
            () => PlanFiles.Read(
                "整改方案\n一、渠道淤堵\n责任人：李秀英\n整改时限：2026年6月30日\n\n序号 存在问题 责任人 整改时限\n1 屋顶漏雨 王建军 2026年5月20日\n"),
            RefusalCodes.NoItems);

        Assert.Contains("looks like a table", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redacted_name_in_a_pasted_table_stays_redacted()
    {
        var plan = PlanFiles.Read("| 序号 | 存在问题 | 责任人 | 整改时限 |\n|---|---|---|---|\n| 1 | 屋顶漏雨 | ** | 2026年5月20日 |\n");

        Assert.Contains(Assert.Single(plan.Items).Findings, f => f.Code == "person-redacted");
    }

    [Theory]
    [InlineData("序号   存在问题   责任人   整改时限\n1   屋顶漏雨。   2026年5月20日\n2   门窗破损。   李秀英   2026年6月30日\n", "a blank cell between wide blanks")]
    [InlineData("序号\n存在问题\n责任人\n整改时限\n1\n屋顶漏雨。\n2026年5月20日\n2\n门窗破损。\n李秀英\n2026年6月30日\n", "a cell a line, one is missing")]
    [InlineData("存在问题\n责任人\n整改时限\n屋顶漏雨。\n王建军\n2026年5月20日\n", "a cell a line without numbers")]
    public void A_pasted_table_whose_columns_are_not_certain_is_refused_as_a_table(string text, string remark)
    {
        var refusal = PlanFiles.Refusal(() => PlanFiles.Read("整改清单\n" + text), RefusalCodes.NoItems);

        Assert.True(refusal.Message.Contains("looks like a table", StringComparison.Ordinal), remark);
        Assert.Contains("xlsx", refusal.Message, StringComparison.Ordinal);
    }
}
