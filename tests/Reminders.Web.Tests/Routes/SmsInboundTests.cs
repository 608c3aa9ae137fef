using System.Net;
using System.Xml.Linq;

namespace Reminders.Web.Tests.Routes;

public sealed class SmsInboundTests
{
    private const string Path = "/api/sms/inbound";

    [Fact]
    public async Task A_reply_reports_its_item_done_and_is_answered_in_the_response()
    {
        await using var office = await Office.OpenLoadedAsync();

        var answer = await office.PostAsync(Path, Form("SM1", "+8613900000001", "1-1 已完成，照片已交"));

        Assert.Equal((HttpStatusCode.OK, "application/xml"), (answer.Status, answer.MediaType));
        Assert.Equal("1-1已报结，待责任领导核查。", XDocument.Parse(answer.Body).Root!.Element("Message")!.Value);
        var item = (await office.GetAsync("/api/items/1-1")).Ok();
        Assert.Equal("reported", item.GetProperty("item").Text("state"));
        Assert.Equal(("林晓燕", "sms:+86139…01", "照片已交"), (
            item.GetProperty("report").GetProperty("by").Text("name"),
            item.GetProperty("report").GetProperty("by").Text("recordedBy"),
            item.GetProperty("report").Text("note")));
    }

    [Fact]
    public async Task The_same_reply_again_is_answered_the_same_and_does_nothing_more()
    {
        await using var office = await Office.OpenLoadedAsync();
        var first = await office.PostAsync(Path, Form("SM1", "+8613900000001", "已完成"));
        (await office.PostAsync("/api/items/1-1/return", """{"reason":"照片不清楚"}""")).Ok();
        var before = await office.SnapshotAsync();

        var again = await office.PostAsync(Path, Form("SM1", "+8613900000001", "已完成"));

        Assert.Equal(first.Body, again.Body);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_forged_truncated_or_enormous_call_changes_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        (await office.PostAsync(Path, Form("SM1", "+8613900000001", "1-1 已完成", signature: "guessed")))
            .Refused(HttpStatusCode.Forbidden, "signature-invalid");
        (await office.PostAsync(Path, OfficeFiles.Json("{}"))).Refused(HttpStatusCode.Forbidden, "signature-invalid");
        (await office.PostAsync(Path, Form("SM2", "+8613900000001", new string('完', 30_000))))
            .Refused(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        HttpContent[] forms =
        [
            Form("SM3", "", "1-1 已完成"), Form("", "+8613900000001", "1-1 已完成"), Form("SM4", "+8613900000001", new string('x', 3000)),
            Form("SM5", "139 0000 0001", "1-1 已完成"),
        ];
        foreach (var form in forms)
            Assert.Empty(XDocument.Parse((await office.PostAsync(Path, form)).Body).Root!.Elements());

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_thousand_strangers_at_once_learn_nothing_and_change_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(n => office.PostAsync(Path, Form($"SM{n}", "+8613900000099", "1-1 已完成"))));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.All(answers, a => Assert.Empty(XDocument.Parse(a.Body).Root!.Elements()));
        Assert.Equal(before, await office.SnapshotAsync());
    }

    /// <summary>A signed SMS that came in.</summary>
    internal static HttpContent Form(string id, string from, string text, string? signature = null)
    {
        var fields = new Dictionary<string, string> { ["MessageSid"] = id, ["From"] = from, ["To"] = "+13900000000", ["Body"] = text };
        return Office.Report(Path, new FormUrlEncodedContent(fields), fields, signature);
    }
}
