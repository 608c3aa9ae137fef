using System.CommandLine;
using Reminders.Benchmarks;

var due = new Option<int>("--due") { Description = "How many items are due.", DefaultValueFactory = _ => 500 };
var plans = new Option<int>("--plans") { Description = "How many plans the due items stand in, the same number in each.", DefaultValueFactory = _ => 20 };
var perPerson = new Option<int>("--per-person") { Description = "How many due items one person answers for, and so one SMS tells.", DefaultValueFactory = _ => 1 };
var ledgers = new Option<string>("--ledgers") { Description = "The sizes of the ledgers in items, separated by commas.", DefaultValueFactory = _ => "10000,200000" };

var requests = new Command("requests", "Counts the storage requests of a scan and of sending all that it queues.") { due, plans, perPerson, ledgers };
requests.SetAction((parsed, cancellation) => CountRequests.RunAsync(
    parsed.GetValue(due),
    parsed.GetValue(plans),
    parsed.GetValue(perPerson),
    [.. parsed.GetValue(ledgers)!.Split(',').Select(int.Parse)],
    cancellation));

return await new RootCommand("Figures of Reminders, as docs/performance.md records them.") { requests }.Parse(args).InvokeAsync();
