using System.CommandLine;
using NodaTime;
using Reminders.InMemory;
using Reminders.LocalHost.Terminal;
using Reminders.Web.Settings;

namespace Reminders.LocalHost.Commands;

/// <summary><c>import</c>: shows how a plan is read, and what is missing or doubtful. Stores nothing.</summary>
internal static class ImportCommand
{
    public static Command Make()
    {
        var (file, year, contacts, json) = (Arguments.Plan(), Arguments.Year(), Arguments.Contacts(), Arguments.Json());
        var command = new Command("import", "Reads a plan and prints it with everything that is missing or doubtful; stores nothing.") { file, year, contacts, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = OfficeSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            var draft = await Inputs.PlanAsync(parsed.GetRequiredValue(file), parsed.GetValue(year), settings.Zone, settings.Limits, cancellation);
            var people = await Inputs.ContactsAsync(parsed.GetValue(contacts), cancellation);
            var system = new InMemorySystem(settings.Policy, settings.Zone, SystemClock.Instance.GetCurrentInstant());
            var read = await system.Load.RunAsync(draft, people, dryRun: true, new("import"), cancellation);
            if (parsed.GetValue(json))
                PlanJson.Write(Console.Out, draft, read);
            else
                PlanTable.Write(draft, read);
            return 0;
        });
        return command;
    }
}
