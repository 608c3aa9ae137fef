using System.CommandLine;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// The actions of an item's life on an office that runs: <c>report</c>, <c>return</c>, <c>extend</c>, <c>ask-extension</c>, <c>refuse-extension</c>, <c>reopen</c>,
/// <c>look-back</c>, <c>cancel</c>; <see cref="VerifyCommand"/> and <see cref="EvidenceCommand"/> have files of their own. Whether an action is allowed the office decides alone.
/// </summary>
internal static class LifeCommands
{
    public static IEnumerable<Command> Make()
    {
        var (note, found) = (Text("--note", "What was done."), Text("--note", "What was found on the spot.", required: true));
        yield return EvidenceCommand.Make();
        yield return Act("report", "Says that the work on an item is done 报结.", [note], (parsed, by) => new { by, note = parsed.GetValue(note) ?? "" });
        yield return VerifyCommand.Make();
        yield return Reasoned("return", "Returns what was reported done 退回.", "What is still to do.");
        yield return Moved("extend", "Moves the deadline of an item that is not overdue, or grants what was asked for in time 延期.");
        yield return Moved("ask-extension", "Asks for a later deadline 申请延期, for the leader or the office to grant.");
        yield return Reasoned("refuse-extension", "Refuses the extension that was asked for 不同意延期.", "Why the deadline stays.");
        yield return Moved("reopen", "Opens a closed item again, with a new deadline 反弹.");

        var next = Arguments.Date("--next", "When to look at it again.");
        yield return Act(
            "look-back", "Records that a closed item was looked at once more and holds 回头看.", [found, next],
            (parsed, by) => new { by, note = parsed.GetRequiredValue(found), next = parsed.GetValue(next) });
        yield return Reasoned("cancel", "Drops an item without its being put right 撤销.", "Why it is dropped.");
    }

    /// <summary>A command that posts to the action of its own name and tells how the item stands after it.</summary>
    /// <param name="name">The action, as the API calls it.</param>
    /// <param name="description">What it does.</param>
    /// <param name="symbols">What the action takes, beside the item and who acts.</param>
    /// <param name="body">What is posted, from what was given and who acts.</param>
    internal static Command Act(string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, string?, object> body)
    {
        var (code, by, json) = (Arguments.Code(), By(), Arguments.Json());
        var command = new Command(name, description) { code };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }
        command.Options.Add(by);
        command.Options.Add(json);
        return OfficeOptions.Calling(command, async (parsed, office, cancellation) =>
        {
            var said = body(parsed, parsed.GetValue(by));
            var answer = await office.CallAsync(HttpMethod.Post, $"/api/items/{parsed.GetRequiredValue(code)}/{name}", said, cancellation);
            Console.Out.WriteLine(parsed.GetValue(json) ? answer.GetRawText() : Standing.Line(office.Read<ItemView>(answer)));
        });
    }

    /// <summary>A text of one's own words.</summary>
    internal static Option<string> Text(string name, string description, bool required = false) =>
        new(name) { Description = description, HelpName = "TEXT", Required = required };

    private static Command Reasoned(string name, string description, string why)
    {
        var reason = Text("--reason", why, required: true);
        return Act(name, description, [reason], (parsed, by) => new { by, reason = parsed.GetRequiredValue(reason) });
    }

    private static Command Moved(string name, string description)
    {
        var (deadline, reason) = (Arguments.Date("The new deadline."), Text("--reason", "Why.", required: true));
        return Act(name, description, [deadline, reason], (parsed, by) => new { by, deadline = parsed.GetRequiredValue(deadline), reason = parsed.GetRequiredValue(reason) });
    }

    /// <summary>Who acts, where somebody else holds the key.</summary>
    internal static Option<string?> By()
    {
        var by = new Option<string?>("--by") { Description = "Who acts, where you record it for somebody; the key's name unless it is given.", HelpName = "NAME" };
        by.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
                result.AddError("--by must name somebody; leave it out where the key's owner acts himself.");
        });
        return by;
    }
}
