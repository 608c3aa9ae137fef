using Azure.Data.Tables;
using Reminders.Core.Contacts;
using Reminders.Core.Ledgers;
using Reminders.Core.Plans;

namespace Reminders.Tables;

/// <summary>
/// What is few and is read whole: plans, contacts and flagged numbers, one partition for each kind. Rows: the plan's number; a hash of the
/// contact's identity; a hash of the flagged number.
/// </summary>
internal sealed class DirectoryRows(TableClient table)
{
    private const string Plans = "plans";
    private const string Contacts = "contacts";
    private const string Flags = "flags";
    private const string Position = "Position";

    public async Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken cancellation) =>
        [.. (await RowsAsync(Plans, cancellation)).Select(EntityJson.Value<Plan>)];

    public async Task<bool> TryAddPlanAsync(Plan plan, CancellationToken cancellation) =>
        (await table.InsertFreeAsync([[Row(plan)]], cancellation)).Count > 0;

    public Task SavePlanAsync(Plan plan, CancellationToken cancellation) => table.UpsertAsync([Row(plan)], cancellation);

    public async Task<IReadOnlyList<Contact>> ContactsAsync(CancellationToken cancellation) =>
        [.. (await RowsAsync(Contacts, cancellation)).OrderBy(r => r.GetInt32(Position)).Select(EntityJson.Value<Contact>)];

    public async Task SaveContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation)
    {
        var rows = contacts.Select(Row).ToList();
        var kept = rows.Select(r => r.RowKey).ToHashSet();
        await table.UpsertAsync(rows, cancellation);
        var others = (await RowsAsync(Contacts, cancellation)).Where(r => !kept.Contains(r.RowKey));
        await table.DeleteAsync(others, cancellation);
    }

    public async Task<IReadOnlyList<NumberFlag>> FlagsAsync(CancellationToken cancellation) =>
        [.. (await RowsAsync(Flags, cancellation)).Select(EntityJson.Value<NumberFlag>)];

    public Task FlagAsync(NumberFlag flag, CancellationToken cancellation) =>
        table.InsertFreeAsync([[EntityJson.Row(Flags, Keys.Hash(flag.Number.Value), flag)]], cancellation);

    private async Task<List<TableEntity>> RowsAsync(string partition, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            rows.Add(row);
        return rows;
    }

    private static TableEntity Row(Plan plan)
    {
        var row = EntityJson.Row(Plans, Keys.Number(plan.Number), plan);
        row["Title"] = plan.Title.Length <= 200 ? plan.Title : plan.Title[..200];
        row["IsComplete"] = plan.IsComplete;
        return row;
    }

    private static TableEntity Row(Contact contact, int position)
    {
        var row = EntityJson.Row(Contacts, Keys.Hash(Keys.Join(contact.Identity.ToString())), contact);
        row[Position] = position;
        return row;
    }
}
