using System.Net;

namespace Reminders.Web.Tests.Access;

public sealed class AccessTests
{
    private const string NoKey = "no key";
    private const string WrongKey = "a wrong key";

    private static readonly string[] Callers = [NoKey, WrongKey, nameof(KeyRole.Viewer), nameof(KeyRole.Operator),
        nameof(KeyRole.Administrator)];

    public static TheoryData<string, string> RoutesAndCallers =>
        [.. from route in Route.All from caller in Callers select (route.Name, caller)];

    [Fact]
    public void Every_route_has_a_call_here() =>
        Assert.Equal(Route.All.Select(r => r.Name).Order(), RouteCalls.All.Keys.Order());

    [Theory]
    [MemberData(nameof(RoutesAndCallers))]
    public async Task A_route_answers_only_keys_with_its_role_or_a_higher_one(string name, string caller)
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        var route = Route.Called(name);
        var (path, body) = RouteCalls.All[name];
        var before = await office.SnapshotAsync();

        var key = caller switch { NoKey => null, WrongKey => "nobody-has-this-key", _ => office.SecretOf(Enum.Parse<KeyRole>(caller)) };
        var answer = await office.CallAsync(new(route.Method), path, key, body());

        if (route.Role == KeyRole.Anonymous)
            Assert.True((int)answer.Status is 200 or 204, answer.Body);
        else if (caller == NoKey)
            Assert.Contains(ApiRoutes.KeyHeader, answer.Refused(HttpStatusCode.Unauthorized, "key-missing"), StringComparison.Ordinal);
        else if (caller == WrongKey)
            answer.Refused(HttpStatusCode.Unauthorized, "key-wrong");
        else if (Enum.Parse<KeyRole>(caller) < route.Role)
            Assert.Contains($"the role {route.Role.Name()};", answer.Refused(HttpStatusCode.Forbidden, "role-too-low"),
                StringComparison.Ordinal);
        else
            Assert.True((int)answer.Status is 200 or 201, $"{(int)answer.Status}: {answer.Body}");
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("POST", "/api/plans", KeyRole.Administrator)]
    [InlineData("PUT", "/api/contacts", KeyRole.Administrator)]
    [InlineData("GET", "/api/contacts", KeyRole.Operator)]
    [InlineData("POST", "/api/contacts", KeyRole.Administrator)]
    [InlineData("GET", "/api/contacts/{id}", KeyRole.Operator)]
    [InlineData("PUT", "/api/contacts/{id}", KeyRole.Administrator)]
    [InlineData("DELETE", "/api/contacts/{id}", KeyRole.Administrator)]
    [InlineData("GET", "/api/keys", KeyRole.Administrator)]
    [InlineData("POST", "/api/keys", KeyRole.Administrator)]
    [InlineData("GET", "/api/numbers", KeyRole.Operator)]
    [InlineData("DELETE", "/api/numbers/{id}/flag", KeyRole.Operator)]
    [InlineData("POST", "/api/numbers/opt-out", KeyRole.Operator)]
    [InlineData("PATCH", "/api/items/{code}", KeyRole.Operator)]
    [InlineData("POST", "/api/items/{code}/verify", KeyRole.Operator)]
    [InlineData("POST", "/api/items/{code}/evidence", KeyRole.Operator)]
    [InlineData("GET", "/api/items/{code}/evidence/{id}", KeyRole.Viewer)]
    [InlineData("GET", "/api/items", KeyRole.Viewer)]
    [InlineData("GET", "/api/notices", KeyRole.Viewer)]
    [InlineData("GET", "/api/ready", KeyRole.Viewer)]
    [InlineData("GET", "/api/export.xlsx", KeyRole.Viewer)]
    [InlineData("GET", "/api/health", KeyRole.Anonymous)]
    [InlineData("GET", "/openapi/v1.json", KeyRole.Anonymous)]
    public void A_routes_role_fits_its_effect(string method, string pattern, KeyRole role) =>
        Assert.Equal(role, Route.Called($"{method} {pattern}").Role);

    [Fact]
    public void No_address_holds_a_number_because_hosts_log_addresses()
    {
        Assert.All(Route.All.SelectMany(r => r.Query.Append(r.Pattern)), t => Assert.DoesNotMatch("(?i)(\\{number|phone)", t));
        Assert.All(RouteCalls.All.Values, c => Assert.DoesNotContain("1390000", c.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_action_is_recorded_with_the_name_of_its_key()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/items/1-1/report", """{"by":"林晓燕","note":"已清运"}""", KeyRole.Operator)).Ok();

        var history = (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(["administrator", "林晓燕"], history.Select(h => h.GetProperty("by").Text("name")));
        Assert.Equal(["administrator", "operator"], history.Select(h => h.GetProperty("by").Text("recordedBy")));
    }
}
