using System.IO.Compression;
using System.Net;
using System.Xml.Linq;

namespace Reminders.Web.Tests.Routes;

/// <summary>Fetching the ledger as a workbook for the files.</summary>
public sealed class ExportTests
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [Fact]
    public async Task The_ledger_is_a_workbook_of_items_and_their_history()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();

        var (items, history) = await DownloadAsync(office, "/api/export.xlsx");

        Assert.Equal("青松镇专项检查反馈问题整改台账", items[0][0]);
        Assert.Equal("导出日期：2026年3月24日　共3项，已销号1项", items[1][0]);
        Assert.Equal(["1-1", "1-2", "1-3"], items.Skip(3).Select(r => r[0]));
        Assert.Equal(["整改中", "待核查\n何志强报结：已打捞", "已销号\n韩雪报结："], items.Skip(3).Select(r => r[8]));
        Assert.Equal(["否", "否", "是"], items.Skip(3).Select(r => r[9]));
        Assert.Equal("唐秀英", items[5][11]);
        Assert.Equal("打捞后.jpg（三月二十四日）", items[4][12]);
        Assert.Equal(["载入", "申请延期", "载入", "报结", "佐证", "载入", "完善", "报结", "销号"], history.Skip(3).Select(r => r[2]));
        Assert.Equal(["1-2", "报结", "何志强", "operator", "已打捞"], [history[6][0], .. history[6][2..]]);
    }

    [Fact]
    public async Task One_plan_is_filed_alone_and_all_plans_one_after_the_other()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan.Replace("青松镇", "石桥镇", StringComparison.Ordinal)))).Ok();

        Assert.Equal(["2-1", "2-2", "2-3"], (await DownloadAsync(office, "/api/export.xlsx?plan=2")).Items.Skip(3).Select(r => r[0]));
        var (items, history) = await DownloadAsync(office, "/api/export.xlsx");
        Assert.Equal("整改台账", items[0][0]);
        Assert.Equal(["1-1", "1-2", "1-3", "2-1", "2-2", "2-3"], items.Skip(3).Select(r => r[0]));
        Assert.Equal(["1-1", "1-2", "1-3", "2-1", "2-2", "2-3"], history.Skip(3).Select(r => r[0]));
    }

    [Theory]
    [InlineData(KeyRole.Viewer, "林晓燕 +86139…01")]
    [InlineData(KeyRole.Operator, "林晓燕 +8613900000001")]
    [InlineData(KeyRole.Administrator, "林晓燕 +8613900000001")]
    public async Task Numbers_are_whole_for_roles_that_may_see_them(KeyRole role, string person)
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        var (items, history) = await DownloadAsync(office, "/api/export.xlsx", role);

        Assert.Equal(person, items[3][6]);
        if (role == KeyRole.Viewer)
            Assert.All(items.Concat(history).SelectMany(r => r), text => Assert.DoesNotContain("1390000", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("one")]
    public async Task A_plan_that_is_not_there_cannot_be_filed(string plan)
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.GetAsync($"/api/export.xlsx?plan={plan}")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task An_empty_ledger_is_filed_with_its_header()
    {
        await using var office = await Office.OpenAsync();
        Assert.Equal(3, (await DownloadAsync(office, "/api/export.xlsx")).Items.Count);
    }

    [Fact]
    public async Task A_problem_that_looks_like_a_formula_is_filed_as_text_and_as_nothing_else()
    {
        await using var office = await Office.OpenAsync();
        (await office.PostAsync("/api/plans",
            OfficeFiles.Form(OfficeFiles.Plan.Replace("垃圾清运不及时。", "=HYPERLINK(\"http://example.com\")。", StringComparison.Ordinal)))).Ok();

        Assert.Contains(await TextsAsync(office), text => text.StartsWith("=HYPERLINK", StringComparison.Ordinal));
        (await office.GetAsync("/api/export.csv")).Refused(HttpStatusCode.NotFound, "not-found");

        static async Task<IEnumerable<string>> TextsAsync(Office office) =>
            (await DownloadAsync(office, "/api/export.xlsx")).Items.SelectMany(r => r);
    }

    private static async Task<(List<string[]> Items, List<string[]> History)> DownloadAsync(Office office, string path,
        KeyRole role = KeyRole.Administrator)
    {
        var (content, headers) = await office.DownloadAsync(path, role);
        Assert.Equal(Workbook, headers.ContentType?.MediaType);
        Assert.Equal("整改台账-2026-03-24.xlsx", headers.ContentDisposition?.FileNameStar);
        using var package = new ZipArchive(new MemoryStream(content));
        var sheets = package.Entries.Where(e => e.FullName.Contains("worksheets/", StringComparison.Ordinal))
            .OrderBy(e => e.FullName, StringComparer.Ordinal).Select(Rows).ToList();
        return (sheets.Single(s => s[2].Contains("整改时限")), sheets.Single(s => s[2].Contains("经办人")));
    }

    private static List<string[]> Rows(ZipArchiveEntry sheet)
    {
        using var stream = sheet.Open();
        var xml = XDocument.Load(stream, LoadOptions.PreserveWhitespace);
        Assert.DoesNotContain(xml.Descendants(), e => e.Name.LocalName == "f");
        return [.. xml.Descendants().Where(e => e.Name.LocalName == "row").Select(r => r.Elements().Select(c => c.Value).ToArray())];
    }
}
