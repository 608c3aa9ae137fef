using System.Text.Json.Serialization;

namespace Reminders.Web.Routes;

/// <summary>Flagged numbers: they fail or their owners opted out, so nothing is sent to them.</summary>
internal static class NumberRoutes
{
    public static IEndpointRouteBuilder MapNumbers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/numbers", ListAsync).Needs(KeyRole.Operator)
            .WithSummary("The flagged numbers, to which nothing is sent, with the reason, the time and the owners.");
        api.MapDelete("/numbers/{id}/flag", LiftAsync).Needs(KeyRole.Operator)
            .WithSummary("Lifts the flag of the number with that id; its waiting notices go out.");
        api.MapPost("/numbers/opt-out", OptOutAsync).Needs(KeyRole.Operator)
            .WithSummary("Records that the owner of a number opted out; nothing more is sent to it.");
        return api;
    }

    internal static async Task<Ok<List<NumberView>>> ListAsync(ApiCall call)
    {
        var flags = (await call.Ledger.Barriers.BarriersAsync(call.Cancellation)).Flags;
        return TypedResults.Ok(await ViewsAsync(call, [.. flags.OrderBy(f => f.At)]));
    }

    internal static async Task<Ok<LiftedView>> LiftAsync(string id, ApiCall call)
    {
        var lifted = await call.Services.UseCases.LiftFlag.RunAsync(await FindAsync(id, call), call.By, call.Cancellation);
        return lifted.Flag is { } flag
            ? TypedResults.Ok(new LiftedView(flag.Number.Fingerprint, flag.Number.Value, flag.Reason, flag.At, call.By.Name, lifted.Items))
            : throw ProblemException.NotFound($"flag on that number");
    }

    internal static async Task<Ok<NumberView>> OptOutAsync(JsonBody<OptOutBody> json, ApiCall call)
    {
        var number = Read(json.Value.Phone);
        // A flagged number keeps its first reason.
        await call.Services.UseCases.FlagNumber.RunAsync(
            number, NumberFlag.OptedOut, call.Services.Clock.GetCurrentInstant(), call.Cancellation);
        var flag = (await call.Ledger.Barriers.BarriersAsync(call.Cancellation)).FlagOf(number)
            ?? throw ProblemException.NotFound($"flag on that number any more");
        return TypedResults.Ok((await ViewsAsync(call, [flag]))[0]);
    }

    /// <exception cref="ProblemException">The text in the body is not a mobile number.</exception>
    public static PhoneNumber Read(string text) => PhoneReading.TryRead(text, out var number)
        ? number
        : throw ProblemException.BadRequest(
            "phone-invalid", $"A phone number in the body is not a mobile number; write it as 139 0000 0001 or +86 139 0000 0001.");

    /// <summary>The number of a contact or a flag with that fingerprint. Hosts log addresses, so no address holds a number.</summary>
    public static async Task<PhoneNumber> FindAsync(string id, ApiCall call) => await TryFindAsync(id, call) ?? throw NoSuchNumber();

    /// <summary>Also looks among the people of items, now and at their last change, so that a change of number can be repeated.</summary>
    public static async Task<PhoneNumber> FindAmongItemsAsync(string id, ApiCall call)
    {
        if (await TryFindAsync(id, call) is { } known)
            return known;
        var people = await call.Services.UseCases.ReadPeople.RunAsync(call.Cancellation);
        await foreach (var item in call.Ledger.Items.ItemsAsync(null, call.Cancellation))
        {
            var told = people.Told(item);
            var numbers = Enum.GetValues<Role>().SelectMany(role => item.Recipients(role).Concat(told.Recipients(role)))
                .Select(p => p.InOwnName().Phone);
            if (numbers.FirstOrDefault(n => n is { } number && IsCalled(number, id)) is { } named)
                return named;
        }
        throw NoSuchNumber();
    }

    private static async Task<PhoneNumber?> TryFindAsync(string id, ApiCall call)
    {
        var contacts = await call.Ledger.People.ContactsAsync(call.Cancellation);
        var flags = (await call.Ledger.Barriers.BarriersAsync(call.Cancellation)).Flags;
        return contacts.Select(c => c.Phone).Concat(flags.Select(f => f.Number)).Cast<PhoneNumber?>()
            .FirstOrDefault(n => IsCalled(n!.Value, id));
    }

    private static bool IsCalled(PhoneNumber number, string id) =>
        string.Equals(number.Fingerprint, id.Split('-')[0], StringComparison.OrdinalIgnoreCase);

    private static ProblemException NoSuchNumber() =>
        ProblemException.NotFound(
            $"number with that id; GET /api/contacts lists the ids, and GET /api/numbers those of flagged numbers");

    private static async Task<List<NumberView>> ViewsAsync(ApiCall call, IReadOnlyList<NumberFlag> flags)
    {
        var holders = flags.ToDictionary(
            f => f.Number, _ => (Names: new SortedSet<string>(StringComparer.Ordinal), Items: new SortedSet<ItemCode>()));
        if (flags.Count > 0)
        {
            foreach (var contact in await call.Ledger.People.ContactsAsync(call.Cancellation))
                Add(contact.Phone, contact.Name, null);
            string[] people = [.. flags.Select(f => f.Number.Value), .. holders.Values.SelectMany(h => h.Names)];
            foreach (var item in await call.Services.UseCases.ReadBoard.NamingAsync(people, call.Cancellation))
            {
                if (item.State is ItemState.Closed or ItemState.Cancelled)
                    continue;
                foreach (var party in Enum.GetValues<Role>().SelectMany(role => item.Recipients(role)))
                    Add(party.Phone!.Value, party.Name, item.Code);
            }
        }
        return [.. flags.Select(f =>
            new NumberView(f.Number.Fingerprint, f.Number.Value, f.Reason, f.At, holders[f.Number].Names, holders[f.Number].Items))];

        void Add(PhoneNumber number, string name, ItemCode? item)
        {
            if (!holders.TryGetValue(number, out var holder))
                return;
            holder.Names.Add(name);
            if (item is { } code)
                holder.Items.Add(code);
        }
    }

    internal sealed record LiftedView(
        string Id, string Number, string Reason, Instant Since, string LiftedBy, IEnumerable<ItemCode> ItemsChanged);

    internal sealed record OptOutBody([property: JsonRequired] string Phone);
}
