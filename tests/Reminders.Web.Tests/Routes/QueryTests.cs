using System.Net;

namespace Reminders.Web.Tests.Routes;

/// <summary>Invalid queries. A misspelt filter must not count as no filter.</summary>
public sealed class QueryTests
{
    [Fact]
    public async Task A_query_parameter_that_a_route_does_not_take_is_refused_by_name_on_every_route_but_the_provider_s()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        var before = await office.SnapshotAsync();
        foreach (var route in Route.All.Where(r => r.Role != KeyRole.Anonymous))
        {
            var (path, body) = RouteCalls.All[route.Name];
            path += path.Contains('?') ? "&ligth=red" : "?ligth=red";

            var answer = await office.CallAsync(new(route.Method), path, office.SecretOf(KeyRole.Administrator), body());

            Assert.True(HttpStatusCode.BadRequest == answer.Status, $"{route.Name}: {answer.Status} {answer.Body}");
            var detail = answer.Refused(HttpStatusCode.BadRequest, "query-unknown");
            Assert.Contains("'ligth'", detail, StringComparison.Ordinal);
            Assert.All(route.Query, q => Assert.Contains(q, detail, StringComparison.Ordinal));
        }
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("?light=red&light=green", "light")]
    [InlineData("?person=林晓燕&PERSON=韩雪", "2 times")]
    public async Task A_query_parameter_that_is_given_twice_is_refused(string query, string named)
    {
        await using var office = await Office.OpenLoadedAsync();
        Assert.Contains(named, (await office.GetAsync("/api/items" + query)).Refused(HttpStatusCode.BadRequest, "query-invalid"),
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Names_are_cut_short_on_one_line_and_hidden_without_a_key()
    {
        await using var office = await Office.OpenAsync();
        var detail = (await office.GetAsync($"/api/items?%0A{new string('x', 5000)}=1"))
            .Refused(HttpStatusCode.BadRequest, "query-unknown");
        Assert.True(detail.Length < 200);
        (await office.CallAsync(HttpMethod.Get, "/api/items?ligth=red", key: null)).Refused(HttpStatusCode.Unauthorized, "key-missing");
    }

    [Fact]
    public async Task A_field_of_a_form_that_a_call_does_not_take_is_refused_by_name_and_stores_nothing()
    {
        await using var office = await Office.OpenAsync();
        var form = OfficeFiles.Form(OfficeFiles.Plan);
        form.Add(new StringContent("true"), "dryRun"); // dryRun belongs into the query
        Assert.Contains("'dryRun'", (await office.PostAsync("/api/plans", form)).Refused(HttpStatusCode.BadRequest, "form-invalid"),
            StringComparison.Ordinal);
        Assert.Equal(0, (await office.GetAsync("/api/plans")).Ok().GetArrayLength());
    }
}
