using System.Globalization;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// What is few and is read whole: plans, contacts, what keeps messages from going out, what the scan and the audit last came to; and dead letters, which
/// are read from an instant on. One partition for each kind. Rows: the plan's number; a hash of the contact's identity; a hash of the flagged number,
/// or <c>halt</c>, or <c>restored</c>; the report's type; the instant and a hash of the message's id.
/// </summary>
internal sealed class DirectoryRows(TableClient table)
{
    public const string Plans = "plans";
    public const string Contacts = "contacts";
    public const string Barriers = "barriers";
    public const string Restored = "restored";

    private const string DeadLetters = "dead-letters";
    private const string Watched = "watch";
    private const string Halt = "halt";
    private const string People = "people";
    private const string Version = "Version";
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

    public async Task AddContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation)
    {
        var places = (await RowsAsync(Contacts, cancellation)).ToDictionary(r => r.RowKey, r => r.GetInt32(Position) ?? 0);
        var last = places.Values.DefaultIfEmpty(-1).Max();
        await table.UpsertAsync(contacts.Select((c, n) => Row(c, places.GetValueOrDefault(IdentityKey(c), last + 1 + n))), cancellation);
    }

    // What is written has its number's rows alone, so calls for other numbers do not touch it. Two that come last at once may share a position.
    public async Task SaveContactsOfAsync(PhoneNumber number, IReadOnlyCollection<Contact> contacts, CancellationToken cancellation)
    {
        var all = await RowsAsync(Contacts, cancellation);
        var before = all.Where(r => EntityJson.Value<Contact>(r).Phone == number).ToList();
        var position = before.Min(r => r.GetInt32(Position)) ?? (all.Max(r => r.GetInt32(Position)) + 1) ?? 0;
        var rows = contacts.Select(c => Row(c, position)).ToList();
        var kept = rows.Select(r => r.RowKey).ToHashSet();
        await table.UpsertAsync(rows, cancellation);
        await table.DeleteAsync(before.Where(r => !kept.Contains(r.RowKey)), cancellation);
    }

    /// <summary>Writes contacts, absences or handovers. Their version is gone until that is done, so that nobody keeps a reading of a part of it.</summary>
    public async Task<T> WritePeopleAsync<T>(Func<Task<T>> write, CancellationToken cancellation)
    {
        await table.UpsertAsync([new TableEntity(Barriers, People)], cancellation);
        var written = await write();
        await table.UpsertAsync([new TableEntity(Barriers, People) { [Version] = Guid.NewGuid().ToString("N") }], cancellation);
        return written;
    }

    public async Task<SendBarriers> BarriersAsync(CancellationToken cancellation)
    {
        var rows = await RowsAsync(Barriers, cancellation);
        return new(
            [.. rows.Where(r => r.RowKey is not (Halt or Restored or People)).Select(EntityJson.Value<NumberFlag>)],
            rows.FirstOrDefault(r => r.RowKey == Halt) is { } halt ? EntityJson.Value<SendingHalt>(halt) : null)
        {
            Restoration = rows.FirstOrDefault(r => r.RowKey == Restored) is { } restored ? EntityJson.Value<Restoration>(restored) : null,
            PeopleVersion = rows.FirstOrDefault(r => r.RowKey == People) is { } people ? people.GetString(Version) : "",
        };
    }

    public Task FlagAsync(NumberFlag flag, CancellationToken cancellation) =>
        table.InsertFreeAsync([[EntityJson.Row(Barriers, Keys.Hash(flag.Number.Value), flag)]], cancellation);

    public Task UnflagAsync(PhoneNumber number, CancellationToken cancellation) =>
        table.DeleteAsync([new TableEntity(Barriers, Keys.Hash(number.Value))], cancellation);

    public Task SaveHaltAsync(SendingHalt? halt, CancellationToken cancellation) => halt is null
        ? table.DeleteAsync([new TableEntity(Barriers, Halt)], cancellation)
        : table.UpsertAsync([EntityJson.Row(Barriers, Halt, halt)], cancellation);

    public Task SaveRestorationAsync(Restoration? restoration, CancellationToken cancellation) => restoration is null
        ? table.DeleteAsync([new TableEntity(Barriers, Restored)], cancellation)
        : table.UpsertAsync([EntityJson.Row(Barriers, Restored, restoration)], cancellation);

    public Task AddDeadLetterAsync(DeadLetter letter, CancellationToken cancellation) =>
        table.InsertFreeAsync([[EntityJson.Row(DeadLetters, Keys.Join(Keys.Exact(letter.At), Keys.Hash(letter.MessageId)), letter)]], cancellation);

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersSinceAsync(Instant since, CancellationToken cancellation) =>
        [.. (await RowsAsync(DeadLetters, cancellation, Keys.Exact(since))).Select(EntityJson.Value<DeadLetter>).DistinctBy(l => l.MessageId)];

    public async Task<Watch> WatchAsync(CancellationToken cancellation)
    {
        var rows = (await RowsAsync(Watched, cancellation)).ToDictionary(r => r.RowKey);
        return new(Last<ScanReport>(), Last<AuditReport>(), Last<BackupReport>());

        T? Last<T>()
            where T : class => rows.TryGetValue(typeof(T).Name, out var row) ? EntityJson.Value<T>(row) : null;
    }

    public Task SaveWatchAsync<T>(T report, CancellationToken cancellation) =>
        table.UpsertAsync([EntityJson.Row(Watched, typeof(T).Name, report)], cancellation);

    private async Task<List<TableEntity>> RowsAsync(string partition, CancellationToken cancellation, string from = "")
    {
        var rows = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from}");
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
        var row = EntityJson.Row(Contacts, IdentityKey(contact), contact);
        row[Position] = position;
        return row;
    }

    // The number itself is hashed: printed, two numbers may look the same.
    private static string IdentityKey(Contact contact)
    {
        var (name, role, unit, plan, phone) = contact.Identity;
        return Keys.Hash(string.Create(CultureInfo.InvariantCulture, $"{phone.Value}|{role}|{plan}|{unit?.Length}|{unit}|{name}"));
    }
}
