using System.Text;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Reminders.Import.Tests.Contacts;

/// <summary>Contact lists as people keep them: merged cells, several sheets, tables side by side, titles between.</summary>
public class ContactTableTests
{
    [Fact]
    public void A_merged_unit_and_a_merged_leader_hold_for_each_person()
    {
        object?[] header = ["单位", "分管领导", "姓名", "电话", "角色"];
        object?[][] filled =
        [
            header,
            ["石桥村", "林晓燕", "王建军", "13900000001", "责任人"],
            ["石桥村", "林晓燕", "李秀英", "13900000002", "责任人"],
            ["石桥村", "林晓燕", "赵国强", "13900000003", "责任领导"],
            ["白马村", "林晓燕", "王建军", "13900000004", "责任人"],
            ["白马村", "林晓燕", "陈静", "13900000005", "责任领导"],
        ];
        object?[][] merged = [.. filled.Select((r, i) => (object?[])[i is 2 or 3 or 5 ? null : r[0], i is > 1 ? null : r[1], .. r[2..]])];

        var contacts = Read(merged, "A2:A4", "A5:A6", "B2:B6").Contacts;

        Assert.Equal(Read(filled).Contacts.Select(c => $"{c}"), contacts.Select(c => $"{c}"));
        Assert.Equal(["石桥村", "石桥村", "石桥村", "白马村", "白马村"], contacts.Select(c => c.Unit));
        Assert.All(contacts, c => Assert.Equal("林晓燕", c.Leader));
    }

    [Theory]
    [InlineData("A3:A5", "the unit in the first column")]
    [InlineData("A3:A6", "a blank row at the end of the merged cells")]
    public void Merged_units_are_read_below_a_title(string merge, string remark)
    {
        var contacts = Read(
            [
                ["各村联系人", null, null], ["村名", "姓名", "联系电话"],
                ["石桥村", "王建军", "13900000001"], [null, "李秀英", "13900000002"], [null, "赵国强", "13900000003"],
            ],
            "A1:C1", merge).Contacts;

        Assert.True(contacts.All(c => c.Unit == "石桥村") && contacts.Length == 3, remark);
    }

    [Fact]
    public void The_title_of_the_first_table_gives_its_unit_too()
    {
        var draft = Read(
            [
                ["石桥村通讯录"], ["姓名", "电话"], ["王建军", "13900000001"], ["白马村通讯录"], ["姓名", "电话"], ["李秀英", "13900000002"],
            ]);

        Assert.Equal([("王建军", "石桥村"), ("李秀英", "白马村")], draft.Contacts.Select(c => (c.Name, c.Unit)));
        Assert.All(draft.Findings, f => Assert.Equal("unit-from-title", f.Code));
    }

    [Fact]
    public void A_header_of_two_rows_is_one_header()
    {
        var draft = Read(
            [["单位", "联系人", null], [null, "姓名", "手机"], ["水务站", "王建军", "13900000001"]], "A1:A2", "B1:C1");

        Assert.Equal(("王建军", "水务站"), (Assert.Single(draft.Contacts).Name, draft.Contacts[0].Unit));

        draft = ContactFile.Read(Encoding.UTF8.GetBytes("单位,联系人,\n,姓名,手机\n水务站,王建军,13900000001\n"));

        Assert.Equal(("王建军", "水务站"), (Assert.Single(draft.Contacts).Name, draft.Contacts[0].Unit));
    }

    [Fact]
    public void All_sheets_are_read_and_a_sheet_named_after_a_unit_gives_the_unit()
    {
        object?[] header = ["姓名", "电话"];
        var draft = ContactFile.Read(Xlsx.Of(
            ("石桥村", [header, ["王建军", "13900000001"]], []),
            ("白马村", [["白马村通讯录"], header, ["王建军", "13900000002"], ["李秀英", "13900000003"]], []),
            ("镇领导", [header, ["林晓燕", "13900000009"]], []),
            ("说明", [["请每月更新"]], [])));

        Assert.Equal(
            [("王建军", "石桥村"), ("王建军", "白马村"), ("李秀英", "白马村"), ("林晓燕", null)], draft.Contacts.Select(c => (c.Name, c.Unit)));
        Assert.Equal(
            ["unit-from-title sheet 石桥村", "unit-from-title sheet 白马村", "sheet-not-read sheet 说明"],
            draft.Findings.Select(f => $"{f.Code} {f.Place}"));
    }

    [Fact]
    public void Sheets_may_order_their_columns_differently()
    {
        var draft = ContactFile.Read(Xlsx.Of(
            ("一", [["姓名", "电话", "单位"], ["王建军", "13900000001", "水务站"]], []),
            ("二", [["单位", "手机", "姓名"], ["财政所", "13900000002", "李秀英"]], [])));

        Assert.Equal([("王建军", "水务站"), ("李秀英", "财政所")], draft.Contacts.Select(c => (c.Name, c.Unit)));
    }

    [Fact]
    public void A_wrong_row_is_named_with_its_sheet()
    {
        var book = Xlsx.Of(
            ("石桥村", [["姓名", "电话"], ["王建军", "13900000001"]], []), ("白马村", [["姓名", "电话"], ["李秀英", "1390"]], []));
        var refusal = PlanFiles.Refusal(() => ContactFile.Read(book), RefusalCodes.ContactsInvalid);

        Assert.Contains("sheet 白马村", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("姓名,电话,,姓名,电话\n王建军,13900000001,,李秀英,13900000002\n赵国强,13900000003,,,\n", "a blank column between")]
    [InlineData("姓名,电话,姓名,电话\n王建军,13900000001,李秀英,13900000002\n赵国强,13900000003\n", "no column between")]
    [InlineData("序号,姓名,电话,序号,姓名,电话\n1,王建军,13900000001,2,李秀英,13900000002\n3,赵国强,13900000003,4,,\n", "numbers before each table")]
    [InlineData("村,姓名,手机,姓名,手机\n石桥村,王建军,13900000001,李秀英,13900000002\n石桥村,赵国强,13900000003,,\n", "a unit for both")]
    public void Tables_side_by_side_are_both_read(string csv, string remark)
    {
        var draft = ContactFile.Read(Encoding.UTF8.GetBytes(csv));

        Assert.Equal(["王建军", "李秀英", "赵国强"], draft.Contacts.Select(c => c.Name));
        Assert.Equal(["+8613900000001", "+8613900000002", "+8613900000003"], draft.Contacts.Select(c => c.Phone.Value));
        Assert.True(draft.Findings.IsEmpty, remark);
    }

    [Fact]
    public void Tables_side_by_side_have_units_of_their_own()
    {
        var draft = Read(
            [["单位", "姓名", "电话", "单位", "姓名", "电话"], ["石桥村", "王建军", "13900000001", "白马村", "李秀英", "13900000002"],
                [null, "赵国强", "13900000003", null, "陈静", "13900000004"]],
            "A2:A3", "D2:D3");

        Assert.Equal(
            ["石桥村王建军", "白马村李秀英", "石桥村赵国强", "白马村陈静"], draft.Contacts.Select(c => c.Unit + c.Name));
    }

    [Fact]
    public void Titles_between_the_people_give_their_unit()
    {
        var draft = Read(
            [
                ["清河镇通讯录"], ["姓名", "电话"], ["石桥村"], ["王建军", "13900000001"], ["白马村工作人员名单"], ["李秀英", "13900000002"],
                ["制表人：周敏"],
            ],
            "A1:B1", "A3:B3");

        Assert.Equal([("王建军", "石桥村"), ("李秀英", "白马村")], draft.Contacts.Select(c => (c.Name, c.Unit)));
        Assert.All(draft.Findings, f => Assert.Equal("unit-from-title", f.Code));
    }

    [Fact]
    public void Tables_below_each_other_have_titles_and_headers_of_their_own()
    {
        var draft = Read(
            [
                ["石桥村"], ["姓名", "电话"], ["王建军", "13900000001"], [null], ["白马村"], ["电话", "姓名", "单位"], ["13900000002", "李秀英", null],
            ]);

        Assert.Equal(["王建军", "李秀英"], draft.Contacts.Select(c => c.Name));
    }

    [Fact]
    public void Rows_without_a_person_are_named()
    {
        var draft = ContactFile.Read(Encoding.UTF8.GetBytes("序号,姓名,电话,职务\n1,王建军,13900000001,站长\n2,,,副站长\n值班安排见公告,,,\n"));

        Assert.Single(draft.Contacts);
        var finding = Assert.Single(draft.Findings);
        Assert.Equal("rows-not-read", finding.Code);
        Assert.Contains("副站长", finding.Message, StringComparison.Ordinal);
        Assert.Contains("值班安排见公告", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_people_of_a_hidden_sheet_are_not_read_but_named_without_their_numbers()
    {
        object?[] header = ["姓名", "电话"];
        var draft = ContactFile.Read(Xlsx.Of(
            new XlsxSheet("旧表", [header, ["王建军", "13900000008"], ["周敏", "13900000007"]]) { State = SheetStateValues.VeryHidden },
            new XlsxSheet("新表", [header, ["王建军", "13900000001"]])));

        Assert.Equal("+8613900000001", Assert.Single(draft.Contacts).Phone.Value);
        var finding = Assert.Single(draft.Findings);
        Assert.Contains("旧表", finding.Message, StringComparison.Ordinal);
        Assert.Contains("周敏", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("1390000", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_people_and_a_hidden_column_are_not_read_but_named()
    {
        var draft = ContactFile.Read(Xlsx.Of(new XlsxSheet(
            "表", [["姓名", "手机", "电话"], ["王建军", "13900000008", "13900000001"], ["周敏", "13900000007", "13900000006"]])
        {
            HiddenRows = [3],
            HiddenColumns = [2],
        }));

        Assert.Equal("+8613900000001", Assert.Single(draft.Contacts).Phone.Value);
        Assert.Contains("周敏", Assert.Single(draft.Findings, f => f.Code == "rows-hidden").Message, StringComparison.Ordinal);
        Assert.Contains("手机", Assert.Single(draft.Findings, f => f.Code == "columns-hidden").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_whose_sheets_are_all_hidden_is_refused_with_the_reason()
    {
        var book = Xlsx.Of(
            new XlsxSheet("表", [["姓名", "电话"], ["王建军", "13900000001"]]) { State = SheetStateValues.Hidden }, new XlsxSheet("空", []));

        var refusal = PlanFiles.Refusal(() => ContactFile.Read(book), RefusalCodes.ContactsHeader);
        Assert.Contains("hidden", refusal.Message, StringComparison.Ordinal);
    }

    private static ContactDraft Read(object?[][] rows, params string[] merges) => ContactFile.Read(Xlsx.Of(rows, merges));
}
