using System.Net;

namespace Reminders.Web.Tests.Routes;

public sealed class ContactRouteTests
{
    private const string Replacement = "姓名,电话,角色,事项\n邓文博,139 0000 0003,责任人,3\n";

    /// <summary>The id of the number that these tests add.</summary>
    private static readonly string Added = RouteCalls.Id("+8613900000011");

    [Fact]
    public async Task The_directory_is_read_as_it_was_loaded()
    {
        await using var office = await Office.OpenLoadedAsync();
        var contacts = (await office.GetAsync("/api/contacts")).Ok().EnumerateArray().ToList();
        Assert.Equal(6, contacts.Count);
        var supervisor = contacts.Single(c => c.Text("name") == "罗振华");
        Assert.Equal(("+8613900000007", "supervisor"), (supervisor.Text("phone"), supervisor.Text("role")));
    }

    [Fact]
    public async Task A_new_directory_takes_the_old_ones_place_and_its_numbers_follow_into_the_items()
    {
        await using var office = await Office.OpenLoadedAsync();

        var answer = (await office.PutAsync("/api/contacts",
            OfficeFiles.Text(OfficeFiles.Contacts.Replace("0000 0001", "0000 0011", StringComparison.Ordinal), "text/csv"))).Ok();

        Assert.Equal(6, answer.GetProperty("contacts").GetInt32());
        Assert.Equal(["1-1"], answer.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal(
            "+8613900000011", (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("item").GetProperty("persons")[0].Text("phone"));
    }

    [Fact]
    public async Task Codes_that_do_not_name_their_plan_need_it_in_the_query()
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        var detail = (await office.PutAsync("/api/contacts", OfficeFiles.Text(Replacement, "text/csv")))
            .Refused(HttpStatusCode.UnprocessableEntity, "items-need-plan");

        Assert.Contains("邓文博", detail, StringComparison.Ordinal);
        Assert.Equal(before, await office.SnapshotAsync());
        (await office.PutAsync("/api/contacts?plan=1", OfficeFiles.Text(OfficeFiles.Contacts + "邓文博,139 0000 0003,责任人,,,3\n", "text/csv")))
            .Ok();
        var persons = (await office.GetAsync("/api/items/1-3")).Ok().GetProperty("item").GetProperty("persons").EnumerateArray();
        Assert.Equal(["韩雪", "邓文博"], persons.Select(p => p.Text("name")));
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
            answer.Json.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("row").GetInt32(), e.Text("column")!)));
        Assert.DoesNotContain("139 0000", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_is_found_by_the_id_that_it_is_listed_with_which_is_no_number()
    {
        await using var office = await Office.OpenLoadedAsync();
        var id = (await office.GetAsync("/api/contacts")).Ok().EnumerateArray().Single(c => c.Text("name") == "林晓燕").Text("id")!;
        Assert.Matches("^[0-9a-f]{16}$", id);

        var contact = Assert.Single((await office.GetAsync($"/api/contacts/{id}")).Ok().EnumerateArray());

        Assert.Equal(("林晓燕", "+8613900000001", id), (contact.Text("name"), contact.Text("phone"), contact.Text("id")));
    }

    [Fact]
    public async Task Two_contacts_never_share_an_id_and_each_is_read_put_handed_over_and_removed_alone()
    {
        await using var office = await Office.OpenLoadedAsync();
        // One person in two roles, and another person with the same telephone.
        (await office.PutAsync("/api/contacts",
            OfficeFiles.Text(OfficeFiles.Contacts + "林晓燕,13900000001,责任领导,环卫站,,\n值班员,13900000001,责任人,值班室,,\n", "text/csv"))).Ok();
        var contacts = (await office.GetAsync("/api/contacts")).Ok().EnumerateArray()
            .Select(c => (Id: c.Text("id")!, Name: c.Text("name")!, Role: c.Text("role"))).ToList();
        Assert.Equal(8, contacts.Select(c => c.Id).Distinct().Count());
        var number = RouteCalls.Id("+8613900000001");
        Assert.Equal(3, contacts.Count(c => c.Id.StartsWith(number + "-", StringComparison.Ordinal)));
        Assert.Equal(3, (await office.GetAsync($"/api/contacts/{number}")).Ok().GetArrayLength());

        var guard = contacts.Single(c => c.Name == "值班员").Id;
        var leader = contacts.Single(c => c is { Name: "林晓燕", Role: "leader" }).Id;
        Assert.Equal("值班员", Assert.Single((await office.GetAsync($"/api/contacts/{guard}")).Ok().EnumerateArray()).Text("name"));
        (await office.PutAsync($"/api/contacts/{guard}", OfficeFiles.Json("""{"name":"值班员","phone":"13900000001","unit":"党政办"}"""))).Ok();
        Assert.Equal(8, (await office.GetAsync("/api/contacts")).Ok().GetArrayLength());
        (await office.GetAsync($"/api/contacts/{guard}")).Refused(HttpStatusCode.NotFound, "not-found"); // the unit changed the id
        (await office.PutAsync($"/api/contacts/{leader}", OfficeFiles.Json("""{"name":"林晓燕","phone":"13900000012"}""")))
            .Refused(HttpStatusCode.Conflict, "number-shared");
        (await office.PostAsync($"/api/contacts/{leader}/handover", """{"to":{"name":"邓文博","phone":"13900000011"}}""",
            KeyRole.Administrator)).Ok();
        Assert.Equal(["林晓燕"], await PersonsAsync(office, "1-1"));
        Assert.Equal(["值班员", "林晓燕"], (await office.GetAsync($"/api/contacts/{number}")).Ok().EnumerateArray().Select(c => c.Text("name"))
            .Order(StringComparer.Ordinal));

        guard = (await office.GetAsync("/api/contacts")).Ok().EnumerateArray().Single(c => c.Text("name") == "值班员").Text("id")!;
        (await office.CallAsync(HttpMethod.Delete, $"/api/contacts/{guard}", KeyRole.Administrator)).Ok();
        Assert.Equal("林晓燕", Assert.Single((await office.GetAsync($"/api/contacts/{number}")).Ok().EnumerateArray()).Text("name"));
    }

    [Theory]
    [InlineData("+8613900000001")]
    [InlineData("%2B8613900000001")]
    [InlineData("8613900000001")]
    [InlineData("13900000001")]
    [InlineData("0123456789abcdef")]
    public async Task A_number_or_an_unknown_id_is_not_found_and_it_is_said_where_ids_are(string wrong)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();
        foreach (var (method, body) in (IEnumerable<(HttpMethod, string?)>)[(HttpMethod.Get, null),
            (HttpMethod.Put, """{"name":"林晓燕","phone":"13900000001"}"""), (HttpMethod.Delete, null)])
        {
            var answer = await office.CallAsync(method, $"/api/contacts/{wrong}", KeyRole.Administrator, body is null ? null
                : OfficeFiles.Json(body));
            var detail = answer.Refused(HttpStatusCode.NotFound, "not-found");
            Assert.Contains("GET /api/contacts", detail, StringComparison.Ordinal);
            Assert.DoesNotContain("13900000001", detail, StringComparison.Ordinal);
        }
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_contact_that_is_added_takes_the_place_of_its_number_and_the_items_follow()
    {
        await using var office = await Office.OpenLoadedAsync();

        var answer = await AddAsync(
            office, """{"name":"邓文博","phone":"139 0000 0011","role":"person","unit":"环卫站","plan":1,"items":["1"]}""");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(["1-1"], answer.Ok().GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal(Added, Assert.Single(answer.Json.GetProperty("contacts").EnumerateArray()).Text("id"));
        Assert.Equal(["林晓燕", "邓文博"], await PersonsAsync(office, "1-1"));
        (await AddAsync(office, """{"name":"邓文","phone":"+8613900000011","items":["1-2","1-1"]}""")).Ok();
        Assert.Equal(["林晓燕", "邓文"], await PersonsAsync(office, "1-1"));
        Assert.Equal(["何志强", "邓文"], await PersonsAsync(office, "1-2"));
        Assert.Equal(7, (await office.GetAsync("/api/contacts")).Ok().GetArrayLength());
    }

    [Fact]
    public async Task A_put_contact_replaces_the_contacts_with_its_id()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await AddAsync(office, """{"name":"邓文博","phone":"13900000011","items":["1-1"]}""")).Ok();

        (await office.PutAsync($"/api/contacts/{Added}", OfficeFiles.Json("""{"name":"邓文","phone":"13900000011","items":["1-2"]}"""))).Ok();

        Assert.Equal(["林晓燕"], await PersonsAsync(office, "1-1"));
        Assert.Equal(["何志强", "邓文"], await PersonsAsync(office, "1-2"));
        Assert.Equal(7, (await office.GetAsync("/api/contacts")).Ok().GetArrayLength());
    }

    [Fact]
    public async Task A_contact_that_is_put_with_another_number_takes_its_items_along_and_the_old_number_is_gone()
    {
        await using var office = await Office.OpenLoadedAsync();
        var old = RouteCalls.Id("+8613900000001");

        var moved = OfficeFiles.Json("""{"name":"林晓燕","phone":"139 0000 0011","unit":"环卫站"}""");
        var answer = (await office.PutAsync($"/api/contacts/{old}", moved)).Ok();

        Assert.Equal(Added, Assert.Single(answer.GetProperty("contacts").EnumerateArray()).Text("id"));
        Assert.Equal(["1-1"], answer.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        Assert.Empty(answer.GetProperty("itemsRefused").EnumerateArray());
        var item = (await office.GetAsync("/api/items/1-1")).Ok();
        Assert.Equal("+8613900000011", Assert.Single(item.GetProperty("item").GetProperty("persons").EnumerateArray()).Text("phone"));
        Assert.Equal(6, (await office.GetAsync("/api/contacts")).Ok().GetArrayLength());
        (await office.GetAsync($"/api/contacts/{old}")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_change_of_number_that_was_cut_off_is_finished_by_repeating_it()
    {
        await using var office = await Office.OpenLoadedAsync();
        var left = (await office.System.Ledger.People.ContactsAsync(Cancellation)).Where(c => c.Name != "林晓燕").ToList();
        var moved = new Contact("林晓燕", PhoneNumber.Parse("+8613900000011")) { Unit = "环卫站" };
        await office.System.Ledger.People.SaveContactsAsync([.. left, moved], Cancellation); // here the process crashed

        (await office.PutAsync(
            $"/api/contacts/{RouteCalls.Id("+8613900000001")}",
            OfficeFiles.Json("""{"name":"林晓燕","phone":"139 0000 0011","unit":"环卫站"}"""))).Ok();

        var item = (await office.GetAsync("/api/items/1-1")).Ok();
        Assert.Equal("+8613900000011", Assert.Single(item.GetProperty("item").GetProperty("persons").EnumerateArray()).Text("phone"));
    }

    [Fact]
    public async Task A_contact_that_is_removed_leaves_the_items_save_those_that_would_reach_nobody()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await AddAsync(office, """{"name":"邓文博","phone":"13900000011","items":["1-1"]}""")).Ok();

        var other = (await office.CallAsync(HttpMethod.Delete, $"/api/contacts/{Added}", KeyRole.Administrator)).Ok();
        Assert.Equal(["1-1"], other.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        var id = RouteCalls.Id("+8613900000001");
        var answer = (await office.CallAsync(HttpMethod.Delete, $"/api/contacts/{id}", KeyRole.Administrator)).Ok();

        Assert.Equal("would-reach-nobody", Assert.Single(answer.GetProperty("itemsRefused").EnumerateArray()).Text("code"));
        Assert.Equal(["林晓燕"], await PersonsAsync(office, "1-1"));
        (await office.GetAsync($"/api/contacts/{id}")).Refused(HttpStatusCode.NotFound, "not-found");
        // A repeat of a cut-off call gets the same answer.
        Assert.Single((await office.CallAsync(HttpMethod.Delete, $"/api/contacts/{id}", KeyRole.Administrator)).Ok()
            .GetProperty("itemsRefused").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"name":"**","phone":"13900000011"}""", HttpStatusCode.UnprocessableEntity, "contacts-invalid")]
    [InlineData("""{"name":"邓文博","phone":"13900000011","role":"书记"}""", HttpStatusCode.UnprocessableEntity, "contacts-invalid")]
    [InlineData("""{"name":"邓文博","phone":"13900000011","items":["x"]}""", HttpStatusCode.UnprocessableEntity, "contacts-invalid")]
    [InlineData("""{"name":"邓文博","phone":"13900000011","items":["3"]}""", HttpStatusCode.UnprocessableEntity, "items-need-plan")]
    [InlineData("""{"name":"邓文博","phone":"13900000011","plan":9}""", HttpStatusCode.NotFound, "not-found")]
    [InlineData("""{"phone":"13900000011","role":"person"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"name":"邓文博"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"name":"邓文博","number":"13900000011","phone":"13900000011"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"name":"邓文博","phone":"010 6552 9988"}""", HttpStatusCode.BadRequest, "phone-invalid")]
    [InlineData("""{"name":"邓文博","phone":"139 0000"}""", HttpStatusCode.BadRequest, "phone-invalid")]
    public async Task A_contact_that_cannot_be_used_is_refused(string body, HttpStatusCode status, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();
        (await AddAsync(office, body)).Refused(status, code);
        (await office.PutAsync($"/api/contacts/{RouteCalls.Id("+8613900000001")}", OfficeFiles.Json(body))).Refused(status, code);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    private static Task<Answer> AddAsync(Office office, string body) => office.PostAsync("/api/contacts", OfficeFiles.Json(body));

    private static async Task<IEnumerable<string?>> PersonsAsync(Office office, string code) =>
        (await office.GetAsync($"/api/items/{code}")).Ok().GetProperty("item").GetProperty("persons").EnumerateArray()
            .Select(p => p.Text("name"));
}
