using System.CommandLine;
using System.Globalization;
using Reminders.Benchmarks.Race;

var due = new Option<int>("--due") { Description = "How many items are due.", DefaultValueFactory = _ => 500 };
var plans = new Option<int>("--plans")
{
    Description = "How many plans the due items stand in, the same number in each.",
    DefaultValueFactory = _ => 20,
};
var planSize = new Option<int>("--plan-size") { Description = "How many items a plan has.", DefaultValueFactory = _ => 500 };
var perPerson = new Option<int>("--per-person")
{
    Description = "How many due items one person answers for, and so one SMS tells.",
    DefaultValueFactory = _ => 1,
};
var ledgers = Sizes("--ledgers", "The sizes of the ledgers in items", 10_000, 200_000);

var requests = new Command("requests", "Counts the storage requests of a scan and of sending all that it queues.")
{
    due, plans, planSize, perPerson, ledgers,
};
requests.SetAction((parsed, cancellation) => CountRequests.RunAsync(
    parsed.GetValue(due),
    parsed.GetValue(plans),
    parsed.GetValue(planSize),
    parsed.GetValue(perPerson),
    parsed.GetRequiredValue(ledgers),
    cancellation));

var planItems = new Option<int>("--items") { Description = "How many items the plan has.", DefaultValueFactory = _ => 40 };
var villages = new Option<int>("--villages") { Description = "How many villages it is dealt out to.", DefaultValueFactory = _ => 300 };
var dealOut = new Command("deal-out",
    "Counts the storage requests of loading a plan that is dealt out, of replies and of one day's messages.") { planItems, villages };
dealOut.SetAction((parsed, cancellation) => DealOut.RunAsync(parsed.GetValue(planItems), parsed.GetValue(villages), cancellation));

var sizes = Sizes("--sizes", "How many rows the ledgers have", 2_500, 5_000, 10_000, 20_000);
var rounds = Rounds("How often each is read.", 9);
var import = new Command("import", "Reads long ledgers from xlsx, and walks the same cells with the bare reader.") { sizes, rounds };
import.SetAction(parsed => ReadLedgers.Run(parsed.GetRequiredValue(sizes), parsed.GetValue(rounds)));

var from = new Option<int>("--from") { Description = "The number of the first input." };
var count = new Option<int>("--count") { Description = "How many inputs are tried.", DefaultValueFactory = _ => 1_000_000 };
var threads = new Option<int>("--threads") { Description = "How many are tried at once.", DefaultValueFactory = _ => 1 };
var fuzz = new Command("fuzz", "Tries the readers of plans with damaged files and noise.") { from, count, threads };
fuzz.SetAction((parsed, cancellation) =>
    Task.FromResult(FuzzReaders.Run(parsed.GetValue(from), parsed.GetValue(count), parsed.GetValue(threads), cancellation)));

var starts = Rounds("How often each is started.", 5);
var worker = new Command(
    "worker", "Starts the Azure host's worker and a bare one of the same packages in turns: time until the functions load, and memory.")
{
    starts,
};
worker.SetAction((parsed, cancellation) => StartWorkers.RunAsync(parsed.GetValue(starts), cancellation));

var published = new Option<DirectoryInfo>("--published") { Description = "The folder of a published serve. Default: the built one." };
published.AcceptExistingOnly();
var serve = new Command("serve", "Starts serve and a bare web server in turns: time until the first answer, and memory.")
{
    published, starts,
};
serve.SetAction((parsed, cancellation) => StartServes.RunAsync(parsed.GetValue(published), parsed.GetValue(starts), cancellation));

var before = new Option<DirectoryInfo>("--before") { Description = "The folder of an older published serve.", Required = true };
var after = new Option<DirectoryInfo>("--after") { Description = "The folder of a newer published serve.", Required = true };
before.AcceptExistingOnly();
after.AcceptExistingOnly();
var loaded = new Option<int>("--items") { Description = "How many items are loaded.", DefaultValueFactory = _ => 12_000 };
var compare = new Command(
    "compare", "Two versions of serve in turns: start, memory, the load of a long plan and a slot that reminds 1,000 people.")
{
    before, after, loaded, starts,
};
compare.SetAction((parsed, cancellation) => CompareServes.RunAsync(
    [parsed.GetRequiredValue(before), parsed.GetRequiredValue(after)], parsed.GetValue(loaded), parsed.GetValue(starts), cancellation));

var yearItems = Sizes("--items", "How many items the plans have", 1_000, 10_000);
var people = new Option<int>("--people")
{
    Description = "How many people answer for them, at most 1,000.",
    DefaultValueFactory = _ => 300,
};
var rehearse = new Command("rehearse", "Rehearses a year of plans: time until the first SMS, the whole time, and memory.")
{
    published, yearItems, people,
};
rehearse.SetAction((parsed, cancellation) => RehearseYears.RunAsync(
    parsed.GetValue(published),
    parsed.GetRequiredValue(yearItems),
    parsed.GetValue(people),
    cancellation));

var ledgerSizes = Sizes("--sizes", "The sizes of the ledgers in items", 2_000, 20_000, 100_000);
var pages = new Command("pages", "Pages of the board in ledgers of several sizes: requests, bytes, and the time to the first byte.")
{
    ledgerSizes, rounds,
};
pages.SetAction((parsed, cancellation) => PageCosts.RunAsync(
    parsed.GetRequiredValue(ledgerSizes), parsed.GetValue(rounds), cancellation));

var scales = Sizes("--items", "The sizes of the ledgers in items", 10_000, 1_000_000);
var scale = new Command("scale", "The same work in a small and a very large SQLite file: calls to the row store, and rows.") { scales };
scale.SetAction((parsed, cancellation) => ScaleLedgers.RunAsync(parsed.GetRequiredValue(scales), cancellation));

var raceSizes = Sizes("--items", "How many items there are", 2_000, 20_000, 100_000);
var raceDue = new Option<int>("--due") { Description = "How many are due in each slot.", DefaultValueFactory = _ => 1_000 };
var call = new Option<int>("--call-ms") { Description = "How long the provider takes for a message." };
var limit = new Option<int>("--limit") { Description = "After how many seconds a run is given up.", DefaultValueFactory = _ => 300 };
var only = new Option<string[]>("--only") { Description = "A part of the names of those that run; may be repeated. Default: all run." };
only.Validators.Add(given =>
{
    foreach (var part in given.Tokens.Select(t => t.Value).Where(part => !Racers.All.Any(r => r.IsMeant(part))))
        given.AddError($"No racer's name has \"{part}\" in it: {string.Join("; ", Racers.All.Select(r => r.Name))}.");
});
var race = new Command(
    "race", "Reminders, Hangfire and Quartz in turns: load, a slot of due items cold and warm, CPU time and memory.")
{
    raceSizes, raceDue, call, starts, limit, only,
};
race.SetAction((parsed, cancellation) => RaceAll.RunAsync(
    parsed.GetRequiredValue(raceSizes),
    parsed.GetValue(raceDue),
    TimeSpan.FromMilliseconds(parsed.GetValue(call)),
    parsed.GetValue(starts),
    TimeSpan.FromSeconds(parsed.GetValue(limit)),
    parsed.GetValue(only) ?? [],
    cancellation));

var racer = new Argument<string>("racer");
var raced = new Option<int>("--items");
var patience = new Option<int>("--patience") { DefaultValueFactory = _ => 1 };
var raceRun = new Command("race-run", "One run of one racer, in this process.") { racer, raced, raceDue, call, patience };
raceRun.Hidden = true;
raceRun.SetAction((parsed, cancellation) => RaceRun.RunAsync(
    parsed.GetRequiredValue(racer),
    new(parsed.GetValue(raced), parsed.GetValue(raceDue)) { Patience = parsed.GetValue(patience) },
    TimeSpan.FromMilliseconds(parsed.GetValue(call)),
    cancellation));

var root = new RootCommand("Figures of Reminders, as docs/performance.md records them.")
{
    requests, dealOut, import, fuzz, worker, serve, compare, pages, rehearse, scale, race, raceRun,
};
return await root.Parse(args).InvokeAsync();

static Option<int[]> Sizes(string name, string description, params int[] defaults) => new(name)
{
    Description = $"{description}, separated by commas.",
    DefaultValueFactory = _ => defaults,
    CustomParser = given =>
    {
        var sizes = given.Tokens.Single().Value.Split(',')
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0).ToArray();
        if (sizes.Contains(0))
            given.AddError($"{name} takes whole numbers above 0, separated by commas.");
        return sizes;
    },
};

static Option<int> Rounds(string description, int rounds)
{
    var option = new Option<int>("--rounds") { Description = description, DefaultValueFactory = _ => rounds };
    option.Validators.Add(given =>
    {
        if (given.GetValueOrDefault<int>() < 1)
            given.AddError("--rounds takes a whole number above 0.");
    });
    return option;
}
