using Microsoft.Azure.Functions.Worker;

namespace Reminders.BareWorker;

/// <summary>The one function of the app.</summary>
public static class Beat
{
    [Function("Beat")]
    public static void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => _ = timer;
}
