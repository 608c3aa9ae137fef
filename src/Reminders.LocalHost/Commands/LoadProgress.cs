using Reminders.Core.Plans;
using Reminders.LocalHost.Terminal;
using Reminders.Web.Json;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary>How far an office has got with a plan that it loads: a line on standard error for each tenth, of plans that take longer than a moment.</summary>
internal static class LoadProgress
{
    private const int Parts = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Tells it until the load is over, however it ends; how it ended the load itself says.</summary>
    public static async Task TellAsync(OfficeClient office, PlanView plan, Task load, CancellationToken cancellation)
    {
        for (var told = 0; await Task.WhenAny(load, Task.Delay(Pause, cancellation)) != load && !cancellation.IsCancellationRequested;)
        {
            if (await TryAskAsync(office, plan.Number, cancellation) is not { IsComplete: false } so || so.Written * Parts / plan.ItemCount <= told)
                continue;
            told = so.Written * Parts / plan.ItemCount;
            Screen.Notes.WriteLine($"Plan {plan.Number}: {so.Written} of {plan.ItemCount} items are written.");
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
            return null; // its number is not taken yet, or the office is of a version that does not tell
        }
    }

    private sealed record Progress(bool IsComplete, int Written);
}
