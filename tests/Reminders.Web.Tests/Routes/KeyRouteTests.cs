using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Reminders.Web.Tests.Routes;

public sealed class KeyRouteTests
{
    private const KeyRole Administrator = KeyRole.Administrator;

    [Fact]
    public async Task A_new_key_is_shown_once_opens_its_roles_routes_and_is_listed_without_secret_and_hash()
    {
        await using var office = await Office.OpenAsync();

        var made = await office.PostAsync("/api/keys", """{"name":"值班室","role":"operator"}""", Administrator);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var secret = Secret(made);

        Assert.Equal(HttpStatusCode.OK, (await office.CallAsync(HttpMethod.Get, "/api/contacts", secret)).Status);
        (await office.CallAsync(HttpMethod.Get, "/api/keys", secret)).Refused(HttpStatusCode.Forbidden, "role-too-low");
        var list = await office.GetAsync("/api/keys");
        Assert.Equal(
            [("viewer", "settings"), ("operator", "settings"), ("administrator", "settings"), ("值班室", "ledger")],
            list.Ok().EnumerateArray().Select(k => (k.Text("name")!, k.Text("source")!)).OrderByDescending(k => k.Item2)
                .ThenBy(k => Array.IndexOf(["viewer", "operator", "administrator"], k.Item1)));
        var key = list.Json.EnumerateArray().Single(k => k.Text("name") == "值班室");
        Assert.Equal(("operator", "administrator"), (key.Text("role"), key.Text("madeBy")));
        Assert.DoesNotContain(secret, list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))), list.Body,
            StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, await office.SnapshotAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_key_opens_with_its_new_secret_alone()
    {
        await using var office = await Office.OpenAsync();
        var old = Secret(await office.PostAsync("/api/keys", """{"name":"值班室","role":"viewer"}""", Administrator));

        var rotated = await office.PostAsync("/api/keys/值班室/rotate", "", Administrator);

        Assert.Equal(HttpStatusCode.OK, (await office.CallAsync(HttpMethod.Get, "/api/items", Secret(rotated))).Status);
        (await office.CallAsync(HttpMethod.Get, "/api/items", old)).Refused(HttpStatusCode.Unauthorized, "key-wrong");
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_stays_listed_and_its_name_is_not_given_again()
    {
        await using var office = await Office.OpenAsync();
        var secret = Secret(await office.PostAsync("/api/keys", """{"name":"值班室","role":"viewer"}""", Administrator));
        Assert.Equal(HttpStatusCode.OK, (await office.CallAsync(HttpMethod.Get, "/api/items", secret)).Status);

        for (var repeat = 0; repeat < 2; repeat++)
            Assert.Equal("administrator", (await RevokeAsync(office, "值班室")).Ok().Text("revokedBy"));

        (await office.CallAsync(HttpMethod.Get, "/api/items", secret)).Refused(HttpStatusCode.Unauthorized, "key-wrong");
        var listed = (await office.GetAsync("/api/keys")).Ok().EnumerateArray().Last();
        Assert.Equal(("值班室", JsonValueKind.String), (listed.Text("name"), listed.GetProperty("revokedAt").ValueKind));
        foreach (var role in (string[])["viewer", "administrator"])
            (await office.PostAsync("/api/keys", $$"""{"name":"值班室","role":"{{role}}"}""", Administrator))
                .Refused(HttpStatusCode.Conflict, "name-taken");
        (await office.PostAsync("/api/keys/值班室/rotate", "", Administrator)).Refused(HttpStatusCode.Conflict, "key-revoked");
    }

    [Fact]
    public async Task A_key_of_the_settings_is_changed_there_alone()
    {
        await using var office = await Office.OpenAsync();
        (await office.PostAsync("/api/keys/viewer/rotate", "", Administrator)).Refused(HttpStatusCode.Conflict, "key-in-settings");
        (await RevokeAsync(office, "administrator")).Refused(HttpStatusCode.Conflict, "key-in-settings");
        (await office.PostAsync("/api/keys", """{"name":"Viewer","role":"administrator"}""", Administrator))
            .Refused(HttpStatusCode.Conflict, "name-taken");
    }

    [Fact]
    public async Task A_key_with_a_last_day_is_good_to_its_end_and_a_new_secret_with_a_later_day_opens_again()
    {
        await using var office = await Office.OpenAsync();
        var made = await office.PostAsync("/api/keys", """{"name":"值班室","role":"viewer","expires":"2026-03-25"}""", Administrator);
        Assert.Equal("2026-03-25T16:00:00Z", made.Ok().Text("expiresAt")); // midnight in Shanghai
        var secret = Secret(made);

        office.System.Clock.SetTo(Instant.FromUtc(2026, 3, 25, 16, 0) - Duration.Epsilon);
        (await office.CallAsync(HttpMethod.Get, "/api/items", secret)).Ok();
        office.System.Clock.SetTo(Instant.FromUtc(2026, 3, 25, 16, 0));
        Assert.Contains("值班室", (await office.CallAsync(HttpMethod.Get, "/api/items", secret))
            .Refused(HttpStatusCode.Unauthorized, "key-expired"), StringComparison.Ordinal);

        (await office.PostAsync("/api/keys/值班室/rotate", "", Administrator)).Refused(HttpStatusCode.Conflict, "expires-past");
        (await office.PostAsync("/api/keys/值班室/rotate?expires=2026-03-25", "", Administrator))
            .Refused(HttpStatusCode.Conflict, "expires-past");
        (await office.PostAsync("/api/keys/值班室/rotate?expires=soon", "", Administrator))
            .Refused(HttpStatusCode.BadRequest, "query-invalid");
        var again = await office.PostAsync("/api/keys/值班室/rotate?expires=2026-04-30", "", Administrator);
        (await office.CallAsync(HttpMethod.Get, "/api/items", Secret(again))).Ok();
        Assert.Equal("2026-04-30T16:00:00Z", (await office.PostAsync("/api/keys/值班室/rotate", "", Administrator)).Ok().Text("expiresAt"));
        (await office.PostAsync("/api/keys", """{"name":"旧","role":"viewer","expires":"2026-03-25"}""", Administrator))
            .Refused(HttpStatusCode.Conflict, "expires-past");
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_known_to_the_hour_and_written_no_more_often()
    {
        await using var office = await Office.OpenAsync();
        var secret = Secret(await office.PostAsync("/api/keys", """{"name":"值班室","role":"viewer"}""", Administrator));
        Assert.Null(await LastUsedAsync());

        for (var minutes = 0; minutes < 60; minutes += 10)
        {
            office.System.Clock.SetTo(Office.Start + Duration.FromMinutes(minutes));
            (await office.CallAsync(HttpMethod.Get, "/api/items", secret)).Ok();
            Assert.Equal("2026-03-24T00:50:00Z", await LastUsedAsync());
        }
        var tag = await TagAsync();
        (await office.CallAsync(HttpMethod.Get, "/api/items", secret)).Ok();
        Assert.Equal(tag, await TagAsync());

        office.System.Clock.SetTo(Office.Start + Duration.FromHours(1));
        (await office.CallAsync(HttpMethod.Get, "/api/items", secret)).Ok();
        Assert.Equal("2026-03-24T01:50:00Z", await LastUsedAsync());

        async Task<string?> LastUsedAsync() => (await office.GetAsync("/api/keys")).Ok().EnumerateArray().Last().Text("lastUsedAt");
        async Task<string> TagAsync() => (await office.System.Ledger.Keys.KeysAsync(Cancellation))[^1].Tag;
    }

    [Fact]
    public async Task An_expired_administrator_does_not_count_as_one()
    {
        await using var office = await Office.OpenAsync();
        var keys = new ApiKeys([], office.System.Ledger, office.System.Clock, office.System.Clock);
        var issue = new IssueKeys(office.System.Ledger, keys, office.System.Clock);
        var cancellation = Cancellation;
        Assert.Null((await issue.MakeAsync("甲", Administrator, null, "setup", cancellation)).Refusal);
        Assert.Null((await issue.MakeAsync("乙", Administrator, Office.Start + Duration.FromDays(1), "setup", cancellation)).Refusal);
        office.System.Clock.SetTo(Office.Start + Duration.FromDays(1));
        Assert.Equal("last-administrator", (await issue.RevokeAsync("甲", "甲", cancellation)).Refusal?.Code);
    }

    [Fact]
    public async Task A_name_that_no_key_has_is_not_found()
    {
        await using var office = await Office.OpenAsync();
        Assert.Contains("值班室", (await RevokeAsync(office, "值班室")).Refused(HttpStatusCode.NotFound, "not-found"), StringComparison.Ordinal);
        (await office.PostAsync("/api/keys/值班室/rotate", "", Administrator)).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("""{"name":"","role":"viewer"}""", "name-invalid")]
    [InlineData("""{"name":"值班 室","role":"viewer"}""", "name-invalid")]
    [InlineData("""{"name":"值班室\n","role":"viewer"}""", "name-invalid")]
    [InlineData("""{"name":"a/b","role":"viewer"}""", "name-invalid")]
    [InlineData("""{"name":"12345678901234567890123456789012345678901","role":"viewer"}""", "name-invalid")]
    [InlineData("""{"name":"值班室","role":"anonymous"}""", "role-unknown")]
    [InlineData("""{"name":"值班室","role":"2"}""", "role-unknown")]
    [InlineData("""{"name":"值班室","role":"viewer","expires":"2026"}""", "body-invalid")]
    [InlineData("""{"name":"值班室"}""", "body-invalid")]
    [InlineData("""{"name":"值班室","role":"viewer","hash":"00"}""", "body-invalid")]
    public async Task A_key_that_cannot_be_made_is_refused(string body, string code)
    {
        await using var office = await Office.OpenAsync();
        var before = await office.SnapshotAsync();
        (await office.PostAsync("/api/keys", body, Administrator)).Refused(HttpStatusCode.BadRequest, code);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("1234567890123456789012345678901234567890")]
    [InlineData("值班-室_2")]
    [InlineData("𠮷田")]
    public async Task A_name_may_have_letters_digits_Chinese_characters_and_two_signs(string name)
    {
        await using var office = await Office.OpenAsync();
        Assert.Equal(
            name, (await office.PostAsync("/api/keys", $$"""{"name":"{{name}}","role":"viewer"}""", Administrator)).Ok().Text("name"));
        (await RevokeAsync(office, name)).Ok();
    }

    private static Task<Answer> RevokeAsync(Office office, string name) =>
        office.CallAsync(HttpMethod.Delete, "/api/keys/" + Uri.EscapeDataString(name), Administrator);

    private static string Secret(Answer answer) => answer.Ok().Text("secret")!;
}
