using System.Text.Json;
using NodaTime.Text;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>An SMS on a phone.</summary>
internal sealed record PhoneMessage(string Notice, int Attempt, string To, string Text, Instant At);

/// <summary>The phones that get the SMS in a data folder's outbox. An SMS that is sent twice is here twice.</summary>
internal sealed class Phones(string data)
{
    private readonly string path = Path.Combine(data, "outbox.jsonl");

    public IReadOnlyList<PhoneMessage> Messages()
    {
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n').Select(TryRead).OfType<PhoneMessage>()];
    }

    /// <summary>Does what a kill in the middle of a write does.</summary>
    public void LeaveHalfALine() => File.AppendAllText(path, "{\"Id\":\"SM");

    private static PhoneMessage? TryRead(string line)
    {
        try
        {
            var row = JsonDocument.Parse(line).RootElement;
            return new(
                Text("Notice"), row.GetProperty("Attempt").GetInt32(), Text("To"), Text("Text"),
                InstantPattern.ExtendedIso.Parse(Text("At")).Value);

            string Text(string name) => row.GetProperty(name).GetString()!;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
