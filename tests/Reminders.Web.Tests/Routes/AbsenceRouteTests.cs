using System.Net;
using System.Text.Json;

namespace Reminders.Web.Tests.Routes;

/// <summary>Absences over the API. It is 24 March 2026, and at nine 林晓燕 is told that item 1-1 is due in a week.</summary>
public sealed class AbsenceRouteTests
{
    private const string Week = """
        {
          "phone": "139 0000 0001", "deputy": { "name": "邓文博", "phone": "139 0000 0003" },
          "from": "2026-03-24", "until": "2026-03-30", "reason": "外出培训"
        }
        """;

    [Fact]
    public async Task The_deputy_is_told_and_shown_from_the_first_day_until_the_last_and_the_absent_one_is_still_found()
    {
        await using var office = await Office.OpenLoadedAsync();

        var answer = (await PostAsync(office, Week)).Ok();

        Assert.Equal(["1-1"], answer.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal("inForce", answer.GetProperty("absence").Text("stage"));
        Assert.Equal(("邓文博", "林晓燕"), await PersonAsync(office));
        Assert.Equal(1, (await office.GetAsync("/api/items?person=林晓燕")).Ok().GetArrayLength());
        await office.System.RunUntilAsync(Office.Start + Duration.FromDays(6), Cancellation);
        Assert.Equal(["+8613900000003"], office.System.Outbox.Messages.Where(m => m.Sms.Text.Contains("1-1", StringComparison.Ordinal))
            .Select(m => m.Sms.To.Value).Distinct());

        await office.System.RunUntilAsync(Office.Start + Duration.FromDays(7.2), Cancellation);
        Assert.Equal(("林晓燕", null), await PersonAsync(office));
        Assert.Equal(
            "+8613900000001", office.System.Outbox.Messages.Last(m => m.Sms.Text.Contains("1-1", StringComparison.Ordinal)).Sms.To.Value);
        Assert.Equal("over", Assert.Single((await office.GetAsync("/api/absences", KeyRole.Operator)).Ok().EnumerateArray()).Text("stage"));
    }

    [Fact]
    public async Task A_rehearsal_plays_with_the_people_present_on_each_day()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await PostAsync(office, Week.Replace("03-24", "03-28", StringComparison.Ordinal))).Ok();
        var played = (await office.GetAsync("/api/plans/1/rehearsal?to=2026-04-01")).Ok().EnumerateArray();
        Assert.Equal(
            ["03-24 林晓燕", "03-30 邓文博", "03-31 林晓燕"],
            played.Where(
                s => s.GetProperty("steps").EnumerateArray().Any(step => step.GetString() is "1-1:before-7" or "1-1:before-1" or "1-1:due"))
                .Select(s => $"{s.Text("at")![5..10]} {s.GetProperty("to").Text("name")}"));
    }

    [Fact]
    public async Task An_absence_is_cancelled_by_its_id()
    {
        await using var office = await Office.OpenLoadedAsync();
        var id = (await PostAsync(office, Week)).Ok().GetProperty("absence").Text("id");
        Assert.Matches("^[0-9a-f]{16}-1$", id);

        var answer = (await office.CallAsync(HttpMethod.Delete, $"/api/absences/{id}", KeyRole.Administrator)).Ok();

        Assert.Equal(["1-1"], answer.GetProperty("itemsChanged").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal("over", answer.GetProperty("absence").Text("stage"));
        Assert.Equal(("林晓燕", null), await PersonAsync(office));
        (await office.CallAsync(HttpMethod.Delete, "/api/absences/nobody-1", KeyRole.Administrator))
            .Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task An_absence_follows_its_deputy_to_a_new_number_and_to_a_successor_and_says_where_it_cannot()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/contacts", """{"name":"邓文博","phone":"139 0000 0003","unit":"民政办"}""", KeyRole.Administrator)).Ok();
        (await PostAsync(office, Week)).Ok();
        var moved = (await office.PutAsync($"/api/contacts/{RouteCalls.Id("+8613900000003")}",
            OfficeFiles.Json("""{"name":"邓文博","phone":"139 0000 0011","unit":"民政办"}"""))).Ok();
        Assert.Empty(moved.GetProperty("absencesRefused").EnumerateArray());
        Assert.Equal("+8613900000011", await PhoneAsync());

        var handover = $"/api/contacts/{RouteCalls.Id("+8613900000011")}/handover";
        (await office.PostAsync(handover, """{"to":{"name":"林晓燕","phone":"139 0000 0001"}}""", KeyRole.Administrator))
            .Refused(HttpStatusCode.Conflict, "deputy-is-absent-one");
        (await office.PostAsync(handover, """{"to":{"name":"韩雪","phone":"139 0000 0004"}}""", KeyRole.Administrator)).Ok();
        Assert.Equal(("韩雪", "林晓燕"), await PersonAsync(office));
        Assert.Equal("+8613900000004", await PhoneAsync());

        var left = (await office.CallAsync(HttpMethod.Delete, $"/api/contacts/{RouteCalls.Id("+8613900000004")}", KeyRole.Administrator))
            .Ok();
        Assert.Equal("deputy-left", Assert.Single(left.GetProperty("absencesRefused").EnumerateArray()).Text("code"));

        async Task<string?> PhoneAsync() => Assert.Single(
            (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("item").GetProperty("persons").EnumerateArray()).Text("phone");
    }

    [Theory]
    [InlineData("139 0000 0001", "010 6552 9988", HttpStatusCode.BadRequest, "phone-invalid")]
    [InlineData("139 0000 0001", "139 0000", HttpStatusCode.BadRequest, "phone-invalid")]
    [InlineData("12345", "139 0000 0003", HttpStatusCode.BadRequest, "phone-invalid")]
    [InlineData("139 0000 0031", "139 0000 0003", HttpStatusCode.Conflict, "number-unknown")]
    [InlineData("139 0000 0001", "139 0000 0001", HttpStatusCode.Conflict, "deputy-is-absent-one")]
    public async Task Numbers_are_checked(string phone, string deputy, HttpStatusCode status, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();
        (await PostAsync(office, JsonSerializer.Serialize(
            new { phone, deputy = new { name = "邓文博", phone = deputy }, from = "2026-03-24", until = "2026-03-30" })))
            .Refused(status, code);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("2026-03-30", "2026-03-24", HttpStatusCode.Conflict, "until-before-from")]
    [InlineData("2026-03-20", "2026-03-23", HttpStatusCode.Conflict, "absence-over")]
    [InlineData("2026-03-24", "2027-03-26", HttpStatusCode.Conflict, "absence-too-long")]
    [InlineData("2026-03-24", "3月30日", HttpStatusCode.BadRequest, "body-invalid")]
    public async Task Days_are_checked(string from, string until, HttpStatusCode status, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var body = JsonSerializer.Serialize(
            new { phone = "139 0000 0001", deputy = new { name = "邓文博", phone = "139 0000 0003" }, from, until });
        (await PostAsync(office, body)).Refused(status, code);
        Assert.Empty((await office.GetAsync("/api/absences")).Ok().EnumerateArray());
    }

    private static Task<Answer> PostAsync(Office office, string body) => office.PostAsync("/api/absences", body, KeyRole.Administrator);

    private static async Task<(string?, string?)> PersonAsync(Office office)
    {
        var person = Assert.Single(
            (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("item").GetProperty("persons").EnumerateArray());
        return (person.Text("name"), person.Text("standsFor"));
    }
}
