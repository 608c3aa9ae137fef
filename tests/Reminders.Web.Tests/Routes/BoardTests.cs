using System.Net;

namespace Reminders.Web.Tests.Routes;

/// <summary>The board: items by filter, an item's file, the notices.</summary>
public sealed class BoardTests
{
    [Theory]
    [InlineData("", "1-1 1-2 1-3")]
    [InlineData("?plan=1", "1-1 1-2 1-3")]
    [InlineData("?light=green", "1-1")]
    [InlineData("?light=onTrack", "1-1")]
    [InlineData("?light=REPORTED", "1-2")]
    [InlineData("?light=white", "1-3")]
    [InlineData("?light=red", "")]
    [InlineData("?person=何志强", "1-2")]
    [InlineData("?person=周建平", "1-1 1-2")] // their leader
    [InlineData("?person=周", "")]
    [InlineData("?q=河道", "1-2")]
    [InlineData("?q=人居环境", "1-1 1-2")] // their section
    [InlineData("?q=满溢&light=blue", "")]
    [InlineData("?q=", "1-1 1-2 1-3")]
    public async Task The_board_shows_the_items_that_pass_every_filter(string query, string codes)
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        Assert.Equal(codes, string.Join(
            ' ', (await office.GetAsync("/api/items" + query, KeyRole.Viewer)).Ok().EnumerateArray().Select(i => i.Text("code"))));
    }

    [Fact]
    public async Task The_board_is_summed_up_by_unit()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        var items = (await office.GetAsync("/api/items", KeyRole.Viewer)).Ok().EnumerateArray().ToList();
        var units = (await office.GetAsync("/api/units", KeyRole.Viewer)).Ok().EnumerateArray().ToList();

        Assert.Equal(items.Select(i => i.Text("unit")).Distinct().Order(), units.Select(u => u.Text("unit")).Order());
        Assert.Equal(items.Count, units.Sum(u => u.GetProperty("items").GetInt32()));
        Assert.Equal(1, units.Sum(u => u.GetProperty("reported").GetInt32()));
        var unit = items[0].Text("unit");
        Assert.Equal(items.Count(i => i.Text("unit") == unit),
            (await office.GetAsync($"/api/items?unit={unit}", KeyRole.Viewer)).Ok().GetArrayLength());
        Assert.Equal(0, (await office.GetAsync("/api/items?unit=nowhere", KeyRole.Viewer)).Ok().GetArrayLength());
    }

    [Fact]
    public async Task A_plan_has_the_history_of_all_its_items_in_order_of_time()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        var history = (await office.GetAsync("/api/plans/1/history", KeyRole.Viewer)).Ok().EnumerateArray().ToList();

        Assert.Equal(["1-1", "1-2", "1-3"], history.Where(h => h.Text("action") == "Load").Select(h => h.Text("item")));
        Assert.Contains(history, h => h.Text("action") == "Verify" && h.GetProperty("by").Text("recordedBy") is { Length: > 0 });
        Assert.Equal(history.Select(h => h.Text("at")).Order(StringComparer.Ordinal), history.Select(h => h.Text("at")));
    }

    [Theory]
    [InlineData("99999", "sms-refused")]
    [InlineData("30037", "sms-waits")]
    [InlineData("30007", null)]
    public async Task The_board_says_what_to_do_about_an_SMS(string code, string? finding)
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var path = ProviderCalls.Path(notice);
        var told = notice.Steps[0].Id.Item.ToString();
        Assert.Empty(await FindingsAsync());

        await office.PostAsync(path, ProviderCalls.Signed(path, ProviderCalls.Report("failed", code)));

        Assert.Equal(finding is null ? [] : [(told, finding)], await FindingsAsync());
        var file = (await office.GetAsync($"/api/items/{told}", KeyRole.Viewer)).Ok();
        var own = file.GetProperty("item").GetProperty("findings").EnumerateArray();
        Assert.Equal(
            finding is null ? 0 : 1,
            own.Count(f => f.Text("code") == finding && f.Text("message")!.Contains(code, StringComparison.Ordinal)));

        async Task<List<(string?, string?)>> FindingsAsync() =>
            [.. (await office.GetAsync("/api/items", KeyRole.Viewer)).Ok().EnumerateArray()
            .SelectMany(i => i.GetProperty("findings").EnumerateArray().Select(f => (i.Text("code"), f.Text("code"))))
            .Where(f => f.Item2!.StartsWith("sms-", StringComparison.Ordinal))];
    }

    [Theory]
    [InlineData("/api/items?light=purple")]
    [InlineData("/api/items?light=7")]
    [InlineData("/api/notices?state=gone")]
    [InlineData("/api/notices?state=4")]
    [InlineData("/api/notices?from=2026-3-1")]
    [InlineData("/api/notices?from=yesterday")]
    [InlineData("/api/notices?to=2026-02-30")]
    [InlineData("/api/notices?from=-9998-01-01")]
    [InlineData("/api/notices?from=9999-12-31")]
    public async Task A_filter_that_means_nothing_is_refused_by_name(string path)
    {
        await using var office = await Office.OpenLoadedAsync();
        var detail = (await office.GetAsync(path)).Refused(HttpStatusCode.BadRequest, "query-invalid");
        Assert.StartsWith(path.Split('?', '=')[1] + " is '", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/items?light=purple", "draft, onTrack, near, overdue, reported, closed", "red")]
    [InlineData("/api/notices?state=gone", "pending, queued", "superseded")]
    public async Task The_refusal_of_a_filter_names_its_values(string path, params string[] names)
    {
        await using var office = await Office.OpenLoadedAsync();
        var detail = (await office.GetAsync(path)).Refused(HttpStatusCode.BadRequest, "query-invalid");
        Assert.All(names, name => Assert.Contains(name, detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Histories_and_refusals_speak_in_words()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        var entries = (await office.GetAsync("/api/plans/1/history")).Ok().EnumerateArray().ToList();
        Assert.Equal(["extension asked 申请延期", "loaded 载入"],
            entries.Where(h => h.Text("item") == "1-1").Select(h => h.Text("words")).Order(StringComparer.Ordinal));
        Assert.Equal("open 整改中", entries.First(h => h.Text("item") == "1-1").Text("detail"));
        Assert.Equal("draft 待完善", (await office.GetAsync("/api/items/1-3")).Ok().GetProperty("history")[0].Text("detail"));
        Assert.Equal(
            "Item 1-3 is closed 已销号; reporting it done 报结 is not possible there.",
            (await office.PostAsync("/api/items/1-3/report", "{}")).Refused(HttpStatusCode.Conflict, "not-allowed-in-state"));
    }

    [Fact]
    public async Task An_items_file_shows_its_history_its_steps_and_how_far_their_sms_got()
    {
        await using var office = await Office.OpenLoadedAsync();
        await office.System.RunUntilAsync(Instant.FromUtc(2026, 3, 28, 2, 0), Cancellation);

        var file = (await office.GetAsync("/api/items/1-1", KeyRole.Viewer)).Ok();

        Assert.Equal(("部分垃圾池满溢。", "每两天清运一次。"), (file.Text("problem")!.Split("不及时。")[^1], file.Text("measures")));
        Assert.Equal(["Load"], file.GetProperty("history").EnumerateArray().Select(h => h.Text("action")));
        var steps = file.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(["before-7", "before-3"], steps.Select(s => s.Text("step")));
        Assert.All(steps, s => Assert.Equal(("noticed", "sent", "person", "林晓燕", "+86139…01"),
            (s.Text("outcome"), s.Text("notice"), s.Text("role"), s.Text("name"), s.Text("phone"))));
        Assert.Equal("2026-03-24T01:00:00Z", steps[0].Text("dueAt"));
    }

    [Theory]
    [InlineData("1-4")]
    [InlineData("2-1")]
    [InlineData("0-1")]
    [InlineData("1")]
    [InlineData("one")]
    [InlineData("1-99999999999")]
    [InlineData("一-一")]
    public async Task Every_route_of_an_unknown_item_answers_not_found(string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.GetAsync($"/api/items/{code}")).Refused(HttpStatusCode.NotFound, "not-found");
        (await office.PatchAsync($"/api/items/{code}", "{}")).Refused(HttpStatusCode.NotFound, "not-found");
        (await office.PostAsync($"/api/items/{code}/report", "{}")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Notices_show_the_SMS_and_hide_numbers_from_viewers()
    {
        await using var office = await Office.OpenLoadedAsync();
        await office.System.RunUntilAsync(Instant.FromUtc(2026, 3, 24, 2, 0), Cancellation);

        var full = (await office.GetAsync("/api/notices", KeyRole.Operator)).Ok().EnumerateArray().Single();
        Assert.Equal(("sent", "reminder", "person", "林晓燕", "+8613900000001"),
            (full.Text("state"), full.Text("kind"), full.Text("role"), full.Text("name"), full.Text("phone")));
        Assert.Equal(("UCS-2", "2026-03-24T01:00:00Z"), (full.Text("encoding"), full.Text("slotAt")));
        Assert.Equal(office.System.Outbox.Messages[0].Text, full.Text("text"));
        Assert.Equal(["1-1:before-7"], full.GetProperty("steps").EnumerateArray().Select(s => s.GetString()));

        var viewed = await office.GetAsync("/api/notices", KeyRole.Viewer);
        Assert.Equal("+86139…01", viewed.Ok()[0].Text("phone"));
        Assert.DoesNotContain("13900000001", viewed.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 3)] // the newest of the last thirty days first
    [InlineData("?from=2026-03-25", 2)]
    [InlineData("?from=2026-03-24&to=2026-03-24", 1)]
    [InlineData("?to=2026-03-26", 1)]
    [InlineData("?state=sent", 3)]
    [InlineData("?state=Failed", 0)]
    [InlineData("?from=2026-04-01", 0)]
    public async Task Notices_are_filtered_by_state_and_by_whole_local_days(string query, int count)
    {
        await using var office = await Office.OpenLoadedAsync();
        await office.System.RunUntilAsync(Instant.FromUtc(2026, 3, 27, 2, 0), Cancellation); // 24 March: item 1; 27 March: items 1 and 2

        var slots = (await office.GetAsync("/api/notices" + query)).Ok().EnumerateArray().Select(n => n.Text("slotAt")).ToList();

        Assert.Equal(count, slots.Count);
        Assert.Equal(slots.OrderDescending(), slots);
    }

    [Fact]
    public async Task Health_says_that_the_process_lives_and_nothing_else()
    {
        await using var office = await Office.OpenLoadedAsync();
        Assert.Equal("""{"status":"alive"}""", (await office.GetAsync("/api/health", KeyRole.Anonymous)).Body);
    }
}
