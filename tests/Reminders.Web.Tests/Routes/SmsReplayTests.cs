using System.Net;
using System.Xml.Linq;

namespace Reminders.Web.Tests.Routes;

/// <summary>Valid calls of the provider that are repeated, late, out of order or unknown.</summary>
public sealed class SmsReplayTests
{
    private const string Inbound = Webhooks.InboundPath;

    [Theory]
    [InlineData("delivered", null, NoticeState.Delivered)]
    [InlineData("undelivered", "30007", NoticeState.Undelivered)]
    [InlineData("undelivered", "30005", NoticeState.Undelivered)] // flags the number
    [InlineData("undelivered", "30003", NoticeState.Queued)] // goes out again in an hour
    public async Task A_report_that_comes_a_thousand_times_more_over_days_changes_nothing_more(
        string status, string? error, NoticeState state)
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var path = ProviderCalls.Path(notice);
        Assert.Equal(HttpStatusCode.NoContent,
            (await office.PostAsync(path, ProviderCalls.Signed(path, ProviderCalls.Report(status, error)))).Status);
        Assert.Equal(state, await StateAsync(office, notice));
        var before = await office.SnapshotAsync();

        for (var round = 0; round < 10; round++)
        {
            office.System.Clock.SetTo(office.System.Clock.GetCurrentInstant() + Duration.FromHours(7));
            var answers = await Task.WhenAll(Enumerable.Range(0, 100)
                .Select(_ => office.PostAsync(path, ProviderCalls.Signed(path, ProviderCalls.Report(status, error)))));
            Assert.All(answers, a => Assert.Equal((HttpStatusCode.NoContent, ""), (a.Status, a.Body)));
        }

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task An_old_report_of_an_unreachable_number_does_not_flag_it_again_after_the_flag_is_lifted()
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var path = ProviderCalls.Path(notice);
        await office.PostAsync(path, ProviderCalls.Signed(path, ProviderCalls.Report("undelivered", "30005")));
        Assert.Single((await office.System.Ledger.Barriers.BarriersAsync(Cancellation)).Flags);
        await office.System.UseCases.LiftFlag.RunAsync(notice.To, new("办公室"), Cancellation);
        var before = await office.SnapshotAsync();

        await office.PostAsync(path, ProviderCalls.Signed(path, ProviderCalls.Report("undelivered", "30005")));

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_report_of_an_attempt_that_was_replaced_is_no_news_unless_it_arrived()
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var first = ProviderCalls.Path(notice, 1);
        await office.PostAsync(first, ProviderCalls.Signed(first, ProviderCalls.Report("undelivered", "30003")));
        Assert.Equal(2, (await office.System.Ledger.Notices.FindNoticeAsync(notice.Id, Cancellation))!.Value.Attempt);
        var before = await office.SnapshotAsync();

        foreach (var error in (string?[])["30003", "30005", "30007", null])
            await office.PostAsync(first, ProviderCalls.Signed(first, ProviderCalls.Report("undelivered", error)));
        var third = ProviderCalls.Path(notice, 3); // never made
        await office.PostAsync(third, ProviderCalls.Signed(third, ProviderCalls.Report("undelivered", "30005")));
        Assert.Equal(before, await office.SnapshotAsync());

        await office.PostAsync(first, ProviderCalls.Signed(first, ProviderCalls.Report("delivered")));
        Assert.Equal(NoticeState.Delivered, await StateAsync(office, notice));
    }

    /// <summary>
    /// The statuses before the final one may come in any order
    /// (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values).
    /// </summary>
    [Fact]
    public async Task A_status_that_is_not_final_changes_nothing_before_or_after_the_final_one()
    {
        string[] open = ["accepted", "scheduled", "queued", "sending", "sent", "receiving", "received", "partially_delivered", "DELIVERED",
            "", " ", "of the future", new string('d', 5000)];
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var path = ProviderCalls.Path(notice);
        var before = await office.SnapshotAsync();

        await AllAsync();
        Assert.Equal(before, await office.SnapshotAsync());
        await office.PostAsync(path, ProviderCalls.Signed(path, ProviderCalls.Report("read")));
        var read = await office.SnapshotAsync();
        await AllAsync();
        foreach (var last in (string[])["delivered", "undelivered", "failed", "canceled"])
            await office.PostAsync(path, ProviderCalls.Signed(path, ProviderCalls.Report(last)));

        Assert.NotEqual(before, read);
        Assert.Equal(read, await office.SnapshotAsync());

        async Task AllAsync()
        {
            foreach (var status in open)
                Assert.Equal(HttpStatusCode.NoContent,
                    (await office.PostAsync(path, ProviderCalls.Signed(path, ProviderCalls.Report(status)))).Status);
        }
    }

    [Theory]
    [InlineData("99999", "unlisted: 99999", NoticeState.Queued)]
    [InlineData("30007", "30007", NoticeState.Undelivered)]
    [InlineData("", "no-code", NoticeState.Queued)]
    [InlineData("thirty", "no-code", NoticeState.Queued)]
    [InlineData("30005,30005", "no-code", NoticeState.Queued)] // given twice
    [InlineData("99999999999999999999", "no-code", NoticeState.Queued)]
    [InlineData(null, "no-code", NoticeState.Queued)]
    public async Task For_a_message_that_failed_for_an_unknown_reason_no_number_is_blamed(string? code, string kept, NoticeState state)
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var path = ProviderCalls.Path(notice);

        Assert.Equal(HttpStatusCode.NoContent,
            (await office.PostAsync(path, ProviderCalls.Signed(path, ProviderCalls.Report("failed", code)))).Status);

        var ended = (await office.System.Ledger.Notices.FindNoticeAsync(notice.Id, Cancellation))!.Value;
        Assert.Equal((state, kept), (ended.State, ended.Reason));
        Assert.Empty((await office.System.Ledger.Barriers.BarriersAsync(Cancellation)).Flags);
    }

    [Fact]
    public async Task A_reply_that_comes_a_thousand_times_at_once_reports_once_and_is_answered_the_same()
    {
        await using var office = await Office.OpenLoadedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => office.PostAsync(Inbound, Reply("SM1", "1-1 已完成"))));

        Assert.Single(answers.Select(a => (a.Status, a.Body)).Distinct());
        Assert.Contains("1-1已报结", answers[0].Body, StringComparison.Ordinal);
        var file = (await office.System.Ledger.Items.FindItemFileAsync(new(1, 1), Cancellation))!;
        Assert.Equal((ItemState.Reported, 1), (file.Item.State, file.History.Count(h => h.Action == "Report")));
    }

    [Fact]
    public async Task A_reply_that_comes_again_after_days_and_another_changes_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        var stop = await office.PostAsync(Inbound, Reply("SM1", "STOP"));
        office.System.Clock.SetTo(Office.Start + Duration.FromHours(1));
        await office.PostAsync(Inbound, Reply("SM2", "START"));
        var before = await office.SnapshotAsync();

        office.System.Clock.SetTo(Office.Start + Duration.FromDays(3));
        var again = await office.PostAsync(Inbound, Reply("SM1", "STOP"));

        Assert.Equal(stop.Body, again.Body);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task From_one_number_thirty_replies_an_hour_are_looked_at_and_STOP_always()
    {
        await using var office = await Office.OpenLoadedAsync();
        for (var n = 1; n <= 30; n++)
            await office.PostAsync(Inbound, Reply($"SM{n}", "收到"));
        var before = await office.SnapshotAsync();

        var silence = await office.PostAsync(Inbound, Reply("SM31", "1-1 已完成"));

        Assert.Empty(XDocument.Parse(silence.Body).Root!.Elements());
        Assert.Equal(before, await office.SnapshotAsync());
        Assert.Contains("已停止", (await office.PostAsync(Inbound, Reply("SM32", "退订"))).Body, StringComparison.Ordinal);
        Assert.Single((await office.System.Ledger.Barriers.BarriersAsync(Cancellation)).Flags);
    }

    private static HttpContent Reply(string id, string text) =>
        ProviderCalls.Signed(Inbound, ProviderCalls.Sms(id, "+8613900000001", text));

    private static async Task<NoticeState> StateAsync(Office office, Notice notice) =>
        (await office.System.Ledger.Notices.FindNoticeAsync(notice.Id, Cancellation))!.Value.State;
}
