namespace Reminders.LocalHost.Tests.Commands;

/// <summary>Unusable input is refused with one line that says what to do.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Header = "序号,问题,整改措施,责任领导,责任人,完成时限\n";

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, byte[]> Plans => new()
    {
        { "file-empty", "empty.txt", [] },
        { "not-text", "picture.txt", [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13] },
        { "no-items", "notice.txt", [.. "关于开展检查的通知\n请各单位认真准备。\n2026年3月16日\n"u8] },
        { "encoding-unknown", "strange.txt", [0xFF, 0x31, 0xC7, 0xE5, 0xFF, 0xFF, 0x41] },
        {
            "item-duplicate", "twice.csv",
            System.Text.Encoding.UTF8.GetBytes(
                Header + "1,垃圾清运不及时,清运,周建平,林晓燕,2026年3月31日\n1,河道管护不到位,打捞,周建平,何志强,2026年4月3日\n")
        },
        { "json-invalid", "broken.json", [.. "{\"title\":"u8] },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task A_plan_that_cannot_be_read_is_refused_in_one_line(string code, string name, byte[] content)
    {
        var plan = folder.Write(name, content);
        (await Tool.RunInsideAsync(["import", plan, "--json"])).RefusedWith(code + ": ");
        (await Tool.RunInsideAsync(["rehearse", plan, "--contacts", Tool.Contacts])).RefusedWith(code + ": ");
    }

    [Fact]
    public async Task A_missing_file_or_a_folder_is_named()
    {
        var missing = Path.Combine(folder.Path, "nowhere", "plan.txt");
        string[] import = ["import", Tool.Plan], rehearse = ["rehearse", Tool.Plan, "--contacts", Tool.Contacts];
        foreach (var args in (string[][])[["import", missing], [.. import, "--contacts", missing], [.. rehearse, "--policy", missing]])
            Assert.Equal($"file-not-found: There is no file {missing}; check the path.", (await Tool.RunInsideAsync(args)).Refused(1));
        foreach (var args in (string[][])[["import", folder.Path], [.. rehearse, "--policy", folder.Path]])
            (await Tool.RunInsideAsync(args)).RefusedWith("not-a-file: ");
    }

    [Fact]
    public async Task A_contact_with_a_bad_number_is_named_by_row_and_column()
    {
        var contacts = folder.Write("contacts.csv", "姓名,电话\n林晓燕,139 0000 0001\n何志强,139 0000\n");
        var line = (await Tool.RunInsideAsync(["rehearse", Tool.Plan, "--contacts", contacts])).Refused(1);
        Assert.StartsWith("contacts-invalid: ", line, StringComparison.Ordinal);
        Assert.Contains("Row 3, 电话", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"slotTime":"21:00"}""", "slotTime")]
    [InlineData("""{"nearDays":"three"}""", "nearDays")]
    [InlineData("""{"nearDay":3}""", "nearDay")]
    [InlineData("""{"nearDays":""", "not JSON")]
    [InlineData("[]", "not JSON")]
    [InlineData("", "not JSON")]
    public async Task A_policy_that_is_broken_or_contradicts_itself_is_refused(string json, string named)
    {
        var policy = folder.Write("policy.json", json);
        var line = (await Tool.RunInsideAsync(["rehearse", Tool.Plan, "--contacts", Tool.Contacts, "--policy", policy])).Refused(1);
        Assert.StartsWith("policy-invalid: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_outside_the_plan_cannot_be_done() =>
        Assert.Contains(
            "1 to 6",
            (await Tool.RunInsideAsync(["rehearse", Tool.Plan, "--contacts", Tool.Contacts, "--done", "7@2026-03-30"])).Refused(1),
            StringComparison.Ordinal);

    [Fact]
    public void A_command_is_found_by_its_name_alone()
    {
        foreach (var name in ReminderCommands.Root().Subcommands.Select(c => c.Name))
            Assert.Contains(name, ReminderCommands.Root(name).Subcommands.Select(c => c.Name));
        Assert.Equal(["serve"], ReminderCommands.Root("serve").Subcommands.Select(c => c.Name));
    }

    [Theory]
    [InlineData("'imprt'. Did you mean import?", "imprt", "plan.txt")]
    [InlineData("'Rehaerse'. Did you mean rehearse?", "Rehaerse")]
    [InlineData("'lst'. Did you mean list?", "keys", "lst")]
    [InlineData("There is no command 'frobnicate'. Try", "frobnicate")]
    [InlineData("There is no command 'x'. Try", "x")]
    [InlineData("argument missing", "import")]
    [InlineData("'more.txt'", "import", "plan.txt", "more.txt")]
    [InlineData("'--colour'", "import", "plan.txt", "--colour")]
    [InlineData("--year", "import", "plan.txt", "--year", "twenty")]
    [InlineData("--year", "import", "plan.txt", "--year", "26")]
    [InlineData("--year", "import", "plan.txt", "--year")]
    [InlineData("--contacts", "rehearse", "plan.txt")]
    [InlineData("--from '2026-13-01'", "rehearse", "plan.txt", "--contacts", "c.csv", "--from", "2026-13-01", "--to", "2026-01-01")]
    [InlineData("--from", "rehearse", "plan.txt", "--contacts", "c.csv", "--from")]
    [InlineData("--to '5月1日'", "rehearse", "plan.txt", "--contacts", "c.csv", "--to", "5月1日")]
    [InlineData("--to 2026-04-01 is before", "rehearse", "plan.txt", "--contacts", "c.csv", "--from", "2026-05-01", "--to", "2026-04-01")]
    [InlineData("3@2026-05-18", "rehearse", "plan.txt", "--contacts", "c.csv", "--done", "1")]
    [InlineData("--done '1@soon'", "rehearse", "plan.txt", "--contacts", "c.csv", "--done", "1@soon")]
    [InlineData("--done", "rehearse", "plan.txt", "--contacts", "c.csv", "--done")]
    [InlineData("--speed", "demo", "--speed", "fast")]
    [InlineData("--speed", "demo", "--speed", "0")]
    [InlineData("--speed", "demo", "--speed", "NaN")]
    [InlineData("--speed", "serve", "--speed", "x")]
    [InlineData("--clock 'yesterday'", "serve", "--clock", "yesterday")]
    [InlineData("--urls", "serve", "--urls", "5080")]
    [InlineData("--urls", "serve", "--urls", "ftp://127.0.0.1:5080")]
    [InlineData("--urls", "serve", "--urls", "http://127.0.0.1:5080/console")]
    public async Task Wrong_usage_is_named_in_one_line_that_points_to_the_help(string named, params string[] args)
    {
        var line = (await Tool.RunInsideAsync(args)).Refused(2);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.EndsWith(" --help", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rehearse", "--help")]
    [InlineData("rehearse")]
    [InlineData("rotate", "keys")]
    public async Task Help_is_not_an_error_and_is_printed_for_a_command_that_only_groups_others(string named, params string[] args)
    {
        var help = (await Tool.RunInsideAsync(args)).Done();
        Assert.Contains(named, help.Output, StringComparison.Ordinal);
        Assert.Empty(help.Errors);
    }

    public void Dispose() => folder.Dispose();
}
