using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Reminders.Web.Tests.Routes;

public sealed class PlanRouteTests
{
    [Fact]
    public async Task A_dry_run_shows_items_and_findings_and_stores_nothing()
    {
        await using var office = await Office.OpenAsync();
        var before = await office.SnapshotAsync();

        var preview = (await office.PostAsync("/api/plans?dryRun=true", OfficeFiles.Form(OfficeFiles.Plan, OfficeFiles.Contacts))).Ok();

        Assert.False(preview.GetProperty("stored").GetBoolean());
        Assert.Equal(["open", "open", "draft"], Texts(preview, "items", "state"));
        Assert.Equal(
            ["deadline-redacted"], preview.GetProperty("items")[2].GetProperty("missing").EnumerateArray().Select(m => m.GetString()));
        Assert.Contains("year-assumed", Texts(preview, "findings", "code"));
        Assert.Equal(before, await office.SnapshotAsync());
        Assert.Equal(0, (await office.GetAsync("/api/plans")).Ok().GetArrayLength());
    }

    [Fact]
    public async Task Loading_stores_the_plan_and_answers_the_same_as_the_preview()
    {
        await using var office = await Office.OpenAsync();
        var preview = (await office.PostAsync("/api/plans?dryRun=1", OfficeFiles.Form(OfficeFiles.Plan, OfficeFiles.Contacts))).Ok();

        var answer = await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan, OfficeFiles.Contacts));

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.True(answer.Json.GetProperty("stored").GetBoolean());
        Assert.Equal($"{preview.GetProperty("items")}", $"{answer.Json.GetProperty("items")}");
        var plan = (await office.GetAsync("/api/plans")).Ok().EnumerateArray().Single();
        Assert.Equal((1, "青松镇专项检查反馈问题整改方案", 3),
            (plan.GetProperty("number").GetInt32(), plan.Text("title"), plan.GetProperty("itemCount").GetInt32()));
        Assert.Equal("administrator", plan.Text("loadedBy"));
        Assert.Equal($"{answer.Json.GetProperty("items")}", $"{(await office.GetAsync("/api/plans/1")).Ok().GetProperty("items")}");
    }

    [Fact]
    public async Task Loading_the_same_plan_again_changes_nothing_although_its_items_have_moved_on()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        (await office.PostAsync("/api/items/1-1/extend", """{"deadline":"2026-04-20","reason":"等待设备"}""")).Ok();
        var before = await office.SnapshotAsync();

        var again = await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan));

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal((false, true), (again.Json.GetProperty("stored").GetBoolean(), again.Json.GetProperty("alreadyLoaded").GetBoolean()));
        Assert.Equal(["open", "reported", "closed"], Texts(again.Json, "items", "state"));
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?dryRun=true")]
    public async Task A_plan_that_says_something_else_under_the_same_title_answers_the_difference(string query)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        var answer = await office.PostAsync("/api/plans" + query, OfficeFiles.Form(OfficeFiles.ChangedPlan));

        var difference = answer.Ok().GetProperty("differences").EnumerateArray().Single();
        Assert.Equal("changed", difference.Text("kind"));
        Assert.NotEmpty(Texts(difference, "fields", "new"));
        Assert.Equal(query.Length == 0, answer.Json.GetProperty("stored").GetBoolean());
        Assert.Equal(query.Length > 0, before == await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_year_that_the_document_does_not_say_is_asked_for_before_anything_is_stored()
    {
        await using var office = await Office.OpenAsync();
        var plan = OfficeFiles.Plan.Replace("2026年3月16日", "", StringComparison.Ordinal);

        (await office.PostAsync("/api/plans", OfficeFiles.Text(plan))).Refused(HttpStatusCode.Conflict, "year-needed");
        Assert.Empty(await office.System.Ledger.Plans.PlansAsync(Cancellation));

        Assert.Equal(HttpStatusCode.Created, (await office.PostAsync("/api/plans?year=2026", OfficeFiles.Text(plan))).Status);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("application/x-www-form-urlencoded")] // what curl --data-binary says unless it is told otherwise
    public async Task A_plan_can_be_the_body_itself(string mediaType)
    {
        await using var office = await Office.OpenAsync();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(OfficeFiles.Plan));
        body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);

        var answer = await office.PostAsync("/api/plans", body);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(["draft", "draft", "draft"], Texts(answer.Json, "items", "state")); // nobody has a number yet
    }

    [Fact]
    public async Task The_year_that_is_given_counts_for_dates_without_one()
    {
        await using var office = await Office.OpenAsync();
        var plan = OfficeFiles.Plan.Replace("2026年3月16日", "", StringComparison.Ordinal);

        var preview = (await office.PostAsync("/api/plans?dryRun=true&year=2027", OfficeFiles.Text(plan))).Ok();

        Assert.Equal("2027-03-31", preview.GetProperty("items")[0].GetProperty("deadline").Text("date"));
        Assert.Contains("calendar-missing", Texts(preview, "findings", "code"));
    }

    [Theory]
    [InlineData("dryRun=maybe")]
    [InlineData("year=26")]
    [InlineData("year=2026年")]
    [InlineData("year=-2026")]
    [InlineData("year=2101")]
    public async Task An_unreadable_query_is_refused_before_anything_is_read(string query)
    {
        await using var office = await Office.OpenAsync();
        var detail = (await office.PostAsync("/api/plans?" + query, OfficeFiles.Form(OfficeFiles.Plan)))
            .Refused(HttpStatusCode.BadRequest, "query-invalid");
        Assert.StartsWith(query.Split('=')[0] + " is '", detail, StringComparison.Ordinal);
        Assert.Empty(await office.System.Ledger.Plans.PlansAsync(Cancellation));
    }

    [Fact]
    public async Task A_plan_that_is_being_loaded_says_how_many_items_are_written_and_shows_none()
    {
        await using var office = await Office.OpenLoadedAsync();
        var loading = new Plan(2, "另一方案", 2026, "Asia/Shanghai") { ItemCount = 1_000 };
        await office.System.Ledger.Plans.TryAddPlanAsync(loading, Cancellation);
        await office.System.Ledger.Items.AddItemsAsync(
            [.. Enumerable.Range(1, 300).Select(i => new Item(new(2, i), null, "问题"))], Office.Start, new("administrator"), Cancellation);

        var plan = (await office.GetAsync("/api/plans/2", KeyRole.Viewer)).Ok();

        Assert.Equal((false, 300, 1_000, 0), (
            plan.GetProperty("isComplete").GetBoolean(), plan.GetProperty("written").GetInt32(),
            plan.GetProperty("plan").GetProperty("itemCount").GetInt32(), plan.GetProperty("items").GetArrayLength()));
        var complete = (await office.GetAsync("/api/plans/1")).Ok();
        Assert.Equal((true, 3), (complete.GetProperty("isComplete").GetBoolean(), complete.GetProperty("written").GetInt32()));
        Assert.Equal(1, (await office.GetAsync("/api/plans")).Ok().GetArrayLength());
        (await office.GetAsync("/api/items?plan=2")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    [InlineData("one")]
    [InlineData("99999999999")]
    public async Task An_unknown_plan_is_not_found(string plan)
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.GetAsync($"/api/plans/{plan}")).Refused(HttpStatusCode.NotFound, "not-found");
        (await office.GetAsync($"/api/items?plan={plan}")).Refused(HttpStatusCode.NotFound, "not-found");
        (await office.PutAsync($"/api/contacts?plan={plan}", OfficeFiles.Text(OfficeFiles.Contacts, "text/csv")))
            .Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Viewers_see_the_names_of_a_plan_without_numbers()
    {
        await using var office = await Office.OpenLoadedAsync();
        var shown = await office.GetAsync("/api/plans/1", KeyRole.Viewer);
        Assert.Equal(["+86139…01"], Texts(shown.Ok().GetProperty("items")[0], "persons", "phone"));
        Assert.DoesNotContain("+861390000000", shown.Body, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Texts(JsonElement element, string list, string property) =>
        element.GetProperty(list).EnumerateArray().Select(e => e.GetProperty(property).GetString());
}
