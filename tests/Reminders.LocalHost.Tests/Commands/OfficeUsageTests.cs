namespace Reminders.LocalHost.Tests.Commands;

/// <summary>Wrong usage is found before the office is called: one line and exit code 2.</summary>
public sealed class OfficeUsageTests
{
    [Theory]
    [InlineData("--note", "verify", "1-1", "--all-checks")]
    [InlineData(
        "--effect-reached, --people-satisfied are not given", "verify", "1-1", "--note", "已查", "--problem-traced", "--measures-done")]
    [InlineData("--problem-traced, --measures-done, --effect-reached, --people-satisfied", "verify", "1-1", "--note", "已查")]
    [InlineData(
        "--problem-traced is not given", "verify", "1-1", "--note", "已查", "--problem-traced", "false", "--measures-done",
        "--effect-reached", "--people-satisfied")]
    [InlineData("--look-back '六月'", "verify", "1-1", "--note", "已查", "--all-checks", "--look-back", "六月")]
    [InlineData("CODE '1'", "report", "1")]
    [InlineData("CODE '一-1'", "item", "一-1")]
    [InlineData("CODE '1-0'", "cancel", "1-0", "--reason", "重复")]
    [InlineData("'现场'", "report", "1-1", "--note", "已到", "现场")]
    [InlineData("--by", "report", "1-1", "--by", " ")]
    [InlineData("--reason", "return", "1-1")]
    [InlineData("--reason", "extend", "1-1", "2026-05-01")]
    [InlineData("DATE '2026-02-30'", "extend", "1-1", "2026-02-30", "--reason", "汛期")]
    [InlineData("DATE '5月1日'", "ask-extension", "1-1", "5月1日", "--reason", "汛期")]
    [InlineData("argument missing", "reopen", "1-1", "--reason", "反弹")]
    [InlineData("--next 'soon'", "look-back", "1-1", "--note", "已查", "--next", "soon")]
    [InlineData("--plan 'one'", "items", "--plan", "one")]
    [InlineData("--plan '0'", "export", "ledger.xlsx", "--plan", "0")]
    [InlineData(".xlsx", "export", "ledger.csv")]
    [InlineData("--year '26'", "load", "plan.txt", "--year", "26")]
    [InlineData("argument missing", "load")]
    [InlineData("argument missing", "evidence", "1-1")]
    [InlineData("--url must be", "items", "--url", "office.example")]
    public async Task Wrong_usage_is_named(string what, params string[] args)
    {
        var line = (await Tool.RunInsideAsync([.. args, "--key", "x"])).Refused(2);
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.EndsWith($"Try: reminders {args[0]} --help", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_address_in_the_environment_is_named_by_its_variable() =>
        Assert.StartsWith(
            "REMINDERS_URL must be an address", (await Tool.RunAsync(["items", "--key", "x"], ("REMINDERS_URL", "office"))).Refused(2),
            StringComparison.Ordinal);
}
