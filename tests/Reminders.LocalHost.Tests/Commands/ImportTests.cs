using System.Text.Json;

namespace Reminders.LocalHost.Tests.Commands;

public sealed class ImportTests
{
    [Fact]
    public async Task The_table_shows_every_item_and_says_what_is_missing()
    {
        var result = (await Tool.RunAsync(["import", Tool.Plan, "--contacts", Tool.Contacts])).Done();

        Assert.Empty(result.Errors);
        Assert.StartsWith("青松镇人居环境和民生资金专项检查反馈问题整改方案", result.Output, StringComparison.Ordinal);
        string[] words = ["林晓燕", "何志强", "2026-03-31", "! deadline-redacted", "item 3", "[year-assumed]"];
        foreach (var word in words.Append("6 items: 5 complete, 1 incomplete. Nothing was stored."))
            Assert.Contains(word, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output); // no colours into a pipe
    }

    [Fact]
    public async Task Repeated_findings_are_folded_and_the_next_step_is_printed()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(1, 30).Select(n => $"{n},问题{n},清运,周建平,张三{(char)('甲' + (n % 15))},2026年5月20日\n");
        var plan = folder.Write("plan.csv", "序号,问题,整改措施,责任领导,责任人,完成时限\n" + string.Concat(rows));

        var result = (await Tool.RunAsync(["import", plan])).Done();

        var findings = result.Lines.Where(l => l.EndsWith("[phone-missing]", StringComparison.Ordinal)).ToList();
        Assert.True(findings.Count <= 4, string.Join('\n', findings));
        Assert.Contains(
            findings,
            f => f.StartsWith("  items 1, 2, 3, ", StringComparison.Ordinal)
                && f.Contains("周建平 has no phone number", StringComparison.Ordinal));
        Assert.Contains("more of this kind", findings[^1], StringComparison.Ordinal);
        Assert.StartsWith("Next: ", result.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("--contacts", result.Lines[^1], StringComparison.Ordinal);
        // The JSON lists all of them.
        Assert.Equal(60, (await Tool.RunAsync(["import", plan, "--json"])).Done().Output.Split("\"phone-missing\"").Length - 1);
    }

    [Fact]
    public async Task The_next_step_of_a_complete_plan_is_the_rehearsal()
    {
        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.csv", "序号,问题,整改措施,责任领导,责任人,完成时限\n1,垃圾清运不及时,清运,周建平,林晓燕,2026年5月20日\n");
        Assert.StartsWith(
            $"Next: look at every SMS before any is sent: reminders rehearse \"{plan}\" --contacts ",
            (await Tool.RunAsync(["import", plan, "--contacts", Tool.Contacts])).Done().Lines[^1], StringComparison.Ordinal);
        Assert.StartsWith(
            "Next: complete what is missing", (await Tool.RunAsync(["import", Tool.Plan, "--contacts", Tool.Contacts])).Done().Lines[^1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_is_one_document_with_the_shape_of_the_contract()
    {
        var result = (await Tool.RunAsync(["import", Tool.Plan, "--contacts", Tool.Contacts, "--json"])).Done();

        Assert.Empty(result.Errors);
        var plan = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(["title", "year", "yearBasis", "items", "findings"], Names(plan));
        Assert.Equal(2026, plan.GetProperty("year").GetInt32());
        var items = plan.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(6, items.Count);
        Assert.All(items, item =>
        {
            Assert.Equal(
                ["code", "number", "section", "title", "problem", "measures", "leaders", "persons", "units", "deadline", "findings"],
                Names(item));
            Assert.Equal(["kind", "date", "text"], Names(item.GetProperty("deadline")));
            Assert.All(
                item.GetProperty("persons").EnumerateArray().Concat(item.GetProperty("leaders").EnumerateArray()),
                p => Assert.Equal(["name", "phone"], Names(p)));
        });
        Assert.Equal(["1", "2", "3", "4", "5", "6"], items.Select(i => i.GetProperty("code").GetString()));
        Assert.Equal("+8613900000001", items[0].GetProperty("persons")[0].GetProperty("phone").GetString());
        Assert.Equal(("date", "2026-03-31", "3月31日"), Deadline(items[0]));
        Assert.Equal(("redacted", null, "**"), Deadline(items[5]));
        Assert.Equal(
            ["deadline-redacted"], items[5].GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()));
        Assert.Equal(["year-assumed"], plan.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task The_json_of_a_plan_can_be_read_as_a_plan_again()
    {
        using var folder = new TemporaryFolder();
        var first = (await Tool.RunAsync(["import", Tool.Plan, "--contacts", Tool.Contacts, "--json"])).Done();

        var again = (await Tool.RunAsync(["import", folder.Write("plan.json", first.Output), "--json"])).Done();

        Assert.Equal(WithoutFindings(first), WithoutFindings(again)); // findings name their place, which is another in another file
    }

    [Fact]
    public async Task A_given_year_is_used()
    {
        var result = (await Tool.RunAsync(["import", Tool.Plan, "--year", "2027", "--json"])).Done();
        Assert.Equal(
            "2027-03-31",
            JsonDocument.Parse(result.Output).RootElement.GetProperty("items")[0].GetProperty("deadline").GetProperty("date").GetString());
    }

    private static IEnumerable<string> WithoutFindings(ToolResult result) =>
        from item in JsonDocument.Parse(result.Output).RootElement.GetProperty("items").EnumerateArray()
        select string.Join('\n', item.EnumerateObject().Where(p => p.Name != "findings"));

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private static (string?, string?, string?) Deadline(JsonElement item)
    {
        var deadline = item.GetProperty("deadline");
        return (Text("kind"), Text("date"), Text("text"));

        string? Text(string name) => deadline.GetProperty(name).GetString();
    }
}
