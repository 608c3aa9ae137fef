namespace Reminders.LocalHost.Commands;

/// <summary>How far an office has got with a plan that it loads: a line for each tenth, of plans that take longer than a moment.</summary>
internal static class LoadProgress
{
    private const int Parts = 10;

    /// <summary>Tells it until the load is over, however it ends; how it ended the load itself says.</summary>
    /// <param name="office">The office that loads the plan.</param>
    /// <param name="plan">The plan, with as many items as its file has.</param>
    /// <param name="load">The load.</param>
    /// <param name="pause">How long to wait before asking, and between.</param>
    /// <param name="tell">Takes a line.</param>
    /// <param name="cancellation">Ends the telling.</param>
    public static async Task TellAsync(OfficeClient office, PlanView plan, Task load, TimeSpan pause, Action<string> tell, CancellationToken cancellation)
    {
        for (var told = 0; await Task.WhenAny(load, Task.Delay(pause, cancellation)) != load && !cancellation.IsCancellationRequested;)
        {
            if (await TryAskAsync(office, plan.Number, cancellation) is not { IsComplete: false } now || now.Written * Parts / plan.ItemCount <= told)
                continue;
            told = now.Written * Parts / plan.ItemCount;
            tell($"Plan {plan.Number}: {now.Written} of {plan.ItemCount} items are written.");
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
