using Azure.Core;
using Azure.Core.Pipeline;

namespace Reminders.Tables.Tests;

/// <summary>Promise 9: a key stands in the URL of a request and so in logs; no number and no name may be read from it.</summary>
public sealed class KeysTests(LocalTables tables)
{
    [Fact]
    public async Task An_address_holds_no_number_and_no_name()
    {
        var addresses = new Addresses();
        var ledger = await tables.NewLedgerAsync(addresses);
        var item = Build.Item();
        await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        await ledger.Items.AddItemsAsync([item], Build.Now, Build.Office, Cancellation);
        await ledger.Items.RecordStepsAsync([Build.Record()], Cancellation);
        await ledger.Items.FindItemFileAsync(item.Code, Cancellation);
        await ledger.Notices.ClaimAsync([Build.Notice()], Cancellation);
        var notice = (await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation))!;
        await ledger.Notices.TrySaveNoticeAsync(notice, Cancellation);
        await ledger.Agenda.AddToAgendaAsync([AgendaEntry.ForNotice(Build.Notice(), Build.Now)], Cancellation);
        await ledger.People.SaveContactsAsync([Build.Contact()], Cancellation);
        await ledger.Barriers.FlagAsync(new(Build.Phone(1), "30006", Build.Now), Cancellation);
        await ledger.Watch.AddDeadLetterAsync(new("a-1", "a", NoticeKind.Reminder, "reason", Build.Now), Cancellation);

        Assert.True(addresses.All.Count > 10);
        Assert.DoesNotContain(
            addresses.All, a => a.Contains("139000000", StringComparison.Ordinal) || a.Contains("张三", StringComparison.Ordinal));
    }

    /// <summary>Keeps the addresses of all requests, and of those inside batches, as a service would log them.</summary>
    private sealed class Addresses : HttpPipelineSynchronousPolicy
    {
        public List<string> All { get; } = [];

        public override void OnSendingRequest(HttpMessage message)
        {
            All.Add(Uri.UnescapeDataString(message.Request.Uri.ToString()));
            if (message.Request.Content is null)
                return;
            using var body = new MemoryStream();
            message.Request.Content.WriteTo(body, default);
            All.AddRange(System.Text.Encoding.UTF8.GetString(body.ToArray()).Split('\n')
                .Where(l => l.Contains(" HTTP/1.1", StringComparison.Ordinal)).Select(Uri.UnescapeDataString));
        }
    }
}
