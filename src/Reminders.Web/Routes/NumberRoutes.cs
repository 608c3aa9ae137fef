using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>The numbers that nothing is sent to, because they fail or their owners asked for it, and how that begins and ends by hand.</summary>
internal static class NumberRoutes
{
    public static IEnumerable<ApiRoute> Table =>
    [
        new(Get, "/api/numbers", KeyRole.Operator, ListAsync) { Summary = "The numbers that nothing is sent to, since when, why, and whose they are.", Returns = typeof(IEnumerable<NumberView>) },
        new(Delete, "/api/numbers/{id}/flag", KeyRole.Operator, LiftAsync) { Summary = "Lifts the flag of the number with that id: what is owed to it goes out." },
        new(Post, "/api/numbers/opt-out", KeyRole.Operator, OptOutAsync)
        {
            Summary = "Sends nothing more to a number whose owner asked the office for it.",
            Body = new JsonBody(typeof(OptOutBody)),
            Returns = typeof(NumberView),
        },
    ];

    private static async Task<IResult> ListAsync(ApiCall call)
    {
        var flags = (await call.Services.Ledger.Barriers.BarriersAsync(call.Cancellation)).Flags;
        return Results.Json(await ViewsAsync(call, [.. flags.OrderBy(f => f.At)]), ApiJson.Options);
    }

    /// <summary>Lifts a flag; who did it stands in the history of the items that the number's owner answers for.</summary>
    private static async Task<IResult> LiftAsync(ApiCall call)
    {
        var lifted = await call.Services.UseCases.LiftFlag.RunAsync(await Uploads.NumberAsync(call), new(call.Key!.Name, call.Key.Name), call.Cancellation);
        return lifted.Flag is { } flag
            ? Results.Json(new { Id = flag.Number.Fingerprint, Number = flag.Number.Value, flag.Reason, Since = flag.At, LiftedBy = call.Key.Name, ItemsChanged = lifted.Items }, ApiJson.Options)
            : throw ProblemException.NotFound("flag on that number");
    }

    /// <summary>Somebody has told the office that he wants no messages. A number that is flagged already stays so, for the reason that it has.</summary>
    private static async Task<IResult> OptOutAsync(ApiCall call)
    {
        var number = Uploads.Phone(call, (await Uploads.JsonAsync<OptOutBody>(call)).Phone);
        await call.Services.UseCases.FlagNumber.RunAsync(number, NumberFlag.OptedOut, call.Services.Clock.GetCurrentInstant(), call.Cancellation);
        var flag = (await call.Services.Ledger.Barriers.BarriersAsync(call.Cancellation)).FlagOf(number) ?? throw ProblemException.NotFound("flag on that number any more");
        return Results.Json((await ViewsAsync(call, [flag]))[0], ApiJson.Options);
    }

    private static async Task<List<NumberView>> ViewsAsync(ApiCall call, IReadOnlyList<NumberFlag> flags)
    {
        var holders = flags.ToDictionary(f => f.Number, _ => (Names: new SortedSet<string>(StringComparer.Ordinal), Items: new SortedSet<ItemCode>()));
        if (flags.Count > 0)
        {
            foreach (var contact in await call.Services.Ledger.People.ContactsAsync(call.Cancellation))
                Add(contact.Phone, contact.Name, null);
            await foreach (var item in call.Services.UseCases.ReadItems.ItemsAsync(null, call.Cancellation))
            {
                if (item.State is ItemState.Closed or ItemState.Cancelled)
                    continue;
                foreach (var party in Enum.GetValues<Role>().SelectMany(item.Recipients))
                    Add(party.Phone!.Value, party.Name, item.Code);
            }
        }
        return [.. flags.Select(f => new NumberView(f.Number.Fingerprint, f.Number.Value, f.Reason, f.At, holders[f.Number].Names, holders[f.Number].Items))];

        void Add(PhoneNumber number, string name, ItemCode? item)
        {
            if (!holders.TryGetValue(number, out var holder))
                return;
            holder.Names.Add(name);
            if (item is { } code)
                holder.Items.Add(code);
        }
    }

    private sealed record OptOutBody([property: JsonRequired] string Phone);
}
