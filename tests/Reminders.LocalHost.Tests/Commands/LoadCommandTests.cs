using System.Text.Json;

namespace Reminders.LocalHost.Tests.Commands;

/// <summary><c>load</c> and <c>export</c> on a running office.</summary>
public sealed class LoadCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private RunningOffice office = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => office = await RunningOffice.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await office.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_plan_is_previewed_loaded_and_loaded_again_with_its_changes()
    {
        var dry = (await office.RunOutsideAsync("load", Tool.Plan, "--contacts", Tool.Contacts, "--dry-run")).Done();
        Assert.EndsWith("Plan 1 would have 6 items: 1 draft 待完善, 5 open 整改中. Nothing was stored.\n", dry.Output, StringComparison.Ordinal);
        Assert.Empty(await office.System.Ledger.Plans.PlansAsync(Cancellation));

        var loaded = (await office.RunOutsideAsync("load", Tool.Plan, "--contacts", Tool.Contacts)).Done();
        Assert.Empty(loaded.Errors);
        foreach (var word in (string[])["青松镇人居环境和民生资金专项检查反馈问题整改方案", "1-6", "! deadline-redacted", "item 1-6", "[year-assumed]"])
            Assert.Contains(word, loaded.Output, StringComparison.Ordinal);
        Assert.EndsWith("Plan 1 is loaded with 6 items: 1 draft 待完善, 5 open 整改中.\n", loaded.Output, StringComparison.Ordinal);
        Assert.Equal("+8613900000001", (await office.ItemAsync(1)).Persons.Single().Phone?.Value);

        var changed = folder.Write(
            "plan.txt", (await File.ReadAllTextAsync(Tool.Plan, Cancellation)).Replace("4月10日", "4月12日", StringComparison.Ordinal));
        var again = (await office.RunOutsideAsync("load", changed)).Done();
        Assert.Contains("item 1-4 deadline: ", again.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "Plan 1 was loaded already, with 6 items: 1 draft 待完善, 5 open 整改中; the file changes 1 items.\n", again.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_dealt_out_to_units_and_a_given_year_is_used()
    {
        var result = (await office.RunAsync("load", Tool.Plan, "--units", "柳树湾村,石桥村", "--year", "2027", "--json")).Done();
        var answer = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal((12, 2027), (answer.GetProperty("items").GetArrayLength(), answer.GetProperty("plan").GetProperty("year").GetInt32()));
        Assert.Equal(12, Assert.Single(await office.System.Ledger.Plans.PlansAsync(Cancellation)).ItemCount);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_loaded_is_refused_in_one_line_and_nothing_is_stored()
    {
        (await office.RunAsync("load", folder.Write("a.txt", "关于开展检查的通知\n请各单位认真准备。\n"))).RefusedWith("no-items: ");
        (await office.RunAsync("load", Tool.Plan, "--contacts", folder.Write("c.csv", "姓名,电话\n林晓燕,139 0000\n")))
            .RefusedWith("contacts-invalid: ");
        (await office.RunAsync("load", Tool.Plan, "--units", "石桥村,石桥村")).RefusedWith("query-invalid: ");
        Assert.StartsWith("file-not-found: ", (await office.RunAsync("load", "nowhere.txt")).Refused(1), StringComparison.Ordinal);
        Assert.Empty(await office.System.Ledger.Plans.PlansAsync(Cancellation));
    }

    [Fact]
    public async Task A_long_load_shows_its_progress()
    {
        var plan = new Plan(1, "整改方案", 2026, "Asia/Shanghai") { ItemCount = 40 };
        using var client = office.NewClient();
        var (load, lines) = (new TaskCompletionSource(), new List<string>());
        var told = new SemaphoreSlim(0);
        var telling = LoadProgress.TellAsync(
            client, PlanView.Of(plan), load.Task, TimeSpan.FromMilliseconds(1), line => { lines.Add(line); told.Release(); }, Cancellation);

        await office.System.Ledger.Plans.TryAddPlanAsync(plan, Cancellation);
        await WriteAsync(1, 9);
        await told.WaitAsync(Cancellation);
        await WriteAsync(10, 1); // too few for a line of their own
        await WriteAsync(11, 29);
        while (!lines[^1].Contains("39", StringComparison.Ordinal))
            await told.WaitAsync(Cancellation);
        load.SetResult();
        await telling;

        Assert.Equal("Plan 1: 39 of 40 items are written.", lines[^1]);
        Assert.Equal(lines.Distinct(), lines);

        Task WriteAsync(int first, int count) => office.System.Ledger.Items.AddItemsAsync(
            [.. Enumerable.Range(first, count).Select(i => new Item(new(1, i), null, "问题"))], Instant.FromUtc(2026, 3, 24, 1, 0),
            new("administrator"), Cancellation);
    }

    [Fact]
    public async Task The_ledger_is_written_as_a_workbook_and_never_over_a_file()
    {
        (await office.RunAsync("load", Tool.Plan, "--contacts", Tool.Contacts, "--json")).Done();
        var path = Path.Combine(folder.Path, "台账.xlsx");

        Assert.Equal([path], (await office.RunAsync("export", path, "--plan", "1")).Done().Lines);

        Assert.Equal("PK"u8.ToArray(), (await File.ReadAllBytesAsync(path, Cancellation))[..2]);
        (await office.RunAsync("export", path)).RefusedWith("file-exists: ");
        (await office.RunAsync("export", path + ".xlsx", "--plan", "2")).RefusedWith("not-found: ");
        Assert.False(File.Exists(path + ".xlsx"));
        (await office.RunAsync("export", Path.Combine(folder.Path, "nowhere", "a.xlsx"))).RefusedWith("file-not-found: ");
    }
}
