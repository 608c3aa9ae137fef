namespace Reminders.LocalHost.Tests.Commands;

/// <summary>The actions of an item's life on a running office.</summary>
public sealed class LifeCommandTests : IAsyncLifetime
{
    private RunningOffice office = null!;

    public async ValueTask InitializeAsync() => office = await RunningOffice.OpenLoadedAsync();

    public ValueTask DisposeAsync() => office.DisposeAsync();

    [Fact]
    public async Task An_item_is_reported_returned_reported_again_verified_looked_at_and_reopened()
    {
        Assert.Equal(
            "1-1 垃圾清运不及时: reported, to be verified 待核查, deadline 2026-03-31",
            await DoneAsync("report", "1-1", "--note", "清运线路已重排", "--by", "林晓燕"));
        Assert.Equal(
            ("林晓燕", "administrator", "清运线路已重排"),
            (await office.ItemAsync(1)).Report is { } report ? (report.By.Name, report.By.RecordedBy, report.Note) : default);

        Assert.StartsWith(
            "1-1 垃圾清运不及时: open", await DoneAsync("return", "1-1", "--reason", "@周建平：记录不完整", "--by", "周建平"), StringComparison.Ordinal);
        Assert.Equal("@周建平：记录不完整", (await office.ItemAsync(1)).Returned?.Text);

        await DoneAsync("report", "1-1", "--by", "林晓燕");
        Assert.Equal(
            "1-1 垃圾清运不及时: closed 已销号, deadline 2026-03-31",
            await DoneAsync(
                "verify", "1-1", "--note", "现场查看", "--problem-traced", "--measures-done", "--effect-reached", "--people-satisfied", "--by",
                "周建平", "--look-back", "2026-05-06"));
        Assert.Equal(new(2026, 5, 6), (await office.ItemAsync(1)).LookBack?.On);

        await DoneAsync("look-back", "1-1", "--note", "没有反弹", "--next", "2026-07-01");
        Assert.Equal(new(2026, 7, 1), (await office.ItemAsync(1)).LookBack?.On);
        await DoneAsync("look-back", "1-1", "--note", "仍然干净");
        Assert.Null((await office.ItemAsync(1)).LookBack);

        Assert.EndsWith(
            ", deadline 2026-06-30", await DoneAsync("reopen", "1-1", "2026-06-30", "--reason", "又有积存"), StringComparison.Ordinal);
        Assert.Equal((ItemState.Open, 2), ((await office.ItemAsync(1)).State, (await office.ItemAsync(1)).Cycle));
    }

    [Fact]
    public async Task An_extension_is_asked_for_refused_asked_for_again_and_granted()
    {
        await DoneAsync("ask-extension", "1-2", "2026-04-20", "--reason", "设备未到", "--by", "何志强");
        Assert.Equal(new(2026, 4, 20), (await office.ItemAsync(2)).Asked?.Deadline);

        await DoneAsync("refuse-extension", "1-2", "--reason", "先用人工打捞", "--by", "周建平");
        Assert.False((await office.ItemAsync(2)).Answered?.Granted);

        await DoneAsync("ask-extension", "1-2", "2026-04-10", "--reason", "汛期", "--by", "何志强");
        Assert.EndsWith(
            ", deadline 2026-04-10", await DoneAsync("extend", "1-2", "2026-04-10", "--reason", "同意", "--by", "周建平"),
            StringComparison.Ordinal);
        Assert.True((await office.ItemAsync(2)).Answered?.Granted);
    }

    [Fact]
    public async Task An_item_is_cancelled_and_one_option_ticks_all_checks()
    {
        Assert.Equal("1-6 档案室防潮措施不足: cancelled 已撤销", await DoneAsync("cancel", "1-6", "--reason", "档案室已搬迁"));
        await DoneAsync("report", "1-4", "--by", "邓文博");
        Assert.Contains(
            "\"state\":\"closed\"", await DoneAsync("verify", "1-4", "--note", "已查", "--all-checks", "--by", "唐秀英", "--json"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_is_added_as_a_photo_and_as_a_link()
    {
        using var folder = new TemporaryFolder();
        var photo = folder.Write("清运前后.png", [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13]);

        Assert.Equal("Item 1-1 has the evidence 清运前后.png.", await DoneAsync("evidence", "1-1", photo, "--note", "垃圾池", "--by", "林晓燕"));
        Assert.Equal("Item 1-1 has the evidence https://office.example/a.", await DoneAsync("evidence", "1-1", "https://office.example/a"));

        var evidence = (await office.ItemAsync(1)).Evidence;
        Assert.Equal(
            [("清运前后.png", "垃圾池", "林晓燕"), ("office.example", "", "administrator")], evidence.Select(e => (e.Name, e.Note, e.By.Name)));
        (await office.RunAsync("evidence", "1-1", folder.Write("a.txt", "字"))).RefusedWith("evidence-kind-refused: ");
        (await office.RunAsync("evidence", "1-1", "nowhere.png")).RefusedWith("file-not-found: ");
    }

    [Theory]
    [InlineData("not-found", "report", "1-7")]
    [InlineData("not-allowed-in-state", "report", "1-6")]
    [InlineData("not-allowed-in-state", "return", "1-1", "--reason", "不实")]
    [InlineData("not-allowed-in-state", "verify", "1-1", "--note", "已查", "--all-checks")]
    [InlineData("reason-missing", "cancel", "1-1", "--reason", " ")]
    [InlineData("deadline-not-later", "extend", "1-1", "2026-03-31", "--reason", "汛期")]
    [InlineData("granter-is-doer", "extend", "1-1", "2026-04-30", "--reason", "汛期", "--by", "林晓燕")]
    [InlineData("deadline-not-later", "ask-extension", "1-1", "2026-03-30", "--reason", "汛期")]
    [InlineData("nothing-asked", "refuse-extension", "1-1", "--reason", "不同意")]
    [InlineData("not-allowed-in-state", "reopen", "1-1", "2026-05-01", "--reason", "反弹")]
    [InlineData("not-allowed-in-state", "look-back", "1-1", "--note", "没有反弹")]
    [InlineData("body-invalid", "extend", "1-1", "9999-01-01", "--reason", "汛期")]
    public async Task A_refusal_of_the_office_is_one_line_with_its_code(string code, params string[] args) =>
        (await office.RunAsync(args)).RefusedWith(code + ": ");

    [Fact]
    public async Task Nobody_verifies_their_own_report()
    {
        await DoneAsync("report", "1-1");
        var line = (await office.RunAsync("verify", "1-1", "--note", "已查", "--all-checks")).Refused(1);
        Assert.Equal("verifier-is-reporter: administrator reported item 1-1 done; somebody else must verify it.", line);
    }

    private async Task<string> DoneAsync(params string[] args) => Assert.Single((await office.RunAsync(args)).Done().Lines);
}
