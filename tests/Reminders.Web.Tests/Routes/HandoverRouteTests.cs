using System.Net;

namespace Reminders.Web.Tests.Routes;

public sealed class HandoverRouteTests
{
    private static readonly string From = $"/api/contacts/{RouteCalls.Id("+8613900000001")}/handover";

    [Fact]
    public async Task The_successor_gets_the_items_and_contacts_and_the_history_names_the_predecessor()
    {
        await using var office = await Office.OpenLoadedAsync();

        var answer = (await HandOverAsync(office, From, """{"to":{"name":"邓文博","phone":"139 0000 0011"}}""")).Ok();

        Assert.Equal(["1-1"], answer.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        Assert.Empty(answer.GetProperty("itemsRefused").EnumerateArray());
        var contact = Assert.Single(answer.GetProperty("contacts").EnumerateArray());
        Assert.Equal(("邓文博", "+8613900000011", "环卫站"), (contact.Text("name"), contact.Text("phone"), contact.Text("unit")));
        var item = (await office.GetAsync("/api/items/1-1")).Ok();
        Assert.Equal("邓文博", Assert.Single(item.GetProperty("item").GetProperty("persons").EnumerateArray()).Text("name"));
        var entry = item.GetProperty("history").EnumerateArray().Last();
        Assert.StartsWith("林晓燕 handed over to 邓文博", entry.Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("139", entry.Text("detail"), StringComparison.Ordinal);
        (await HandOverAsync(office, From, """{"to":{"name":"邓文博","phone":"139 0000 0011"}}"""))
            .Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_leader_hands_over_in_one_plan_also_items_whose_person_the_directory_has_lost()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.CallAsync(HttpMethod.Delete, $"/api/contacts/{RouteCalls.Id("+8613900000002")}", KeyRole.Administrator)).Ok();

        var answer = (await HandOverAsync(office, $"/api/contacts/{RouteCalls.Id("+8613900000005")}/handover",
            """{"to":{"name":"邓文博","phone":"13900000011"},"role":"leader","plan":1}""")).Ok();

        Assert.Equal(["1-1", "1-2"], answer.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        Assert.Empty(answer.GetProperty("itemsRefused").EnumerateArray());
    }

    [Fact]
    public async Task A_person_whom_only_an_item_names_can_hand_over()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PatchAsync("/api/items/1-1", """{"persons":[{"name":"陈工","phone":"139 0000 0012"}]}""")).Ok();
        var answer = (await HandOverAsync(office, $"/api/contacts/{RouteCalls.Id("+8613900000012")}/handover",
            """{"to":{"name":"邓文博","phone":"13900000011"}}""")).Ok();
        Assert.Equal(["1-1"], answer.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
    }

    [Theory]
    [InlineData("""{"to":{"name":"**","phone":"13900000011"}}""", HttpStatusCode.UnprocessableEntity, "contacts-invalid")]
    [InlineData("""{"to":{"name":"各村支部","phone":"13900000011"}}""", HttpStatusCode.UnprocessableEntity, "contacts-invalid")]
    [InlineData("""{"to":{"name":"邓文博","phone":"010 6552 9988"}}""", HttpStatusCode.BadRequest, "phone-invalid")]
    [InlineData("""{"to":{"name":"邓文博","phone":"139 0000"}}""", HttpStatusCode.BadRequest, "phone-invalid")]
    [InlineData("""{"to":{"name":"邓文博"}}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"role":"person"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"to":{"name":"邓文博","phone":"13900000011"},"role":"书记"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"to":{"name":"邓文博","phone":"13900000011"},"plan":9}""", HttpStatusCode.NotFound, "not-found")]
    [InlineData("""{"to":{"name":"邓文博","phone":"13900000011"},"unit":"环卫所"}""", HttpStatusCode.Conflict, "unit-unknown")]
    [InlineData("""{"to":{"name":"邓文博","phone":"13900000011"},"name":"林小燕"}""", HttpStatusCode.Conflict, "name-unknown")]
    [InlineData("""{"to":{"name":"林晓燕","phone":"13900000001"}}""", HttpStatusCode.Conflict, "handover-to-same-number")]
    [InlineData("""{"to":{"name":"邓文博","phone":"13900000009"}}""", HttpStatusCode.Conflict, "number-failed")]
    public async Task A_successor_who_cannot_take_over_is_refused_and_nothing_changes(string body, HttpStatusCode status, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/numbers/opt-out", """{"phone":"139 0000 0009"}""")).Ok();
        var before = await office.SnapshotAsync();
        (await HandOverAsync(office, From, body)).Refused(status, code);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    private static Task<Answer> HandOverAsync(Office office, string path, string body) =>
        office.PostAsync(path, body, KeyRole.Administrator);
}
