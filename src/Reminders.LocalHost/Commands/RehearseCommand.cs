using System.CommandLine;

namespace Reminders.LocalHost.Commands;

/// <summary><c>rehearse</c>: plays a plan through time and prints every SMS.</summary>
internal static class RehearseCommand
{
    public static Command Make()
    {
        var (file, contacts, year, json, done) = (Arguments.Plan(), Arguments.Contacts(required: true), Arguments.Year(), Arguments.Json(), Arguments.Done());
        var from = Arguments.Date("--from", "The first day; by default the day of the first reminder.");
        var to = Arguments.Date("--to", $"The last day; by default {Rehearsal.DaysAfterLastDeadline} days after the last deadline.");
        var policy = new Option<FileInfo?>("--policy") { Description = "The policy: JSON with the names of Reminders:Policy; by default the settings of the environment.", HelpName = "FILE" };
        var command = new Command("rehearse", "Plays the plan through time and prints every SMS: when, to whom, what, how many segments.")
        {
            file, contacts, year, from, to, policy, done, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (first, last) = (parsed.GetValue(from), parsed.GetValue(to));
            if (last < first)
                throw new UsageException($"--to {last:uuuu-MM-dd} is before --from {first:uuuu-MM-dd}.");
            var settings = OfficeSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            var script = new RehearsalScript(
                await Inputs.PlanAsync(parsed.GetRequiredValue(file), parsed.GetValue(year), settings.Zone, settings.Limits, cancellation),
                await Inputs.ContactsAsync(parsed.GetValue(contacts), settings.Limits, cancellation),
                parsed.GetValue(policy) is { } policyFile ? Inputs.Policy(policyFile) : settings.Policy,
                settings.Zone)
            {
                From = first,
                To = last,
                Done = parsed.GetValue(done) ?? [],
            };
            if (script.Done.Where(d => d.Ordinal < 1 || d.Ordinal > script.Plan.Items.Length).Select(d => (int?)d.Ordinal).FirstOrDefault() is { } unknown)
                throw new InputRefusedException("item-unknown", $"--done names item {unknown}; the plan has items 1 to {script.Plan.Items.Length}.");
            await ShowAsync(new Rehearsal(script), script, parsed.GetValue(json), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task ShowAsync(Rehearsal rehearsal, RehearsalScript script, bool json, CancellationToken cancellation)
    {
        if (rehearsal.To < rehearsal.From)
            throw new InputRefusedException("nothing-to-rehearse", $"The last day {rehearsal.To:uuuu-MM-dd} is before the first {rehearsal.From:uuuu-MM-dd}; give --from and --to.");
        var messages = new List<RehearsedSms>();
        var timeline = new Timeline();
        await foreach (var sms in rehearsal.PlayAsync(cancellation))
        {
            messages.Add(sms);
            if (json)
                await Console.Out.WriteLineAsync(SmsJson.Line(sms));
            else
                timeline.Show(sms);
        }
        RehearsalSummary.Write(rehearsal, script, messages);
    }
}
