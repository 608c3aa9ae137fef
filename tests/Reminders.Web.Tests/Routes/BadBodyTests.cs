using System.Net;

namespace Reminders.Web.Tests.Routes;

/// <summary>Invalid JSON bodies: the refusal says in one line what is wrong and where, and nothing changes.</summary>
public sealed class BadBodyTests
{
    [Theory]
    [InlineData("report", "", "$")]
    [InlineData("report", "{", "$")]
    [InlineData("report", "{\"note\":\"已清运\"", "$")]
    [InlineData("report", "null", "JSON object")]
    [InlineData("report", "[]", "$")]
    [InlineData("report", "\"已清运\"", "$")]
    [InlineData("report", """{"remark":"已清运"}""", "remark")]
    [InlineData("report", """{"note":"已清运","note":"未清运"}""", "'note' is given twice")]
    [InlineData("report", """{"note":"已清运","Note":"未清运"}""", "is given twice")]
    [InlineData("verify", """{"checks":{"problemTraced":true,"problemTraced":false}}""", "'problemTraced' is given twice")]
    [InlineData("report", """{"note":7}""", "$.note")]
    [InlineData("report", """{"note":null}""", "note")]
    [InlineData("verify", """{"checks":{"problemTraced":"yes"}}""", "$.checks.problemTraced")]
    [InlineData("verify", """{"checks":{"everything":true}}""", "everything")]
    [InlineData("return", """{"reason":["照片"]}""", "$.reason")]
    [InlineData("extend", """{"reason":"等待设备"}""", "deadline")]
    [InlineData("extend", """{"deadline":null,"reason":"等待设备"}""", "$.deadline")]
    [InlineData("extend", """{"deadline":"4月20日","reason":"等待设备"}""", "$.deadline")]
    [InlineData("extend", """{"deadline":"2026-02-30","reason":"等待设备"}""", "$.deadline")]
    [InlineData("extend", """{"deadline":"9999-12-31","reason":"等待设备"}""", "deadline")]
    [InlineData("reopen", """{"deadline":"0001-01-01","reason":"反弹"}""", "deadline")]
    [InlineData("cancel", """{"reason":"x","by":{}}""", "$.by")]
    public async Task An_action_whose_body_is_wrong_is_refused_and_says_where(string action, string body, string where)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        var answer = await office.PostAsync($"/api/items/1-1/{action}", body);

        var code = answer.Json.Text("code") is "body-missing" ? "body-missing" : "body-invalid";
        var detail = answer.Refused(HttpStatusCode.BadRequest, code);
        Assert.Contains(where, detail, StringComparison.Ordinal);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_byte_order_mark_before_a_body_is_no_fault()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/items/1-1/report", "\uFEFF{\"note\":\"已清运\"}")).Ok();
    }

    [Theory]
    [InlineData("""{"persons":[null]}""", "body-invalid")]
    [InlineData("""{"persons":[{}]}""", "body-invalid")]
    [InlineData("""{"persons":[{"name":null}]}""", "body-invalid")]
    [InlineData("""{"persons":[{"name":" ","phone":"13900000004"}]}""", "body-invalid")]
    [InlineData("""{"persons":{"name":"韩雪"}}""", "body-invalid")]
    [InlineData("""{"leaders":[{"name":"韩雪","phone":13900000004}]}""", "body-invalid")]
    [InlineData("""{"supervisors":[]}""", "body-invalid")]
    [InlineData("""{"deadline":"2016-13-01"}""", "body-invalid")]
    [InlineData("""{"deadline":"9999-12-31"}""", "body-invalid")]
    [InlineData("""{"persons":[{"name":"韩雪","phone":"139 0000"}]}""", "phone-invalid")]
    [InlineData("""{"leaders":[{"name":"韩雪","phone":"010 6552 9988"}]}""", "phone-invalid")]
    public async Task A_draft_is_not_completed_with_unusable_values(string body, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        var detail = (await office.PatchAsync("/api/items/1-3", body)).Refused(HttpStatusCode.BadRequest, code);

        Assert.DoesNotContain("13900000004", detail, StringComparison.Ordinal);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("report", "note")]
    [InlineData("cancel", "reason")]
    [InlineData("report", "by")]
    public async Task A_text_that_no_ledger_row_could_hold_is_refused(string action, string property)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        (await office.PostAsync($"/api/items/1-1/{action}", $$"""{"{{property}}":"{{new string('长', 20_000)}}"}"""))
            .Refused(HttpStatusCode.BadRequest, "body-invalid");

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_fault_of_the_program_is_a_problem_too_and_tells_nothing_of_its_inside()
    {
        var wire = new Wire();
        await using var office = await Office.OpenAsync(wire.Through);
        wire.CrashesAt = wire.Calls.Count + 1;
        var detail = (await office.GetAsync("/api/items")).Refused(HttpStatusCode.InternalServerError, "internal-error");
        Assert.DoesNotContain("Ledger", detail, StringComparison.Ordinal);
        Assert.Contains("GET /api/items failed", Assert.Single(office.Log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/")]
    [InlineData("GET", "/api/plan")]
    [InlineData("POST", "/api/items/1-1/close")]
    [InlineData("GET", "/api/keys/duty/rotated")]
    [InlineData("POST", "/api/numbers/8613900000001/opt-out")]
    public async Task A_path_that_the_api_does_not_have_is_not_found(string method, string path)
    {
        await using var office = await Office.OpenLoadedAsync();
        var answer = await office.CallAsync(new(method), path, office.SecretOf(KeyRole.Administrator));
        Assert.Contains($"{method} {path}", answer.Refused(HttpStatusCode.NotFound, "not-found"), StringComparison.Ordinal);
    }
}
