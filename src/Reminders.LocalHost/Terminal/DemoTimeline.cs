using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>The demo's timeline: SMS as they leave, and what people do in between.</summary>
internal sealed class DemoTimeline(InMemorySystem system, DateTimeZone zone)
{
    private readonly Timeline timeline = new();
    private int shown;

    public async Task ShowSmsAsync(CancellationToken cancellation)
    {
        for (; shown < system.Outbox.Messages.Count; shown++)
            timeline.Show(await RehearsedSms.OfAsync(system, system.Outbox.Messages[shown], zone, cancellation));
    }

    public void ShowEvent(DemoEvent happening)
    {
        timeline.Day(happening.At.Date);
        Screen.Out.Write(new Text($"  {happening.At:HH:mm} {happening.Telling}", new Style(Color.Aqua)));
        Screen.Out.WriteLine();
    }
}
