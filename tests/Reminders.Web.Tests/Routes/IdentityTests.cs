using System.Net;
using System.Text;

namespace Reminders.Web.Tests.Routes;

/// <summary>Names, codes and notes that look the same are the same in every call.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task A_reporter_cannot_verify_under_a_name_that_looks_the_same()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/items/1-1/report", """{"by":"周建平","note":"已清运"}""")).Ok();

        var body = $$"""{"by":"周建平\u200b","checks":{{RouteCalls.AllChecks}},"note":"已查看"}""";
        (await office.PostAsync("/api/items/1-1/verify", body, KeyRole.Administrator))
            .Refused(HttpStatusCode.Conflict, "verifier-is-reporter");
    }

    [Fact]
    public async Task The_history_says_when_one_key_recorded_the_report_and_its_verification()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/items/1-1/report", """{"by":"林晓燕","note":"已清运"}""")).Ok();
        (await office.PostAsync("/api/items/1-1/verify", $$"""{"by":"周建平","checks":{{RouteCalls.AllChecks}},"note":"已查看"}""")).Ok();

        var last = (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("history").EnumerateArray().Last();

        Assert.Equal("已查看 (the key operator recorded the report too)", last.Text("detail"));
    }

    [Fact]
    public async Task A_note_and_a_name_are_stored_without_invisible_characters()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/items/1-1/report", """{"by":"林\u2060晓燕 ","note":"第１处已清运，\u200b见照片①"}""")).Ok();

        var entry = (await office.GetAsync("/api/items/１-１")).Ok().GetProperty("history").EnumerateArray().Last();

        Assert.Equal("林晓燕", entry.GetProperty("by").Text("name"));
        Assert.Equal("第1处已清运，见照片①", entry.Text("detail"));
    }

    [Fact]
    public async Task A_form_s_note_and_name_are_folded_too_and_NUL_is_refused()
    {
        await using var office = await Office.OpenLoadedAsync();

        var added = (await office.PostAsync("/api/items/1-1/evidence", Form("已清运\u200b", "林晓燕\uFEFF"), KeyRole.Operator)).Ok();
        Assert.Equal(("已清运", "林晓燕"), (added.Text("note"), added.GetProperty("by").Text("name")));

        var refused = await office.PostAsync("/api/items/1-1/evidence", Form("已\0清运", "林晓燕"), KeyRole.Operator);
        refused.Refused(HttpStatusCode.BadRequest, "body-invalid");

        static MultipartFormDataContent Form(string note, string by) => new()
        {
            { new ByteArrayContent(EvidenceFiles.Jpeg()), "file", "1.jpg" },
            { new StringContent(note, Encoding.UTF8), "note" },
            { new StringContent(by, Encoding.UTF8), "by" },
        };
    }

    [Theory]
    [InlineData("POST", "/api/items/1-1/report", """{"note":"已\u0000清运"}""", "body-invalid")]
    [InlineData("POST", "/api/items/1-1/report", """{"by":"\u0000"}""", "body-invalid")]
    [InlineData("POST", "/api/keys", """{"name":"值班\u0000室","role":"viewer"}""", "body-invalid")]
    [InlineData("POST", "/api/contacts", """{"name":"韩\u0000雪","phone":"13900000004"}""", "body-invalid")]
    [InlineData("GET", "/api/items?person=%00", "", "query-invalid")]
    public async Task NUL_is_refused_and_nothing_changes(string method, string path, string body, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        var answer = await office.CallAsync(new(method), path, KeyRole.Administrator, body.Length == 0 ? null : OfficeFiles.Json(body));

        Assert.Contains("NUL", answer.Refused(HttpStatusCode.BadRequest, code), StringComparison.Ordinal);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("值班室\u200b")]
    [InlineData("Ｄｕｔｙ-1")]
    public async Task A_key_is_known_by_any_spelling_of_its_name(string spelled)
    {
        await using var office = await Office.OpenAsync();
        var body = System.Text.Json.JsonSerializer.Serialize(new { name = spelled, role = "viewer" });
        var made = await office.PostAsync("/api/keys", body, KeyRole.Administrator);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Contains(made.Json.Text("name"), (string[])["值班室", "Duty-1"]);

        (await office.PostAsync("/api/keys", body, KeyRole.Administrator)).Refused(HttpStatusCode.Conflict, "name-taken");
        (await office.PostAsync($"/api/keys/{Uri.EscapeDataString(spelled)}/rotate", "", KeyRole.Administrator)).Ok();
    }

    [Fact]
    public async Task Contacts_people_and_filters_are_found_by_any_spelling()
    {
        await using var office = await Office.OpenLoadedAsync();
        const string Body = """{"name":"韩\u200b雪","phone":"139 0000 0004","unit":"水\u2060务站"}""";
        var contact = (await office.PostAsync("/api/contacts", Body, KeyRole.Administrator)).Ok().GetProperty("contacts")[0];
        Assert.Equal(("韩雪", "水务站"), (contact.Text("name"), contact.Text("unit")));

        (await office.PatchAsync("/api/items/1-1", """{"persons":[{"name":"韩雪\u3164"}]}""")).Ok();

        var hers = (await office.GetAsync("/api/items?person=韩%E2%80%8B雪")).Ok().EnumerateArray();
        Assert.Equal(["1-1", "1-3"], hers.Select(i => i.Text("code")));
    }
}
