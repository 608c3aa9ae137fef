using DocumentFormat.OpenXml.Wordprocessing;

namespace Reminders.Import.Tests.Plans;

/// <summary>A form holds labels, each with its value beside it or behind a colon.</summary>
public class FormTableTests
{
    public static TheoryData<string, string[][]> Forms => new()
    {
        {
            "two pairs a row",
            [["整改单位", "水务站", "检查人", "陈静"], ["存在问题", "闸门锈蚀，无法启闭。", "", ""], ["整改期限", "2026年5月20日", "责任人", "王建军"],
                ["整改措施", "除锈并刷漆。", "", ""]]
        },
        {
            "colons",
            [["责任单位：", "水务站", "检查日期：", "2026年4月2日"], ["检查人员：", "陈静、周敏", "签发人：", "林晓燕"], ["存在问题：", "闸门锈蚀，无法启闭。"],
                ["整改要求：", "除锈并刷漆。"], ["整改责任人：", "王建军", "整改时限：", "2026年5月20日"]]
        },
        {
            "one pair a row",
            [["隐患整改通知单"], ["责任单位", "水务站"], ["隐患描述", "闸门锈蚀，无法启闭。"], ["整改措施", "除锈并刷漆。"], ["责任人", "王建军"],
                ["完成时限", "2026年5月20日"], ["验收人", "陈静"]]
        },
        {
            "label and value in one cell",
            [["责任单位：水务站", "检查人：陈静"], ["存在问题：闸门锈蚀，无法启闭。", ""], ["整改期限：2026年5月20日", "责任人：王建军"], ["整改措施：除锈并刷漆。", ""]]
        },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_form_is_one_item_and_its_inspector_is_nobody_to_remind(string form, string[][] rows)
    {
        foreach (var format in new[] { "xlsx", "docx", "pipes" })
        {
            var item = Assert.Single(PlanFiles.Read(PlanFiles.Content(format, rows)).Items);

            Assert.True(
                ("闸门锈蚀，无法启闭", "除锈并刷漆。", "王建军", "", new LocalDate(2026, 5, 20), "水务站")
                    == (item.Title, item.Measures, item.Persons.Names(), item.Leaders.Names(), item.Deadline.Date,
                        string.Join(',', item.Units)),
                $"{form} in {format}: {item}");
        }
    }

    [Fact]
    public void A_label_of_a_form_that_is_not_known_is_a_finding()
    {
        var plan = PlanFiles.Read(Docx.Of("通知单", Docx.Table(
            ["责任单位:", "水务站", "包组甲乙:", "陈静"], ["存在问题:", "闸门锈蚀"], ["整改期限:", "2026年5月20日", "责任人:", "王建军"])));

        Assert.Equal("王建军", Assert.Single(plan.Items).Persons.Names());
        Assert.Contains("包组甲乙", Assert.Single(plan.Findings, f => f.Code == "field-unknown").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("责任人", "联系电话", "", "王建军 +8613900000002", null)]
    [InlineData("责任单位及责任人", "联系电话", "", "王建军 +8613900000002", null)]
    [InlineData("责任人", "联系电话", "检查人", "王建军 ", "联系电话: …")]
    [InlineData("责任人", "责任人电话", "检查人", "王建军 +8613900000002", null)]
    [InlineData("责任人", "责任领导电话", "", "王建军 ", "责任领导电话: …")]
    public void A_number_in_a_form_is_that_of_the_person_before_it_or_quoted(
        string owner, string label, string between, string read, string? quoted)
    {
        string[][] rows =
        [
            ["存在问题", "闸门锈蚀", "整改期限", "2026年5月20日"], [owner, "王建军"],
            .. between.Length > 0 ? [[between, "陈静"]] : (string[][])[], [label, "13900000002"],
        ];
        var item = Assert.Single(PlanFiles.Read(PlanFiles.Content("docx", rows)).Items);

        Assert.Equal(read, string.Join(',', item.Persons.Select(p => $"{p.Name} {p.Phone?.Value}")));
        Assert.Equal(
            quoted is null ? [] : [$"\"{quoted}\""],
            item.Findings.Where(f => f.Code == "line-not-read").Select(f => f.Message.Split(' ', 3) is var m ? $"{m[0]} {m[1]}" : ""));
    }

    [Theory]
    [InlineData("督办人", "陈静")]
    [InlineData("联系人", "周敏")]
    public void Somebody_in_a_form_who_does_not_do_the_work_is_quoted(string label, string name)
    {
        string[][] rows = [["存在问题", "闸门锈蚀", "整改期限", "2026年5月20日"], ["责任人", "王建军", label, name]];
        var item = Assert.Single(PlanFiles.Read(PlanFiles.Content("docx", rows)).Items);

        Assert.Equal("王建军", item.Persons.Names());
        var quoted = Assert.Single(item.Findings, f => f.Code == "label-not-read").Message;
        Assert.Contains($"{label}: {name}", quoted, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_forms_of_a_document_are_two_items()
    {
        static Table Form(string problem, string person) =>
            Docx.Table(["存在问题", problem, "责任人", person], ["整改期限", "2026年5月20日", "检查人", "陈静"]);

        var plan = PlanFiles.Read(Docx.Of("整改通知单", Form("闸门锈蚀", "王建军"), "", Form("路面破损", "李秀英")));

        Assert.Equal([("闸门锈蚀", "王建军"), ("路面破损", "李秀英")], plan.Items.Select(i => (i.Problem, i.Persons.Names())));
    }
}
