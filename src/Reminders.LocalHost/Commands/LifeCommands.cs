using System.CommandLine;

namespace Reminders.LocalHost.Commands;

/// <summary>The actions of an item's life, on a running office. The office decides whether an action is allowed.</summary>
internal static class LifeCommands
{
    private const string AllChecks = "--all-checks";

    // Photos may be large and a village's line slow.
    private static readonly TimeSpan UploadPatience = TimeSpan.FromMinutes(10);

    public static IEnumerable<Command> All()
    {
        var (note, urging) = (Text("--note", $"The work that was done."), Text("--note", $"A text for the person beside the item."));
        yield return Evidence();
        yield return Act(
            "report", $"Reports that the work on an item is done 报结.", [note],
            (parsed, by) => new { by, note = parsed.GetValue(note) ?? "" });
        yield return Verify();
        yield return Reasoned("return", $"Does not accept a report that the work is done 退回.", $"The work that is left.");
        yield return Moved("extend", $"Moves the deadline of an item that is not overdue, or grants a request that was made in time 延期.");
        yield return Moved("ask-extension", $"Asks the leader or the office for a later deadline 申请延期.");
        yield return Reasoned("refuse-extension", $"Refuses the extension that was asked for 不同意延期.", $"Why the deadline stays.");
        yield return Act(
            "urge", $"Reminds the person of an item today, or on the next working day if they had a message today already 催办.", [urging],
            (parsed, by) => new { by, note = parsed.GetValue(urging) ?? "" });
        yield return Moved("reopen", $"Opens a closed item again, with a new deadline 反弹.");
        yield return LookBack();
        yield return Reasoned("cancel", $"Drops an item whose problem remains 撤销.", $"Why it is dropped.");
    }

    private static Command Evidence()
    {
        var code = Arguments.Code();
        var what = new Argument<string>("FILE|LINK")
        {
            Description = Say($"A photo, a PDF or an address that begins with http:// or https://."),
        };
        var (note, by) = (Text("--note", $"What it shows."), By());
        var command = new Command("evidence", Say($"Adds a photo, a PDF or a link to an item 佐证材料.")) { code, what, note, by };
        return OfficeOptions.Answering<EvidenceView>(
            command,
            async (parsed, office, cancellation) =>
            {
                var (path, shown) = ($"/api/items/{parsed.GetRequiredValue(code)}/evidence", parsed.GetRequiredValue(what));
                var (text, who) = (parsed.GetValue(note) ?? "", parsed.GetValue(by));
                if (IsLink(shown))
                    return await office.CallAsync(HttpMethod.Post, path, new { by = who, link = shown, note = text }, cancellation);
                var file = new FileInfo(shown);
                using var form = new MultipartFormDataContent
                {
                    { new ByteArrayContent(await Inputs.BytesAsync(file, cancellation)), "file", file.Name },
                    { new StringContent(text), "note" },
                };
                if (who is not null)
                    form.Add(new StringContent(who), "by");
                return await office.UploadAsync(path, form, UploadPatience, cancellation);
            },
            (parsed, evidence) => Console.Out.WriteLine(
                Standing.Plain(Say($"Item {parsed.GetRequiredValue(code)} has the evidence {evidence.Link ?? evidence.Name}."))));
    }

    private static bool IsLink(string shown) =>
        shown.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || shown.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    // No check 四个不放过 is assumed: the user ticks each by name, or all with one option.
    private static Command Verify()
    {
        var note = Text("--note", $"What was found on the spot.", required: true);
        var lookBack = Arguments.Date("--look-back", $"When to look at it again 回头看. Default: as the office has set it.");
        Option<bool>[] checks =
        [
            new("--problem-traced") { Description = Say($"The cause of the problem was found 问题查清.") },
            new("--measures-done") { Description = Say($"The measures were carried out 措施落实.") },
            new("--effect-reached") { Description = Say($"The measures had their effect 效果达到.") },
            new("--people-satisfied") { Description = Say($"The people are satisfied 群众满意.") },
        ];
        var all = new Option<bool>(AllChecks) { Description = Say($"All four checks.") };
        return Act(
            "verify", $"Closes an item that another person reported done 核查销号; needs all four checks and a note.",
            [.. checks, all, note, lookBack],
            (parsed, by) =>
            {
                var missing = parsed.GetValue(all) ? [] : checks.Where(c => !parsed.GetValue(c)).Select(c => c.Name).ToList();
                return missing.Count == 0
                    ? new
                    {
                        by,
                        note = parsed.GetRequiredValue(note),
                        checks = new FourChecks(true, true, true, true),
                        lookBackOn = parsed.GetValue(lookBack),
                    }
                    : throw new UsageException(
                        missing.Count == 1
                            ? (Wording)(
                                $"An item is closed when all four checks hold; {missing[0]} is not given ({AllChecks} gives all four).")
                            : $"An item is closed when all four checks hold; {List(missing)} are not given ({AllChecks} gives all four).");
            });
    }

    private static Command LookBack()
    {
        var found = Text("--note", $"What was found on the spot.", required: true);
        var next = Arguments.Date("--next", $"When to look at it again.");
        return Act(
            "look-back", $"Records that a closed item was looked at again and its problem has not come back 回头看.", [found, next],
            (parsed, by) => new { by, note = parsed.GetRequiredValue(found), next = parsed.GetValue(next) });
    }

    private static Command Reasoned(string name, Wording description, Wording why)
    {
        var reason = Text("--reason", why, required: true);
        return Act(name, description, [reason], (parsed, by) => new { by, reason = parsed.GetRequiredValue(reason) });
    }

    private static Command Moved(string name, Wording description)
    {
        var (deadline, reason) = (Arguments.Date($"The new deadline."), Text("--reason", $"Why.", required: true));
        return Act(
            name, description, [deadline, reason],
            (parsed, by) => new { by, deadline = parsed.GetRequiredValue(deadline), reason = parsed.GetRequiredValue(reason) });
    }

    /// <summary>A command that posts to the API's action of the same name and prints how the item stands afterwards.</summary>
    /// <param name="name">The action's name in the API.</param>
    /// <param name="description">What it does.</param>
    /// <param name="symbols">The action's own arguments and options.</param>
    /// <param name="body">Makes the request's body from what was typed and the name of the actor.</param>
    private static Command Act(string name, Wording description, IEnumerable<Symbol> symbols, Func<ParseResult, string?, object> body)
    {
        var (code, by) = (Arguments.Code(), By());
        var command = new Command(name, Say(description)) { code };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }
        command.Options.Add(by);
        return OfficeOptions.Answering<ItemView>(
            command,
            (parsed, office, cancellation) => office.CallAsync(
                HttpMethod.Post, $"/api/items/{parsed.GetRequiredValue(code)}/{name}", body(parsed, parsed.GetValue(by)), cancellation),
            (_, item) => Console.Out.WriteLine(Standing.Line(item)));
    }

    private static Option<string> Text(string name, Wording description, bool required = false) =>
        new(name) { Description = Say(description), HelpName = "TEXT", Required = required };

    private static Option<string?> By()
    {
        var by = new Option<string?>("--by")
        {
            Description = Say($"Who acts, if you record it for another person. Default: the key's name."),
            HelpName = "NAME",
        };
        by.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
                result.AddError(Say($"--by needs a name; leave --by out if the key's owner acts."));
        });
        return by;
    }
}
