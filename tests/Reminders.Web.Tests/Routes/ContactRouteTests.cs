using System.Net;

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
}
