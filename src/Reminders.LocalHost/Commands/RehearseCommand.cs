using System.CommandLine;
using System.Text.Json;
using NodaTime.Text;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>rehearse</c>: plays a plan through time and prints every SMS.</summary>
internal static class RehearseCommand
{
    private const int BufferSize = 64 * 1024;

    public static Command Make()
    {
        var (file, contacts, year, json) = (Arguments.Plan(), Arguments.Contacts(required: true), Arguments.Year(), Arguments.Json());
        var from = Arguments.Date("--from", "The first day. Default: the day of the first reminder.");
        var to = Arguments.Date("--to", $"The last day. Default: {Rehearsal.DaysAfterLastDeadline} days after the last deadline.");
        var done = Arguments.Done();
        var policy = new Option<FileInfo?>("--policy")
        {
            Description = "The policy: JSON with the names of Reminders:Policy. Default: the settings of serve.",
            HelpName = "FILE",
        };
        var data = Arguments.Data("The data folder of serve, whose settings are used.");
        var command = new Command("rehearse", "Plays the plan through time and prints every SMS: when, to whom, what, how many segments.")
        {
            file, contacts, year, from, to, policy, done, data, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (first, last) = (parsed.GetValue(from), parsed.GetValue(to));
            if (last < first)
                throw new UsageException($"--to {last:uuuu-MM-dd} is before --from {first:uuuu-MM-dd}.");
            var settings = Inputs.Settings(parsed.GetRequiredValue(data));
            var plan = await Inputs.PlanAsync(
                parsed.GetRequiredValue(file), parsed.GetValue(year), settings.Zone, settings.Limits, cancellation);
            var people = await Inputs.ContactsAsync(parsed.GetValue(contacts), settings.Limits, cancellation);
            var script = new RehearsalScript(
                plan with { Findings = [.. plan.Findings, .. people.Findings] },
                people.Contacts,
                parsed.GetValue(policy) is { } policyFile ? Inputs.Policy(policyFile) : settings.Policy,
                settings.Zone)
            {
                From = first,
                To = last,
                Done = parsed.GetValue(done) ?? [],
            };
            var count = script.Plan.Items.Length;
            if (script.Done.Select(d => d.Ordinal).Where(o => o < 1 || o > count).ToList() is [var unknown, ..])
                throw new InputRefusedException("item-unknown", $"--done names item {unknown}; the plan has items 1 to {count}.");
            await ShowAsync(new Rehearsal(script), script, parsed.GetValue(json), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task ShowAsync(Rehearsal rehearsal, RehearsalScript script, bool json, CancellationToken cancellation)
    {
        if (rehearsal.To < rehearsal.From)
        {
            throw new InputRefusedException(
                "nothing-to-rehearse",
                $"The last day {rehearsal.To:uuuu-MM-dd} is before the first {rehearsal.From:uuuu-MM-dd}; give --from and --to.");
        }
        var total = new Total();
        await using var output = new StreamWriter(Console.OpenStandardOutput(), Console.OutputEncoding, BufferSize);
        var timeline = new Timeline { Plain = output };
        var day = rehearsal.From;
        await foreach (var sms in rehearsal.PlayAsync(cancellation))
        {
            if (day != sms.At.Date)
                await output.FlushAsync(cancellation);
            day = sms.At.Date;
            total.Add(sms);
            if (json)
                await output.WriteLineAsync(SmsJson.Line(sms));
            else
                timeline.Show(sms);
        }
        await output.FlushAsync(cancellation);
        Summarise(rehearsal, script, total);
    }

    // On standard error, so that standard output holds SMS alone.
    private static void Summarise(Rehearsal rehearsal, RehearsalScript script, Total total)
    {
        var notes = Screen.Notes;
        foreach (var finding in rehearsal.Findings)
            notes.WriteLine($"plan: {finding.Message} [{finding.Code}]");
        foreach (var item in rehearsal.Items.Where(i => i.State == ItemState.Draft))
            notes.WriteLine($"item {item.Code.Ordinal} sends nothing, it waits for: {string.Join(", ", item.Missing)}");
        foreach (var item in rehearsal.Items.Where(i => i.State != ItemState.Draft))
        {
            foreach (var finding in item.Findings)
                notes.WriteLine($"item {item.Code.Ordinal}: {finding.Message} [{finding.Code}]");
        }
        notes.WriteLine(
            $"{rehearsal.From:uuuu-MM-dd} to {rehearsal.To:uuuu-MM-dd} ({script.Zone}): "
            + $"{total.Messages} SMS, {total.Segments} segments, to {total.Numbers.Count} people.");
    }

    private sealed class Total
    {
        public int Messages { get; private set; }

        public int Segments { get; private set; }

        public HashSet<PhoneNumber> Numbers { get; } = [];

        public void Add(RehearsedSms sms)
        {
            Messages++;
            Segments += sms.Size.Segments;
            Numbers.Add(sms.Notice.To);
        }
    }
}

/// <summary>The output of <c>rehearse --json</c>: a line per SMS. Its shape is a contract.</summary>
internal static class SmsJson
{
    public static string Line(RehearsedSms sms)
    {
        var notice = sms.Notice;
        return JsonSerializer.Serialize(
            new
            {
                At = OffsetDateTimePattern.Rfc3339.Format(sms.At),
                Kind = Lower(notice.Kind),
                To = new { notice.Name, Role = Lower(notice.Role), Phone = notice.To.Value },
                Steps = Steps(sms),
                sms.Message.Text,
                sms.Size.Encoding,
                sms.Size.Segments,
            },
            PlanJson.Options);
    }

    /// <summary>The steps in the SMS, such as <c>1:before-7</c>, with the item's code within the plan.</summary>
    public static IEnumerable<string> Steps(RehearsedSms sms) =>
        sms.Notice.Steps.Where(s => s.Dropped is null).Select(s => $"{s.Id.Item.Ordinal}:{s.Id.Name}").Distinct();

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
