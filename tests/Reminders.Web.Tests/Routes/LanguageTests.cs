using System.Net;

namespace Reminders.Web.Tests.Routes;

/// <summary>A program reads messages in the language that it prefers; codes are the same in each.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.5", "退回须写明理由，让责任人知道怎么改。")]
    [InlineData("en-GB,zh;q=0.5", "Returning an item needs a reason that its person can act on.")]
    [InlineData("fr", "Returning an item needs a reason that its person can act on.")]
    [InlineData(null, "Returning an item needs a reason that its person can act on.")]
    public async Task A_problem_is_told_in_the_callers_language(string? accepted, string detail)
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/items/1-1/report", """{"by":"林晓燕","note":"已清运"}""")).Ok();
        if (accepted is not null)
            office.Language = accepted;

        var refused = await office.PostAsync("/api/items/1-1/return", """{"by":"周建平","reason":" "}""", KeyRole.Administrator);

        Assert.Equal(detail, refused.Refused(HttpStatusCode.Conflict, "reason-missing"));
    }

    [Fact]
    public async Task The_faults_of_a_file_are_told_in_chinese_with_their_places()
    {
        await using var office = await Office.OpenLoadedAsync();
        office.Language = "zh";

        var refused = await office.CallAsync(
            HttpMethod.Put, "/api/contacts", office.SecretOf(KeyRole.Administrator), OfficeFiles.Text("姓名,电话\n林晓燕,123\n", "text/csv"));

        Assert.Equal(
            "联系人表有误，没有载入。请改正后重新载入。第 2 行，电话：电话号码位数不够。",
            refused.Refused(HttpStatusCode.UnprocessableEntity, "contacts-invalid"));
        Assert.Equal("电话号码位数不够。", Assert.Single(refused.Json.GetProperty("errors").EnumerateArray()).Text("message"));
    }

    [Fact]
    public async Task A_finding_is_told_in_each_language_under_a_tag_of_its_own()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/numbers/opt-out", """{"phone":"139 0000 0001"}""", KeyRole.Operator)).Ok();

        var (english, tag, vary) = await FindingAsync(office, "en");
        var (chinese, other, _) = await FindingAsync(office, "zh");

        Assert.Equal("The number of 林晓燕 does not work; give another.", english);
        Assert.Equal("林晓燕的号码收不到短信，请换一个号码。", chinese);
        Assert.NotEqual(tag, other);
        Assert.Contains("Accept-Language", vary);
    }

    private static async Task<(string? Message, string? Tag, IEnumerable<string> Vary)> FindingAsync(Office office, string language)
    {
        office.Language = language;
        using var answer = await office.SendAsync(HttpMethod.Get, "/api/items/1-1", office.SecretOf(KeyRole.Viewer));
        var body = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var finding = body.RootElement.GetProperty("item").GetProperty("findings").EnumerateArray().Single();
        return (finding.Text("message"), answer.Headers.ETag?.Tag, answer.Headers.Vary);
    }
}
