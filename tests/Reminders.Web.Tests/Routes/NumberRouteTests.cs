using System.Net;
using Reminders.Web.Access;

namespace Reminders.Web.Tests.Routes;

public sealed class NumberRouteTests
{
    private const string Number = "+8613900000001";

    [Fact]
    public async Task A_number_whose_owner_opts_out_is_listed_with_who_has_it_and_gets_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        Assert.Empty((await office.GetAsync("/api/numbers", KeyRole.Operator)).Ok().EnumerateArray());

        (await office.PostAsync("/api/numbers/8613900000001/opt-out", "", KeyRole.Operator)).Ok();

        var listed = Assert.Single((await office.GetAsync("/api/numbers", KeyRole.Operator)).Ok().EnumerateArray());
        Assert.Equal((Number, "opted-out"), (listed.GetProperty("number").GetString(), listed.GetProperty("reason").GetString()));
        Assert.Equal(["林晓燕"], listed.GetProperty("names").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(["1-1"], listed.GetProperty("items").EnumerateArray().Select(n => n.GetString()));
        await office.System.RunUntilAsync(Office.Start + NodaTime.Duration.FromHours(1), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(office.System.Outbox.Messages, m => m.To.Value == Number);
    }

    [Fact]
    public async Task A_flag_that_is_lifted_is_answered_stands_in_the_items_history_and_the_owner_hears_what_is_owed()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/numbers/8613900000001/opt-out", "", KeyRole.Operator)).Ok();
        await office.System.RunUntilAsync(Office.Start + NodaTime.Duration.FromHours(1), TestContext.Current.CancellationToken);

        var lifted = (await office.CallAsync(HttpMethod.Delete, "/api/numbers/%2B8613900000001/flag", KeyRole.Operator)).Ok();

        Assert.Equal("operator", lifted.GetProperty("liftedBy").GetString());
        Assert.Equal(["1-1"], lifted.GetProperty("itemsChanged").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("operator", (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("history").EnumerateArray().Last().GetProperty("by").GetProperty("name").GetString());
        await office.System.RunUntilAsync(Office.Start + NodaTime.Duration.FromDays(1) + NodaTime.Duration.FromHours(1), TestContext.Current.CancellationToken);
        Assert.Single(office.System.Outbox.Messages, m => m.To.Value == Number);
        Assert.Empty((await office.GetAsync("/api/numbers")).Ok().EnumerateArray());
    }

    [Fact]
    public async Task A_number_without_a_flag_and_what_is_no_number_are_refused()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.CallAsync(HttpMethod.Delete, "/api/numbers/8613900000001/flag", KeyRole.Operator)).Refused(HttpStatusCode.NotFound, "not-found");
        var detail = (await office.CallAsync(HttpMethod.Delete, "/api/numbers/86139000/flag", KeyRole.Operator)).Refused(HttpStatusCode.BadRequest, "phone-invalid");
        Assert.DoesNotContain("86139000/", detail, StringComparison.Ordinal);
    }
}
