using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// <c>load</c>: loads a plan into a running office. A dry run comes first: it refuses an unreadable file before anything is written, and
/// returns the number of the plan whose progress is then shown.
/// </summary>
internal static class LoadCommand
{
    // On a storage account 12,000 items take minutes. A load that is cut off keeps what was written; loading again continues from there.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static Command Make()
    {
        var (file, contacts, year) = (Arguments.Plan(), Arguments.Contacts(), Arguments.Year());
        Option<string?> units = new("--units")
        {
            Description = Say($"Loads every item once for each of these units, separated by commas."),
            HelpName = "A,B",
        };
        Option<bool> dryRun = new("--dry-run") { Description = Say($"Shows the result and stores nothing.") };
        var command = new Command(
            "load", Say($"Loads a plan into a running office. If the plan is loaded already, shows what the file changes."))
        {
            file, contacts, year, units, dryRun,
        };
        return OfficeOptions.Answering<LoadedPlan>(
            command,
            async (parsed, office, cancellation) =>
            {
                var plan = await PartAsync(parsed.GetRequiredValue(file));
                var people = parsed.GetValue(contacts) is { } list ? await PartAsync(list) : default;
                var preview = await PostAsync(dryRun: true);
                if (parsed.GetValue(dryRun))
                    return preview;
                var loading = PostAsync(dryRun: false);
                if (office.Read<LoadedPlan>(preview) is { AlreadyLoaded: false } loaded)
                    await LoadProgress.TellAsync(office, loaded.Plan, loading, Pause, line => Screen.Notes.WriteLine(line), cancellation);
                return await loading;

                async Task<(byte[] Content, string Name)> PartAsync(FileInfo part) =>
                    (await Inputs.BytesAsync(part, cancellation), part.Name);

                async Task<JsonElement> PostAsync(bool dryRun)
                {
                    using var form = new MultipartFormDataContent { { new ByteArrayContent(plan.Content), "file", plan.Name } };
                    if (people.Content is not null)
                        form.Add(new ByteArrayContent(people.Content), "contacts", people.Name);
                    var query = OfficeClient.Query(
                        ("dryRun", dryRun ? "true" : null), ("year", $"{parsed.GetValue(year)}"), ("units", parsed.GetValue(units)));
                    return await office.UploadAsync($"/api/plans{query}", form, Patience, cancellation);
                }
            },
            (parsed, loaded) => Show(loaded, parsed.GetValue(dryRun)));
    }

    private static void Show(LoadedPlan loaded, bool dryRun)
    {
        var (screen, plan) = (Screen.Out, loaded.Plan);
        PlanTable.Write(plan.Title, plan.Year, plan.YearBasis, loaded.Items, loaded.Findings, i => $"{i.Code}");
        foreach (var difference in loaded.Differences)
            screen.WriteLine(Standing.Plain("  " + Say($"item {difference.Code} {Changed(difference)}")));

        var states = List(
            loaded.Items.GroupBy(i => i.State).OrderBy(g => g.Key).Select(g => (Wording)$"{g.Count()} {ItemWords.Of(g.Key)}"));
        var items = loaded.Items.Count > 0 ? $"{loaded.Items.Count} items: {states}" : (Wording)$"{0} items";
        var changes = loaded.Differences.Count == 0
            ? (Wording)$"the file changes nothing"
            : $"the file changes {loaded.Differences.Count} items";
        screen.WriteLine(Say((loaded.AlreadyLoaded, dryRun) switch
        {
            (false, true) => $"Plan {plan.Number} would have {items}. Nothing was stored.",
            (false, false) => $"Plan {plan.Number} is loaded with {items}.",
            (true, true) => $"Plan {plan.Number} is loaded already, with {items}; {changes}. Nothing was stored.",
            (true, false) => $"Plan {plan.Number} was loaded already, with {items}; {changes}.",
        }));
    }

    private static Wording Changed(ItemDifference difference)
    {
        Wording what = difference.Kind switch
        {
            DifferenceKind.Added => $"is new: {difference.Title}",
            DifferenceKind.Gone => $"is no longer in the file",
            _ => List(difference.Fields.Select(f => (Wording)$"{f.Field}: {f.Old} → {f.New}"), "; "),
        };
        return difference.Kept is { } kept ? $"{what}; not changed: {kept.Words} [{kept.Code}]" : what;
    }
}

/// <summary>The API's answer when a plan is loaded.</summary>
internal sealed record LoadedPlan(
    PlanView Plan, bool Stored, bool AlreadyLoaded, IReadOnlyList<ItemDifference> Differences, IReadOnlyList<ItemView> Items,
    IReadOnlyList<Finding> Findings);

/// <summary>The progress of a long load: a line for each tenth.</summary>
internal static class LoadProgress
{
    private const int Parts = 10;

    /// <summary>Prints progress until the load ends. It ignores how the load ends: the caller awaits the load itself.</summary>
    /// <param name="office">The office that loads the plan.</param>
    /// <param name="plan">The plan, with the file's number of items.</param>
    /// <param name="load">The load.</param>
    /// <param name="pause">The time before each question.</param>
    /// <param name="tell">Takes a line.</param>
    /// <param name="cancellation">Ends the progress.</param>
    public static async Task TellAsync(
        OfficeClient office, PlanView plan, Task load, TimeSpan pause, Action<string> tell, CancellationToken cancellation)
    {
        for (var told = 0; await Task.WhenAny(load, Task.Delay(pause, cancellation)) != load && !cancellation.IsCancellationRequested;)
        {
            if (await TryAskAsync(office, plan.Number, cancellation) is not { IsComplete: false } now
                || now.Written * Parts / plan.ItemCount <= told)
            {
                continue;
            }
            told = now.Written * Parts / plan.ItemCount;
            tell(Say($"Plan {plan.Number}: {now.Written} of {plan.ItemCount} items are written."));
        }
    }

    private static async Task<Progress?> TryAskAsync(OfficeClient office, int plan, CancellationToken cancellation)
    {
        try
        {
            return await office.GetAsync<Progress>($"/api/plans/{plan}", cancellation);
        }
        catch (InputRefusedException)
        {
            return null; // the plan has no number yet, or an older office reports no progress
        }
    }

    private sealed record Progress(bool IsComplete, int Written);
}
