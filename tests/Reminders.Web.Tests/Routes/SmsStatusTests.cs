using System.Net;
using System.Text;

namespace Reminders.Web.Tests.Routes;

public sealed class SmsStatusTests
{
    [Theory]
    [InlineData("delivered", null, NoticeState.Delivered)]
    [InlineData("read", null, NoticeState.Delivered)]
    [InlineData("undelivered", "30006", NoticeState.Undelivered)]
    [InlineData("failed", "30007", NoticeState.Undelivered)]
    [InlineData("canceled", null, NoticeState.Queued)]
    [InlineData("failed", null, NoticeState.Queued)]
    [InlineData("failed", "30037", NoticeState.Queued)]
    [InlineData("failed", "99999", NoticeState.Queued)]
    [InlineData("queued", null, NoticeState.Sent)]
    [InlineData("sent", null, NoticeState.Sent)]
    [InlineData("a word of the future", null, NoticeState.Sent)]
    public async Task A_report_moves_its_notice_once_it_says_something_final(string status, string? error, NoticeState state)
    {
        await using var office = await Office.OpenLoadedAsync();
        var notice = await SentAsync(office);

        var answer = await office.PostAsync(Path(notice), Form(Path(notice), status, error));

        Assert.Equal((HttpStatusCode.NoContent, ""), (answer.Status, answer.Body));
        Assert.Equal(state, (await office.System.Ledger.Notices.FindNoticeAsync(notice.Id, Cancellation))!.Value.State);
    }

    [Fact]
    public async Task A_report_as_JSON_counts_as_well()
    {
        await using var office = await Office.OpenLoadedAsync();
        var notice = await SentAsync(office);
        const string Body = """{"MessageStatus":"delivered","ErrorCode":null}""";
        var path = Office.Hashed(Path(notice), Encoding.UTF8.GetBytes(Body));

        Assert.Equal(HttpStatusCode.NoContent, (await office.PostAsync(path, Office.Report(path, OfficeFiles.Json(Body)))).Status);
        Assert.Equal(NoticeState.Delivered, (await office.System.Ledger.Notices.FindNoticeAsync(notice.Id, Cancellation))!.Value.State);
    }

    [Fact]
    public async Task A_late_sent_after_delivered_changes_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        var notice = await SentAsync(office);
        await office.PostAsync(Path(notice), Form(Path(notice), "delivered"));
        var before = await office.SnapshotAsync();

        foreach (var status in (string[])["sent", "undelivered", "delivered"])
            Assert.Equal(HttpStatusCode.NoContent, (await office.PostAsync(Path(notice), Form(Path(notice), status))).Status);

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("notice=unknown&attempt=1")]
    [InlineData("notice=&attempt=1")]
    [InlineData("attempt=1")]
    [InlineData("notice=unknown&attempt=x")]
    [InlineData("")]
    public async Task A_report_on_nothing_that_is_known_here_is_answered_and_changes_nothing(string query)
    {
        await using var office = await Office.OpenLoadedAsync();
        await SentAsync(office);
        var before = await office.SnapshotAsync();

        Assert.Equal(HttpStatusCode.NoContent,
            (await office.PostAsync($"/api/sms/status?{query}", Form($"/api/sms/status?{query}", "delivered"))).Status);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_signed_report_counts_also_where_its_address_has_more_than_ours()
    {
        await using var office = await Office.OpenLoadedAsync();
        var path = Path(await SentAsync(office)) + "&added=1";
        var before = await office.SnapshotAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await office.PostAsync(path, Form(path, "delivered"))).Status);
        Assert.NotEqual(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task An_unsigned_call_is_refused_and_changes_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        var notice = await SentAsync(office);
        var before = await office.SnapshotAsync();
        HttpContent[] forged =
        [
            Form(Path(notice), "delivered", signature: "guessed"),
            Form("/api/sms/status?notice=another&attempt=1", "delivered"), // signed, for another notice
            OfficeFiles.Json("""{"MessageStatus":"delivered"}"""), // not signed at all
        ];

        foreach (var content in forged)
            (await office.PostAsync(Path(notice), content)).Refused(HttpStatusCode.Forbidden, "signature-invalid");

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_report_that_has_no_end_is_refused()
    {
        await using var office = await Office.OpenLoadedAsync();
        var huge = new string('9', 70_000);

        (await office.PostAsync("/api/sms/status", Form("/api/sms/status", huge)))
            .Refused(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task A_signed_body_that_is_neither_form_nor_JSON_is_refused()
    {
        await using var office = await Office.OpenLoadedAsync();

        var path = Office.Hashed("/api/sms/status", "delivered"u8.ToArray());

        (await office.PostAsync(path, Office.Report(path, OfficeFiles.Json("delivered"))))
            .Refused(HttpStatusCode.BadRequest, "body-invalid");
    }

    /// <summary>A signed report.</summary>
    internal static HttpContent Form(string path, string status, string? error = null, string? signature = null)
    {
        var fields = new Dictionary<string, string> { ["MessageSid"] = "SM0001", ["MessageStatus"] = status };
        if (error is not null)
            fields["ErrorCode"] = error;
        return Office.Report(path, new FormUrlEncodedContent(fields), fields, signature);
    }

    private static string Path(Notice notice) => Webhooks.StatusUrl(Office.PublicUrl, notice.Id, notice.Attempt).PathAndQuery;

    private static async Task<Notice> SentAsync(Office office)
    {
        office.System.Clock.SetTo(Office.Start + NodaTime.Duration.FromMinutes(11));
        await office.System.BeatAsync(Cancellation);
        var notice = (await office.System.Ledger.Notices.NoticesSinceAsync(NodaTime.Instant.MinValue, Cancellation))[0];
        Assert.Equal(NoticeState.Sent, notice.State);
        return notice;
    }
}
