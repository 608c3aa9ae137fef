using System.Net;
using System.Text.Json;

namespace Reminders.Web.Tests.Routes;

/// <summary>An item's life over HTTP.</summary>
public sealed class ItemLifeTests
{
    [Fact]
    public async Task A_draft_that_is_completed_bit_by_bit_opens_with_the_last_bit()
    {
        await using var office = await Office.OpenAsync();
        (await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan))).Ok();
        Assert.Equal(["deadline-redacted", "person-phone-missing", "leader-phone-missing"],
            Missing((await office.GetAsync("/api/items/1-3")).Ok().GetProperty("item")));

        var dated = (await office.PatchAsync("/api/items/1-3", """{"deadline":"2026-04-10"}""")).Ok();
        Assert.Equal("draft", dated.Text("state"));
        Assert.Equal(["person-phone-missing", "leader-phone-missing"], Missing(dated));
        var manned = (await office.PatchAsync("/api/items/1-3", """{"persons":[{"name":"韩雪","phone":"139-0000-0004"}]}""")).Ok();
        Assert.Equal(["leader-phone-missing"], Missing(manned));
        var open = (await office.PatchAsync("/api/items/1-3", """{"leaders":[{"name":"唐秀英","phone":"+86 139 0000 0006"}]}""")).Ok();

        Assert.Equal(("open", "onTrack", "green"), (open.Text("state"), open.Text("light"), open.Text("colour")));
        Assert.Empty(Missing(open));
        Assert.Equal(
            ("2026-04-10", 2), (open.GetProperty("deadline").Text("date"), open.GetProperty("deadline").GetProperty("version").GetInt32()));
        Assert.Equal("+8613900000004", open.GetProperty("persons")[0].Text("phone"));
    }

    [Fact]
    public async Task An_open_item_must_reach_somebody()
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        (await office.PatchAsync("/api/items/1-1", """{"persons":[]}""")).Refused(HttpStatusCode.Conflict, "would-reach-nobody");
        (await office.PatchAsync("/api/items/1-1", """{"leaders":[{"name":"陈无号"}]}"""))
            .Refused(HttpStatusCode.Conflict, "would-reach-nobody");
        (await office.PatchAsync("/api/items/1-1", """{"deadline":"2026-05-01"}"""))
            .Refused(HttpStatusCode.Conflict, "deadline-needs-extension");

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task An_item_is_closed_once_somebody_else_has_verified_it_with_all_that_this_needs()
    {
        await using var office = await Office.OpenLoadedAsync();
        await RefusedAsync(office, "verify", $$"""{"by":"周建平","checks":{{RouteCalls.AllChecks}},"note":"已查看"}""", "not-allowed-in-state");
        Assert.Equal("reported", (await office.PostAsync("/api/items/1-1/report", """{"by":"林晓燕","note":"已清运"}""")).Ok().Text("state"));

        await RefusedAsync(office, "report", "{}", "not-allowed-in-state");
        await RefusedAsync(office, "verify", $$"""{"by":"林晓燕","checks":{{RouteCalls.AllChecks}},"note":"已查看"}""", "verifier-is-reporter");
        await RefusedAsync(office, "verify", """{"by":"周建平","note":"已查看"}""", "checks-missing");
        await RefusedAsync(office, "verify", """{"by":"周建平","checks":null,"note":"已查看"}""", "checks-missing");
        var notAll = RouteCalls.AllChecks.Replace("effectReached\":true", "effectReached\":false", StringComparison.Ordinal);
        await RefusedAsync(office, "verify", $$"""{"by":"周建平","checks":{{notAll}},"note":"已查看"}""", "checks-missing");
        await RefusedAsync(office, "verify", """{"by":"周建平","checks":{"problemTraced":true},"note":"已查看"}""", "checks-missing");
        await RefusedAsync(office, "verify", $$"""{"by":"周建平","checks":{{RouteCalls.AllChecks}},"note":" "}""", "note-missing");
        await RefusedAsync(office, "return", """{"by":"周建平"}""", "reason-missing");
        Assert.Equal("open", (await office.PostAsync("/api/items/1-1/return", """{"by":"周建平","reason":"照片不清楚"}""")).Ok().Text("state"));
        (await office.PostAsync("/api/items/1-1/report", """{"by":"办公室","note":"照片已重拍"}""")).Ok();
        await RefusedAsync(office, "verify", $$"""{"by":"林晓燕","checks":{{RouteCalls.AllChecks}},"note":"已查看"}""", "verifier-is-doer");

        var closed = (
            await office.PostAsync("/api/items/1-1/verify", $$"""{"by":" 周建平 ","checks":{{RouteCalls.AllChecks}},"note":"已查看"}""")).Ok();

        Assert.Equal(("closed", "white"), (closed.Text("state"), closed.Text("colour")));
        var history = (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(["Load", "Report", "Return", "Report", "Verify"], history.Select(h => h.Text("action")));
        Assert.Equal(["administrator", "林晓燕", "周建平", "办公室", "周建平"], history.Select(h => h.GetProperty("by").Text("name")));
        Assert.Equal("照片不清楚", history[2].Text("detail"));
    }

    [Fact]
    public async Task A_key_that_gives_no_other_name_cannot_verify_its_own_report()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/items/1-1/report", """{"note":"已清运"}""")).Ok();
        await RefusedAsync(office, "verify", $$"""{"checks":{{RouteCalls.AllChecks}},"note":"已查看"}""", "verifier-is-reporter");
        (await office.PostAsync("/api/items/1-1/verify", $$"""{"checks":{{RouteCalls.AllChecks}},"note":"已查看"}""", KeyRole.Administrator))
            .Ok();
    }

    [Fact]
    public async Task A_deadline_is_moved_before_it_expires_later_and_with_a_reason()
    {
        await using var office = await Office.OpenLoadedAsync();
        await RefusedAsync(office, "extend", """{"deadline":"2026-04-20"}""", "reason-missing");
        await RefusedAsync(office, "extend", """{"deadline":"2026-03-31","reason":"等待设备"}""", "deadline-not-later");

        var extended = (await office.PostAsync("/api/items/1-1/extend", """{"deadline":"2026-04-20","reason":"等待设备"}""")).Ok();
        Assert.Equal(("2026-04-20", 2),
            (extended.GetProperty("deadline").Text("date"), extended.GetProperty("deadline").GetProperty("version").GetInt32()));

        office.System.Clock.SetTo(NodaTime.Instant.FromUtc(2026, 4, 20, 16, 0)); // midnight in Shanghai
        await RefusedAsync(office, "extend", """{"deadline":"2026-05-20","reason":"仍在等待"}""", "asked-too-late");
        Assert.Equal("red", (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("item").Text("colour"));
        Assert.Equal(1, (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("item").GetProperty("workingDaysLate").GetInt32());
    }

    [Fact]
    public async Task A_closed_item_that_comes_back_begins_its_next_cycle()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        await RefusedAsync(office, "reopen", """{"deadline":"2026-05-20","reason":"反弹"}""", "not-allowed-in-state");
        (await office.PostAsync("/api/items/1-3/reopen", """{"deadline":"2026-05-20"}"""))
            .Refused(HttpStatusCode.Conflict, "reason-missing");
        (await office.PostAsync("/api/items/1-3/reopen", """{"deadline":"2026-03-23","reason":"反弹"}"""))
            .Refused(HttpStatusCode.Conflict, "deadline-past");

        (await office.PostAsync("/api/items/1-3/reopen", """{"deadline":"2026-05-20","reason":"再次受潮"}""")).Ok();

        var file = (await office.GetAsync("/api/items/1-3")).Ok();
        Assert.Equal((2, "open"), (file.GetProperty("cycle").GetInt32(), file.GetProperty("item").Text("state")));
        Assert.Equal(JsonValueKind.Null, file.GetProperty("report").ValueKind);
        Assert.Contains("2026-04-10 → 2026-05-20", file.GetProperty("history").EnumerateArray().Select(h => h.Text("detail")).Last(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_item_is_looked_back_at_until_no_next_date_is_set()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        (await office.PostAsync("/api/items/1-3/look-back", """{"note":""}""")).Refused(HttpStatusCode.Conflict, "note-missing");
        (await office.PostAsync("/api/items/1-3/look-back", """{"note":"未反弹","next":"2020-01-01"}"""))
            .Refused(HttpStatusCode.Conflict, "look-back-past");

        (await office.PostAsync("/api/items/1-3/look-back", """{"note":"未反弹","next":"2026-05-20"}""")).Ok();
        Assert.Equal("2026-05-20", (await office.GetAsync("/api/items/1-3")).Ok().GetProperty("lookBack").Text("on"));

        (await office.PostAsync("/api/items/1-3/look-back", """{"note":"仍未反弹"}""")).Ok();
        Assert.Equal(JsonValueKind.Null, (await office.GetAsync("/api/items/1-3")).Ok().GetProperty("lookBack").ValueKind);
        await RefusedAsync(office, "look-back", """{"note":"未反弹"}""", "not-allowed-in-state");
    }

    [Fact]
    public async Task A_cancelled_item_is_at_its_end()
    {
        await using var office = await Office.OpenLoadedAsync();
        await RefusedAsync(office, "cancel", """{"reason":""}""", "reason-missing");
        Assert.Equal("cancelled", (await office.PostAsync("/api/items/1-1/cancel", """{"reason":"合并到第2项"}""")).Ok().Text("state"));
        await RefusedAsync(office, "report", "{}", "not-allowed-in-state");
        (await office.PatchAsync("/api/items/1-1", """{"persons":[{"name":"韩雪","phone":"13900000004"}]}"""))
            .Refused(HttpStatusCode.Conflict, "not-allowed-in-state");
    }

    private static async Task RefusedAsync(Office office, string action, string body, string code)
    {
        var before = await office.SnapshotAsync();
        (await office.PostAsync($"/api/items/1-1/{action}", body)).Refused(HttpStatusCode.Conflict, code);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    private static IEnumerable<string?> Missing(JsonElement item) =>
        item.GetProperty("missing").EnumerateArray().Select(m => m.GetString());
}
