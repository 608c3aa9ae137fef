using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Reminders.LocalHost.Tests.Commands;

public sealed class RehearseTests
{
    [Fact]
    public async Task The_json_is_one_line_per_sms_with_the_shape_of_the_contract()
    {
        var (lines, notes) = await PlayAsync();

        Assert.All(lines, line =>
        {
            Assert.Equal(["at", "kind", "to", "steps", "text", "encoding", "segments"], Names(line));
            Assert.Equal(["name", "role", "phone"], Names(line.GetProperty("to")));
            Assert.Contains(Text(line, "kind"), (string[])["reminder", "escalation"]);
            Assert.Contains(line.GetProperty("to").GetProperty("role").GetString(), (string[])["person", "leader", "supervisor"]);
            Assert.EndsWith("T09:00:00+08:00", Text(line, "at"), StringComparison.Ordinal);
            Assert.Equal("UCS-2", Text(line, "encoding"));
            Assert.InRange(line.GetProperty("segments").GetInt32(), 1, 8);
        });
        Assert.Equal("2026-03-24T09:00:00+08:00", Text(lines[0], "at"));
        Assert.Equal(["1:before-7"], Steps(lines[0]));
        Assert.Equal(lines.Select(l => Text(l, "at")).Order(), lines.Select(l => Text(l, "at")));
        Assert.Equal(
            lines.Count, lines.Select(l => (Text(l, "at"), l.GetProperty("to").GetProperty("phone").GetString())).Distinct().Count());
        Assert.Equal(3, lines.Select(l => l.GetProperty("to").GetProperty("role").GetString()).Distinct().Count());
        Assert.Contains("item 6 sends nothing, it waits for: deadline-redacted", notes, StringComparison.Ordinal);
        Assert.Contains($"{lines.Count} SMS", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_rehearsal_does_not_exit_with_0()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such signal.");
        // The output is far larger than a pipe, so the rehearsal still waits for its reader when the signal comes.
        using var rehearsal = Tool.Start(["rehearse", Tool.Plan, "--contacts", Tool.Contacts, "--to", "2036-12-31", "--json"]);
        try
        {
            var cancellation = TestContext.Current.CancellationToken;
            Assert.NotNull(await rehearsal.StandardOutput.ReadLineAsync(cancellation));
            using (var kill = Process.Start("kill", ["-TERM", rehearsal.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(cancellation);
            var errors = rehearsal.StandardError.ReadToEndAsync(cancellation);
            await rehearsal.StandardOutput.ReadToEndAsync(cancellation);
            await rehearsal.WaitForExitAsync(cancellation);

            Assert.Equal((130, "Interrupted before it was done."), (rehearsal.ExitCode, (await errors).Trim()));
        }
        finally
        {
            if (!rehearsal.HasExited)
                rehearsal.Kill();
        }
    }

    [Fact]
    public async Task Without_json_the_same_sms_are_printed_under_their_days()
    {
        var (lines, _) = await PlayAsync("--to", "2026-04-01");
        var shown = (await Tool.RunAsync(["rehearse", Tool.Plan, "--contacts", Tool.Contacts, "--to", "2026-04-01"])).Done();

        Assert.Equal(lines.Count, shown.Lines.Count(l => l.Contains(" SMS to ", StringComparison.Ordinal)));
        Assert.All(lines, l => Assert.Contains(Text(l, "text")!, shown.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("+8613900000001", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_and_to_include_their_whole_days()
    {
        var (lines, _) = await PlayAsync("--from", "2026-03-30", "--to", "2026-04-01");
        Assert.Equal(["2026-03-30", "2026-03-31", "2026-04-01"], lines.Select(l => Text(l, "at")![..10]).Distinct());
    }

    [Fact]
    public async Task An_item_that_is_done_sends_nothing_from_that_day_on()
    {
        var (lines, _) = await PlayAsync("--done", "1@2026-03-30", "--done", "2@2026-03-24");

        Assert.Equal(
            ["2026-03-24", "2026-03-27"],
            lines.Where(l => Steps(l).Any(s => s!.StartsWith("1:", StringComparison.Ordinal))).Select(l => Text(l, "at")![..10]));
        Assert.DoesNotContain(lines, l => Steps(l).Any(s => s!.StartsWith("2:", StringComparison.Ordinal)));
        Assert.Contains(lines, l => Steps(l).Contains("3:due"));
    }

    [Fact]
    public async Task A_policy_file_changes_days_times_and_language()
    {
        using var folder = new TemporaryFolder();
        var policy = folder.Write("policy.json", """{"beforeDays":[2],"slotTime":"10:30","language":"english","signature":"Office"}""");

        var (lines, _) = await PlayAsync("--policy", policy, "--to", "2026-03-31");

        var line = Assert.Single(lines);
        Assert.Equal(("2026-03-27T10:30:00+08:00", "before-2"), (Text(line, "at"), Steps(line).Single()![2..])); // the 29th is a Sunday
        Assert.StartsWith("[Office] ", Text(line, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_of_the_data_folder_hold_as_for_serve()
    {
        using var folder = new TemporaryFolder();
        folder.Write("settings.json", """{ "Reminders": { "Policy": { "SlotTime": "10:30" }, "Zone": "Asia/Urumqi" } }""");
        string[] rehearse = ["rehearse", Tool.Plan, "--contacts", Tool.Contacts, "--to", "2026-03-31", "--json", "--data", folder.Path];

        var first = JsonDocument.Parse((await Tool.RunAsync(rehearse)).Done().Lines[0]).RootElement;
        Assert.Equal("2026-03-24T10:30:00+06:00", Text(first, "at"));
        var changed = await Tool.RunAsync(rehearse, ("Reminders__Policy__SlotTime", "11:00"));
        Assert.Equal("2026-03-24T11:00:00+06:00", Text(JsonDocument.Parse(changed.Done().Lines[0]).RootElement, "at"));

        folder.Write("settings.json", """{ "Reminders": { "Polcy": { "SlotTime": "10:30" } } }""");
        (await Tool.RunAsync(rehearse)).RefusedWith("setting-unknown: ");
    }

    [Fact]
    public async Task The_demo_plays_its_story_and_ends_with_the_ledger()
    {
        var result = (await Tool.RunAsync(["demo", "--speed", "1000"])).Done();

        Assert.Empty(result.Errors);
        Assert.Contains("returns item 3 退回", result.Output, StringComparison.Ordinal);
        Assert.Contains("督查", result.Output, StringComparison.Ordinal);
        Assert.Contains("The ledger 台账 on 2026-04-27", result.Output, StringComparison.Ordinal);
        Assert.Contains("4 items closed, 1 open, 0 waiting to be verified, 1 incomplete.", result.Lines[^1], StringComparison.Ordinal);
    }

    private static async Task<(IReadOnlyList<JsonElement> Lines, string Notes)> PlayAsync(params string[] more)
    {
        var result = (await Tool.RunAsync(["rehearse", Tool.Plan, "--contacts", Tool.Contacts, "--json", .. more])).Done();
        return ([.. result.Lines.Select(l => JsonDocument.Parse(l).RootElement)], result.Errors);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private static IEnumerable<string?> Steps(JsonElement line) => line.GetProperty("steps").EnumerateArray().Select(s => s.GetString());
}
