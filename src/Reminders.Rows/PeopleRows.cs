using System.Globalization;

namespace Reminders.Rows;

/// <summary>
/// Contacts, absences and handovers, in the directory's table. Each kind has its own partition. Row: a hash of the contact's identity, or
/// the id of the absence or handover.
/// </summary>
internal sealed class PeopleRows(IRows table) : IPeople
{
    public const string Contacts = "contacts";

    private const string Position = "Position";

    private readonly TaggedRows<Absence> absences = new(table, "absences", a => Keys.Safe(a.Id));
    private readonly TaggedRows<HandedOver> handovers = new(table, "handovers", h => Keys.Safe(h.Id));

    public async Task<IReadOnlyList<Contact>> ContactsAsync(CancellationToken cancellation) =>
        [.. (await ContactRowsAsync(cancellation)).OrderBy(r => r.Number(Position)).Select(RowJson.Value<Contact>)];

    public Task SaveContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation) => WriteAsync(
        async () =>
        {
            var rows = contacts.Select(Row).ToList();
            var kept = rows.Select(r => r.Key).ToHashSet();
            await table.UpsertAsync(rows, cancellation);
            var others = (await ContactRowsAsync(cancellation)).Where(r => !kept.Contains(r.Key));
            await table.DeleteAsync(others, cancellation);
            return true;
        },
        cancellation);

    public Task AddContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation) => WriteAsync(
        async () =>
        {
            var places = (await ContactRowsAsync(cancellation)).ToDictionary(r => r.Key, r => r.Number(Position) ?? 0);
            var last = places.Values.DefaultIfEmpty(-1).Max();
            await table.UpsertAsync(
                contacts.Select((c, n) => Row(c, places.GetValueOrDefault(IdentityKey(c), last + 1 + n))), cancellation);
            return true;
        },
        cancellation);

    // Writes the rows of this number alone, so calls for other numbers do not interfere. Two concurrent calls may share a position.
    public Task SaveContactsOfAsync(
        PhoneNumber number, IReadOnlyCollection<Contact> contacts, CancellationToken cancellation) => WriteAsync(
        async () =>
        {
            var all = await ContactRowsAsync(cancellation);
            var before = all.Where(r => RowJson.Value<Contact>(r).Phone == number).ToList();
            var position = before.Min(r => r.Number(Position)) ?? (all.Max(r => r.Number(Position)) + 1) ?? 0;
            var rows = contacts.Select(c => Row(c, position)).ToList();
            var kept = rows.Select(r => r.Key).ToHashSet();
            await table.UpsertAsync(rows, cancellation);
            await table.DeleteAsync(before.Where(r => !kept.Contains(r.Key)), cancellation);
            return true;
        },
        cancellation);

    public async Task<IReadOnlyList<Stored<Absence>>> AbsencesAsync(CancellationToken cancellation) =>
        [.. (await absences.AllAsync(cancellation)).OrderBy(a => a.Value.From).ThenBy(a => a.Value.Id, StringComparer.Ordinal)];

    public Task<bool> TryAddAbsenceAsync(Absence absence, CancellationToken cancellation) =>
        WriteAsync(() => absences.TryAddAsync(absence, cancellation), cancellation);

    public Task<bool> TrySaveAbsenceAsync(Stored<Absence> absence, CancellationToken cancellation) =>
        WriteAsync(() => absences.TrySaveAsync(absence, cancellation), cancellation);

    public async Task<IReadOnlyList<HandedOver>> HandoversAsync(CancellationToken cancellation) =>
        [.. (await handovers.AllAsync(cancellation)).Select(h => h.Value).OrderBy(h => h.At).ThenBy(h => h.Id, StringComparer.Ordinal)];

    public Task<bool> TryAddHandoverAsync(HandedOver handover, CancellationToken cancellation) =>
        WriteAsync(() => handovers.TryAddAsync(handover, cancellation), cancellation);

    private async Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken cancellation)
    {
        var begun = await BarrierRows.BeginPeopleAsync(table, cancellation);
        try
        {
            return await write();
        }
        finally
        {
            await BarrierRows.EndPeopleAsync(table, begun);
        }
    }

    private ValueTask<List<Row>> ContactRowsAsync(CancellationToken cancellation) =>
        table.ReadAsync(RowRange.Of(Contacts), cancellation).ToListAsync(cancellation);

    private static Row Row(Contact contact, int position)
    {
        var row = RowJson.Row(Contacts, IdentityKey(contact), contact);
        row[Position] = position;
        return row;
    }

    // Hashes the whole number: two numbers can look the same when they are printed.
    private static string IdentityKey(Contact contact)
    {
        var (name, role, unit, plan, phone) = contact.Identity;
        return Keys.Hash(string.Create(CultureInfo.InvariantCulture, $"{phone.Value}|{role}|{plan}|{unit?.Length}|{unit}|{name}"));
    }
}
