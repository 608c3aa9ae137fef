using System.Net;
using System.Xml.Linq;

namespace Reminders.Web.Tests.Routes;

/// <summary>Ten thousand calls at once: for each of five hundred people twenty, of which one is good and comes twice.</summary>
public sealed class SmsFloodTests
{
    private const int People = 500;
    private const string Inbound = Webhooks.InboundPath;

    [Fact]
    public async Task Among_ten_thousand_simultaneous_reports_each_good_one_counts_once_and_no_forged_one_counts()
    {
        await using var office = await OpenAsync();
        await using var twin = await OpenAsync();
        var notices = await office.System.Ledger.Notices.NoticesSinceAsync(Instant.MinValue, Cancellation);
        Assert.Equal(People, notices.Count);

        var answers = await Task.WhenAll(notices.SelectMany(n => Reports(n).Select(r => office.PostAsync(r.Path, r.Content))));
        foreach (var notice in notices)
            await twin.PostAsync(ProviderCalls.Path(notice), Delivered(ProviderCalls.Path(notice)));

        Assert.Equal(10_000, answers.Length);
        Assert.Equal(8 * People, answers.Count(a => a.Status == HttpStatusCode.NoContent));
        Assert.Equal(12 * People, answers.Count(a => a.Status == HttpStatusCode.Forbidden));
        Assert.All(await office.System.Ledger.Notices.NoticesSinceAsync(Instant.MinValue, Cancellation),
            n => Assert.Equal(NoticeState.Delivered, n.State));
        Assert.Equal(await twin.SnapshotAsync(), await office.SnapshotAsync());
    }

    [Fact]
    public async Task Among_ten_thousand_simultaneous_replies_each_good_one_counts_once_and_no_forged_one_counts()
    {
        await using var office = await OpenAsync();
        await using var twin = await OpenAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(1, People).Select(async n => await Task.WhenAll(Replies(n).Select(r => office.PostAsync(Inbound, r)))));
        foreach (var n in Enumerable.Range(1, People))
            await twin.PostAsync(Inbound, Done(n));

        Assert.All(answers, (calls, at) =>
        {
            Assert.Equal(Enumerable.Repeat(HttpStatusCode.OK, 5).Concat(Enumerable.Repeat(HttpStatusCode.Forbidden, 15)),
                calls.Select(c => c.Status));
            Assert.Contains($"1-{at + 1}已报结", calls[0].Body, StringComparison.Ordinal);
            Assert.Equal(calls[0].Body, calls[1].Body);
            Assert.All(calls[2..4], c => Assert.Empty(XDocument.Parse(c.Body).Root!.Elements())); // strangers learn nothing
            Assert.Contains("没有找到", calls[4].Body, StringComparison.Ordinal);
        });
        Assert.Equal(await twin.SnapshotAsync(), await office.SnapshotAsync());
    }

    private static HttpContent Delivered(string path) => ProviderCalls.Signed(path, ProviderCalls.Report("delivered"));

    private static HttpContent Done(int n) => ProviderCalls.Signed(Inbound, ProviderCalls.Sms($"SM{n}", Phone(n).Value, $"1-{n} 已完成"));

    private static IEnumerable<(string Path, HttpContent Content)> Reports(Notice notice)
    {
        var path = ProviderCalls.Path(notice);
        yield return (path, Delivered(path));
        yield return (path, Delivered(path));
        foreach (var open in (string[])["queued", "sending", "sent", "of the future"])
            yield return (path, ProviderCalls.Signed(path, ProviderCalls.Report(open)));
        var unknown = $"{Webhooks.StatusPath}?notice=20260324T0100Z-0000000000000000&attempt=1";
        yield return (unknown, Delivered(unknown));
        var never = ProviderCalls.Path(notice, 7);
        yield return (never, ProviderCalls.Signed(never, ProviderCalls.Report("undelivered", "30005")));
        yield return (path, new FormUrlEncodedContent(ProviderCalls.Report("undelivered", "30005")));
        foreach (var forged in (string[])["undelivered", "failed", "delivered", "canceled", "read"])
        {
            yield return (path, ProviderCalls.Signed(path, ProviderCalls.Report(forged, "30005"), token: "guessed"));
            yield return (
                path, ProviderCalls.Signed(path, ProviderCalls.Report(forged, "30005"), signedFields: ProviderCalls.Report("sent")));
        }
        yield return (path, ProviderCalls.Signed(
            path, new(ProviderCalls.Report("undelivered", "30005")) { ["AccountSid"] = "AC00000000000000000000000000000002" }));
    }

    private static IEnumerable<HttpContent> Replies(int n)
    {
        yield return Done(n);
        yield return Done(n);
        var stranger = $"+861390002{n:0000}";
        yield return ProviderCalls.Signed(Inbound, ProviderCalls.Sms($"SMa{n}", stranger, $"1-{n} 已完成"));
        yield return ProviderCalls.Signed(Inbound, ProviderCalls.Sms($"SMb{n}", stranger, "已完成"));
        yield return ProviderCalls.Signed(Inbound, ProviderCalls.Sms($"SMc{n}", Phone(n).Value, $"1-{(n % People) + 1} 延期 4月20日 设备未到"));
        yield return new FormUrlEncodedContent(ProviderCalls.Sms($"SMd{n}", Phone(n).Value, "STOP"));
        foreach (var text in (string[])["STOP", "START", $"1-{n} 已完成", $"1-{n} 同意", $"1-{n} 延期 4月20日 设备未到", $"1-{n} 退回 假的", "已完成"])
            yield return ProviderCalls.Signed(Inbound, ProviderCalls.Sms($"SMe{n}", Phone(n).Value, text), token: "guessed");
        foreach (var text in (string[])["STOP", "START", $"1-{n} 已完成", $"1-{n} 同意", $"1-{n} 退回 假的", "已完成"])
            yield return ProviderCalls.Signed(Inbound, ProviderCalls.Sms($"SMg{n}", Phone(n).Value, text),
                signedFields: ProviderCalls.Sms($"SMg{n}", Phone(n).Value, "好"));
        yield return ProviderCalls.Signed(
            Inbound, new(ProviderCalls.Sms($"SMf{n}", Phone(n).Value, "STOP")) { ["AccountSid"] = "AC00000000000000000000000000000002" });
    }

    private static PhoneNumber Phone(int n) => PhoneNumber.Parse($"+861390001{n:0000}");

    /// <summary>An office with an item for each of a thousand people, each of whom was sent a reminder.</summary>
    private static async Task<Office> OpenAsync()
    {
        var office = await Office.OpenAsync();
        var plan = Given.Plan([.. Enumerable.Repeat("2026-03-31", People)]);
        Contact[] contacts =
        [
            .. Enumerable.Range(1, People).Select(n => new Contact($"村干部{n}", Phone(n)) { Items = [$"{n}"] }),
            new("镇领导", Given.Phone(11), Role.Leader) { Items = [.. Enumerable.Range(1, People).Select(n => $"{n}")] },
        ];
        await office.System.UseCases.LoadPlan.RunAsync(plan, contacts, dryRun: false, Given.Office, Cancellation);
        office.System.Clock.SetTo(Office.Start + Duration.FromMinutes(11));
        await office.System.BeatAsync(Cancellation);
        return office;
    }
}
