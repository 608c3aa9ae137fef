using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>What a rehearsal came to, and what it left out: notes, on standard error.</summary>
internal static class RehearsalSummary
{
    public static void Write(Rehearsal rehearsal, RehearsalScript script, IReadOnlyCollection<RehearsedSms> messages)
    {
        var notes = Screen.Notes;
        foreach (var finding in rehearsal.Findings)
            notes.WriteLine($"plan: {finding.Message} [{finding.Code}]");
        foreach (var item in rehearsal.Items.Where(i => i.State == ItemState.Draft))
            notes.WriteLine($"item {item.Code.Ordinal} sends nothing, it waits for: {string.Join(", ", item.Missing)}");
        foreach (var (item, finding) in rehearsal.Items.Where(i => i.State != ItemState.Draft).SelectMany(i => i.Findings.Select(f => (i, f))))
            notes.WriteLine($"item {item.Code.Ordinal}: {finding.Message} [{finding.Code}]");
        notes.WriteLine(
            $"{rehearsal.From:uuuu-MM-dd} to {rehearsal.To:uuuu-MM-dd} ({script.Zone}): {messages.Count} SMS, {messages.Sum(m => SmsSize.Of(m.Message.Text).Segments)} segments, to {messages.Select(m => m.Notice.To).Distinct().Count()} people.");
    }
}
