using System.Net;

namespace Reminders.Web.Tests.Routes;

public sealed class NumberRouteTests
{
    private const string Number = "+8613900000001";

    [Fact]
    public async Task A_number_whose_owner_opts_out_is_listed_with_its_owner_and_gets_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        Assert.Empty((await office.GetAsync("/api/numbers", KeyRole.Operator)).Ok().EnumerateArray());

        (await office.PostAsync("/api/numbers/opt-out", """{"phone":"139 0000 0001"}""", KeyRole.Operator)).Ok();

        var listed = Assert.Single((await office.GetAsync("/api/numbers", KeyRole.Operator)).Ok().EnumerateArray());
        Assert.Equal((Number, "opted-out"), (listed.Text("number"), listed.Text("reason")));
        Assert.Equal(RouteCalls.Id(Number), listed.Text("id"));
        Assert.Equal(["林晓燕"], listed.GetProperty("names").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(["1-1"], listed.GetProperty("items").EnumerateArray().Select(n => n.GetString()));
        await office.System.RunUntilAsync(Office.Start + NodaTime.Duration.FromHours(1), Cancellation);
        Assert.DoesNotContain(office.System.Outbox.Messages, m => m.To.Value == Number);
    }

    [Fact]
    public async Task Lifting_a_flag_is_recorded_in_the_items_history_and_the_owner_gets_the_owed_steps()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/numbers/opt-out", """{"phone":"139 0000 0001"}""", KeyRole.Operator)).Ok();
        await office.System.RunUntilAsync(Office.Start + NodaTime.Duration.FromHours(1), Cancellation);

        var lifted = (await office.CallAsync(HttpMethod.Delete, $"/api/numbers/{RouteCalls.Id(Number)}/flag", KeyRole.Operator)).Ok();

        Assert.Equal((RouteCalls.Id(Number), "operator"), (lifted.Text("id"), lifted.Text("liftedBy")));
        Assert.Equal(["1-1"], lifted.GetProperty("itemsChanged").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("operator",
            (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("history").EnumerateArray().Last().GetProperty("by").Text("name"));
        await office.System.RunUntilAsync(Office.Start + NodaTime.Duration.FromDays(1) + NodaTime.Duration.FromHours(1), Cancellation);
        Assert.Single(office.System.Outbox.Messages, m => m.To.Value == Number);
        Assert.Empty((await office.GetAsync("/api/numbers")).Ok().EnumerateArray());
    }

    [Fact]
    public async Task A_flagged_number_that_is_in_no_directory_is_lifted_by_the_id_that_it_is_listed_with()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/numbers/opt-out", """{"phone":"+8613900000009"}""", KeyRole.Operator)).Ok();
        var id = Assert.Single((await office.GetAsync("/api/numbers")).Ok().EnumerateArray()).Text("id");

        (await office.CallAsync(HttpMethod.Delete, $"/api/numbers/{id}/flag", KeyRole.Operator)).Ok();

        Assert.Empty((await office.GetAsync("/api/numbers")).Ok().EnumerateArray());
    }

    [Fact]
    public async Task A_number_without_a_flag_and_an_invalid_id_are_not_found()
    {
        await using var office = await Office.OpenLoadedAsync();
        var unflagged = (await office.CallAsync(HttpMethod.Delete, $"/api/numbers/{RouteCalls.Id(Number)}/flag", KeyRole.Operator))
            .Refused(HttpStatusCode.NotFound, "not-found");
        Assert.Contains("flag", unflagged, StringComparison.Ordinal);
        foreach (var wrong in (string[])["8613900000001", "%2B8613900000001", "0123456789abcdef", RouteCalls.Id("+8613900000009")])
        {
            var detail = (await office.CallAsync(HttpMethod.Delete, $"/api/numbers/{wrong}/flag", KeyRole.Operator))
                .Refused(HttpStatusCode.NotFound, "not-found");
            Assert.Contains("GET /api/contacts", detail, StringComparison.Ordinal);
            Assert.DoesNotContain("13900000001", detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{}", "body-invalid")]
    [InlineData("""{"phone":null}""", "body-invalid")]
    [InlineData("""{"phone":"139 0000"}""", "phone-invalid")]
    [InlineData("""{"phone":"010 6552 9988"}""", "phone-invalid")]
    public async Task An_opt_out_that_names_no_mobile_number_is_refused(string body, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();
        (await office.PostAsync("/api/numbers/opt-out", body, KeyRole.Operator)).Refused(HttpStatusCode.BadRequest, code);
        Assert.Equal(before, await office.SnapshotAsync());
    }
}
