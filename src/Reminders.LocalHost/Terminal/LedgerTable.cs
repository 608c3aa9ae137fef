using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>The ledger at a glance: how each item stands, and how many SMS it took.</summary>
internal static class LedgerTable
{
    public static async Task WriteAsync(InMemorySystem system, LocalDate today, CancellationToken cancellation)
    {
        var notices = await system.Ledger.Notices.NoticesSinceAsync(Instant.MinValue, cancellation);
        var sent = notices.Where(n => n.State is NoticeState.Sent or NoticeState.Delivered).ToList();
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Item 事项", "Title 标题", "Deadline 时限", "Person 责任人", "State 状态", "SMS");
        var states = new List<ItemState>();
        await foreach (var item in system.UseCases.ReadItems.ItemsAsync(null, cancellation))
        {
            var light = Lights.Of(item, today, system.Schedule.Policy.NearDays);
            var standing = Standing.Words(item.State, light, item.Missing, Lateness.WorkingDays(item, today, system.Schedule.Calendar));
            var told = sent.Count(n => n.Steps.Any(s => s.Id.Item == item.Code && s.Dropped is null));
            table.AddRow(
                new Text($"{item.Code}"), new Text(item.Title), new Text(item.Deadline.Date is { } date ? $"{date:uuuu-MM-dd}" : item.Deadline.Text),
                new Text(string.Join('、', item.Persons.Select(p => p.Name))), new Text(standing, new Style(Standing.Colour(light))), new Text($"{told}"));
            states.Add(item.State);
        }
        Screen.Out.WriteLine();
        Screen.Out.WriteLine($"The ledger 台账 on {today:uuuu-MM-dd}");
        Screen.Out.Write(table);
        Screen.Out.WriteLine(
            $"{sent.Count} SMS sent to {sent.Select(n => n.To).Distinct().Count()} people. {states.Count(s => s == ItemState.Closed)} items closed, {states.Count(s => s == ItemState.Open)} open, "
            + $"{states.Count(s => s == ItemState.Reported)} waiting to be verified, {states.Count(s => s == ItemState.Draft)} waiting for what is missing.");
    }
}
