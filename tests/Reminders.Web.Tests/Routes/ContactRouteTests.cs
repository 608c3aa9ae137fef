using System.Net;
using Reminders.Web.Access;

namespace Reminders.Web.Tests.Routes;

public sealed class ContactRouteTests
{
    private const string Replacement = "姓名,电话,角色,事项\n邓文博,139 0000 0003,责任人,3\n";

    [Fact]
    public async Task The_directory_is_read_as_it_was_loaded()
    {
        await using var office = await Office.OpenLoadedAsync();
        var contacts = (await office.GetAsync("/api/contacts")).Ok().EnumerateArray().ToList();
        Assert.Equal(6, contacts.Count);
        var supervisor = contacts.Single(c => c.GetProperty("name").GetString() == "罗振华");
        Assert.Equal(("+8613900000007", "supervisor"), (supervisor.GetProperty("phone").GetString(), supervisor.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task A_new_directory_takes_the_old_ones_place_and_its_numbers_follow_into_the_items()
    {
        await using var office = await Office.OpenLoadedAsync();

        var answer = (await office.PutAsync("/api/contacts", OfficeFiles.Text(OfficeFiles.Contacts.Replace("0000 0001", "0000 0011", StringComparison.Ordinal), "text/csv"))).Ok();

        Assert.Equal(6, answer.GetProperty("contacts").GetInt32());
        Assert.Equal(["1-1"], answer.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal("+8613900000011", (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("item").GetProperty("persons")[0].GetProperty("phone").GetString());
    }

    [Fact]
    public async Task Codes_that_do_not_name_their_plan_need_it_in_the_query()
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        var detail = (await office.PutAsync("/api/contacts", OfficeFiles.Text(Replacement, "text/csv"))).Refused(HttpStatusCode.UnprocessableEntity, "items-need-plan");

        Assert.Contains("邓文博", detail, StringComparison.Ordinal);
        Assert.Equal(before, await office.SnapshotAsync());
        (await office.PutAsync("/api/contacts?plan=1", OfficeFiles.Text(OfficeFiles.Contacts + "邓文博,139 0000 0003,责任人,,,3\n", "text/csv"))).Ok();
        var persons = (await office.GetAsync("/api/items/1-3")).Ok().GetProperty("item").GetProperty("persons").EnumerateArray();
        Assert.Equal(["韩雪", "邓文博"], persons.Select(p => p.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("姓名,电话\n林晓燕,139 0000\n何志强,010 6552 9988\n", "contacts-invalid")]
    [InlineData("姓名,电话\n**,139 0000 0001\n", "contacts-invalid")]
    [InlineData("姓名,手机型号\n林晓燕,x\n", "contacts-header")]
    [InlineData("姓名,电话\n", "no-contacts")]
    [InlineData("""{"name":"林晓燕"}""", "json-invalid")]
    [InlineData("[{", "json-invalid")]
    public async Task A_wrong_directory_is_refused_whole(string contacts, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        (await office.PutAsync("/api/contacts", OfficeFiles.Text(contacts, "text/csv"))).Refused(HttpStatusCode.UnprocessableEntity, code);

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task Every_wrong_row_is_listed_with_its_row_and_column()
    {
        await using var office = await Office.OpenAsync();

        var answer = await office.PutAsync("/api/contacts", OfficeFiles.Text("姓名,电话\n林晓燕,139 0000\n韩雪,139 0000 0004\n何志强,\n", "text/csv"));

        answer.Refused(HttpStatusCode.UnprocessableEntity, "contacts-invalid");
        Assert.Equal(
            [(2, "电话"), (4, "电话")],
            answer.Json.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("row").GetInt32(), e.GetProperty("column").GetString()!)));
        Assert.DoesNotContain("139 0000", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+8613900000001")]
    [InlineData("%2B8613900000001")]
    [InlineData("8613900000001")]
    [InlineData("13900000001")]
    public async Task A_contact_is_found_by_its_number_however_that_is_written(string number)
    {
        await using var office = await Office.OpenLoadedAsync();
        var contact = Assert.Single((await office.GetAsync($"/api/contacts/{number}")).Ok().EnumerateArray());
        Assert.Equal(("林晓燕", "+8613900000001"), (contact.GetProperty("name").GetString(), contact.GetProperty("phone").GetString()));
    }

    [Fact]
    public async Task A_contact_that_is_put_takes_the_place_of_its_number_and_the_items_follow()
    {
        await using var office = await Office.OpenLoadedAsync();

        var answer = (await office.PutAsync("/api/contacts/8613900000011", OfficeFiles.Json("""{"name":"邓文博","role":"person","unit":"环卫站","plan":1,"items":["1"]}"""))).Ok();

        Assert.Equal(["1-1"], answer.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal(["林晓燕", "邓文博"], await PersonsAsync(office, "1-1"));
        (await office.PutAsync("/api/contacts/8613900000011", OfficeFiles.Json("""{"name":"邓文","items":["1-2","1-1"]}"""))).Ok();
        Assert.Equal(["林晓燕", "邓文"], await PersonsAsync(office, "1-1"));
        Assert.Equal(["何志强", "邓文"], await PersonsAsync(office, "1-2"));
        Assert.Equal(7, (await office.GetAsync("/api/contacts")).Ok().GetArrayLength());
    }

    [Fact]
    public async Task A_contact_that_is_removed_leaves_the_items_save_those_that_would_reach_nobody()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PutAsync("/api/contacts/8613900000011", OfficeFiles.Json("""{"name":"邓文博","items":["1-1"]}"""))).Ok();

        var other = (await office.CallAsync(HttpMethod.Delete, "/api/contacts/8613900000011", KeyRole.Administrator)).Ok();
        Assert.Equal(["1-1"], other.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        var answer = (await office.CallAsync(HttpMethod.Delete, "/api/contacts/8613900000001", KeyRole.Administrator)).Ok();

        Assert.Equal("would-reach-nobody", Assert.Single(answer.GetProperty("itemsRefused").EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal(["林晓燕"], await PersonsAsync(office, "1-1"));
        (await office.GetAsync("/api/contacts/8613900000001")).Refused(HttpStatusCode.NotFound, "not-found");
        (await office.CallAsync(HttpMethod.Delete, "/api/contacts/8613900000001", KeyRole.Administrator)).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("8613900000011", """{"name":"**"}""", HttpStatusCode.UnprocessableEntity, "contacts-invalid")]
    [InlineData("8613900000011", """{"name":"邓文博","role":"书记"}""", HttpStatusCode.UnprocessableEntity, "contacts-invalid")]
    [InlineData("8613900000011", """{"name":"邓文博","items":["x"]}""", HttpStatusCode.UnprocessableEntity, "contacts-invalid")]
    [InlineData("8613900000011", """{"name":"邓文博","items":["3"]}""", HttpStatusCode.UnprocessableEntity, "items-need-plan")]
    [InlineData("8613900000011", """{"name":"邓文博","plan":9}""", HttpStatusCode.NotFound, "not-found")]
    [InlineData("8613900000011", """{"role":"person"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("8613900000011", """{"name":"邓文博","phone":"13900000011"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("861065529988", """{"name":"邓文博"}""", HttpStatusCode.BadRequest, "phone-invalid")]
    public async Task A_contact_that_cannot_be_used_is_refused(string number, string body, HttpStatusCode status, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();
        (await office.PutAsync($"/api/contacts/{number}", OfficeFiles.Json(body))).Refused(status, code);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    private static async Task<IEnumerable<string?>> PersonsAsync(Office office, string code) =>
        (await office.GetAsync($"/api/items/{code}")).Ok().GetProperty("item").GetProperty("persons").EnumerateArray().Select(p => p.GetProperty("name").GetString());
}
