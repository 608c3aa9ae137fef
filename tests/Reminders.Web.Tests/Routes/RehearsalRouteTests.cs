using System.Net;

namespace Reminders.Web.Tests.Routes;

public sealed class RehearsalRouteTests
{
    [Fact]
    public async Task A_loaded_plan_is_played_ahead_and_then_sends_just_that()
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        var played = (await office.GetAsync("/api/plans/1/rehearsal?to=2026-04-08")).Ok().EnumerateArray()
            .Select(m => (At: m.Text("at")!, Text: m.Text("text")!)).ToList();

        Assert.Equal(before, await office.SnapshotAsync());
        Assert.StartsWith("2026-03-24T09:00:00+08:00", played[0].At, StringComparison.Ordinal);
        await office.System.RunUntilAsync(Office.Start + NodaTime.Duration.FromHours((15 * 24) + 15), Cancellation);
        // Within one slot the order is free.
        Assert.Equal(office.System.Outbox.Messages.Select(m => m.Text).Order(), played.Select(p => p.Text).Order());
    }

    [Fact]
    public async Task A_rehearsal_repeats_no_told_step_and_asks_to_verify_reported_items()
    {
        await using var office = await Office.OpenLoadedAsync();
        await office.System.RunUntilAsync(Office.Start + NodaTime.Duration.FromHours(1), Cancellation);
        var told = office.System.Outbox.Messages.Select(m => m.Text).ToHashSet();
        Assert.NotEmpty(told);
        (await office.PostAsync("/api/items/1-2/report", """{"by":"何志强"}""")).Ok();

        var played = (await office.GetAsync("/api/plans/1/rehearsal")).Ok().EnumerateArray().ToList();

        Assert.DoesNotContain(played, m => told.Contains(m.Text("text")!));
        var ofReported = played.SelectMany(m => m.GetProperty("steps").EnumerateArray()).Select(s => s.GetString()!)
            .Where(s => s.StartsWith("1-2:", StringComparison.Ordinal)).ToList();
        Assert.Equal("1-2:verify-2026-03-25", ofReported[0]);
        Assert.All(ofReported, s => Assert.StartsWith("1-2:verify-", s, StringComparison.Ordinal));
        Assert.NotEmpty(played);
    }

    [Theory]
    [InlineData("to=2020-01-01")]
    [InlineData("to=soon")]
    [InlineData("to=2029-01-01")]
    public async Task A_day_that_cannot_be_played_to_is_refused(string query)
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.GetAsync($"/api/plans/1/rehearsal?{query}")).Refused(HttpStatusCode.BadRequest, "query-invalid");
    }
}
