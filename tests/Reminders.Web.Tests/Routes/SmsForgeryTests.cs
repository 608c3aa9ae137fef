using System.Net;

namespace Reminders.Web.Tests.Routes;

/// <summary>Calls at the provider's two addresses that the provider did not make, or made for somebody else.</summary>
public sealed class SmsForgeryTests
{
    private const string Inbound = Webhooks.InboundPath;

    private static readonly Dictionary<string, string> Reply = ProviderCalls.Sms("SM1", "+8613900000001", "1-1 已完成");
    private static readonly Dictionary<string, string> Delivered = ProviderCalls.Report("delivered");

    [Fact]
    public async Task A_call_that_is_not_signed_for_just_this_is_refused_and_changes_nothing()
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var before = await office.SnapshotAsync();

        foreach (var (path, fields, other) in new[] { (ProviderCalls.Path(notice), Delivered, "MessageStatus"), (Inbound, Reply, "Body") })
        {
            var ours = new Uri(Office.PublicUrl, path);
            var less = fields.Where(f => f.Key != other).ToDictionary();
            HttpContent[] forged =
            [
                new FormUrlEncodedContent(fields), // not signed
                Office.Report(path, new FormUrlEncodedContent(fields), fields, signature: ""),
                Office.Report(path, new FormUrlEncodedContent(fields), fields, signature: "guessed"),
                ProviderCalls.Signed(path, fields, token: "another account's"),
                ProviderCalls.Signed(path, fields, url: new Uri(new Uri("https://elsewhere.example/"), path).AbsoluteUri),
                ProviderCalls.Signed(path, fields, url: ours.AbsoluteUri.Replace("https:", "http:", StringComparison.Ordinal)),
                ProviderCalls.Signed(path, fields, url: ours.GetLeftPart(UriPartial.Path) + "?notice=another&attempt=1"),
                ProviderCalls.Signed(path, fields, url: new Uri(Office.PublicUrl, "/api/sms").AbsoluteUri),
                ProviderCalls.Signed(path, fields, signedFields: new(fields) { [other] = "queued" }), // one changed
                ProviderCalls.Signed(path, fields, signedFields: less), // one added
                ProviderCalls.Signed(path, less, signedFields: fields), // one taken away
                Office.Report(path, OfficeFiles.Json("""{"MessageStatus":"delivered"}""")),
            ];
            foreach (var content in forged)
                (await office.PostAsync(path, content)).Refused(HttpStatusCode.Forbidden, "signature-invalid");
        }

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_good_signature_for_another_notice_or_attempt_moves_neither()
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var before = await office.SnapshotAsync();

        (string, string)[] addresses =
        [
            (ProviderCalls.Path(notice), ProviderCalls.Path(notice, 2)),
            (ProviderCalls.Path(notice) + "&attempt=2", ProviderCalls.Path(notice)),
        ];
        foreach (var (called, signed) in addresses)
            (await office.PostAsync(called, ProviderCalls.Signed(signed, Delivered)))
                .Refused(HttpStatusCode.Forbidden, "signature-invalid");

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task While_tokens_are_exchanged_either_is_good_and_afterwards_the_old_one_is_not()
    {
        var (office, notice) = await ProviderCalls.SentAsync(Office.SignedBy("new", "old"));
        await using (office)
        {
            Assert.Equal(HttpStatusCode.NoContent,
                (await office.PostAsync(ProviderCalls.Path(notice), ProviderCalls.Signed(ProviderCalls.Path(notice), Delivered, "old")))
                .Status);
            Assert.Equal(HttpStatusCode.OK, (await office.PostAsync(Inbound, ProviderCalls.Signed(Inbound, Reply, "new"))).Status);
            (await office.PostAsync(Inbound, ProviderCalls.Signed(Inbound, Reply, "older")))
                .Refused(HttpStatusCode.Forbidden, "signature-invalid");
        }
        (office, notice) = await ProviderCalls.SentAsync(Office.SignedBy("new"));
        await using var _ = office;

        (await office.PostAsync(ProviderCalls.Path(notice), ProviderCalls.Signed(ProviderCalls.Path(notice), Delivered, "old")))
            .Refused(HttpStatusCode.Forbidden, "signature-invalid");
        (await office.PostAsync(Inbound, ProviderCalls.Signed(Inbound, Reply, "old")))
            .Refused(HttpStatusCode.Forbidden, "signature-invalid");
    }

    [Fact]
    public async Task Every_call_is_refused_if_no_provider_is_set()
    {
        var (office, notice) = await ProviderCalls.SentAsync(webhooks: null);
        await using var _ = office;
        var before = await office.SnapshotAsync();

        (await office.PostAsync(ProviderCalls.Path(notice), ProviderCalls.Signed(ProviderCalls.Path(notice), Delivered)))
            .Refused(HttpStatusCode.Forbidden, "signature-invalid");
        (await office.PostAsync(Inbound, ProviderCalls.Signed(Inbound, Reply, token: "")))
            .Refused(HttpStatusCode.Forbidden, "signature-invalid");

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("AC00000000000000000000000000000002")]
    [InlineData(Office.Account + ",AC00000000000000000000000000000002")] // given twice
    [InlineData("")]
    public async Task A_call_of_another_account_is_refused_though_its_signature_is_good(string account)
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var before = await office.SnapshotAsync();

        foreach (var (path, fields) in new[] { (ProviderCalls.Path(notice), Delivered), (Inbound, Reply) })
            (await office.PostAsync(path, ProviderCalls.Signed(path, new(fields) { ["AccountSid"] = account })))
                .Refused(HttpStatusCode.Forbidden, "account-other");

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_call_of_our_account_or_of_one_that_is_not_named_is_taken()
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;

        Assert.Equal(HttpStatusCode.OK, (await office.PostAsync(Inbound, ProviderCalls.Signed(Inbound, Reply))).Status);
        var unnamed = Delivered.Where(f => f.Key != "AccountSid").ToDictionary();
        Assert.Equal(HttpStatusCode.NoContent,
            (await office.PostAsync(ProviderCalls.Path(notice), ProviderCalls.Signed(ProviderCalls.Path(notice), unnamed))).Status);

        Assert.Equal(NoticeState.Delivered, (await office.System.Ledger.Notices.FindNoticeAsync(notice.Id, Cancellation))!.Value.State);
        Assert.Equal("reported", (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("item").Text("state"));
    }
}
