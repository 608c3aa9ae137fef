using System.Text.Json;
using NodaTime.Text;
using Reminders.Core.Contacts;
using Reminders.InMemory;

namespace Reminders.LocalHost.Serving;

/// <summary>
/// What the local outbox has sent, one JSON line each, flushed to disk before the message counts as taken: the provider's memory, which
/// outlives this process as a real provider's does.
/// </summary>
internal sealed class OutboxFile(string folder)
{
    private readonly string path = Path.Combine(folder, "outbox.jsonl");

    public IEnumerable<OutboxMessage> Read()
    {
        if (!File.Exists(path))
            yield break;
        foreach (var line in File.ReadLines(path))
        {
            if (TryParse(line) is { } row)
                yield return new(row.Id, new(row.Notice, row.Attempt, PhoneNumber.Parse(row.To), row.Text), InstantPattern.ExtendedIso.Parse(row.At).Value);
        }
    }

    public void Append(OutboxMessage message)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        using var writer = new StreamWriter(stream);
        if (EndsInHalfALine(stream))
            writer.WriteLine();
        writer.WriteLine(JsonSerializer.Serialize(new Row(message.ProviderId, message.Sms.Notice, message.Sms.Attempt, message.To.Value, message.Text, InstantPattern.ExtendedIso.Format(message.At))));
        writer.Flush();
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Goes to the end, and tells whether a kill has left half a line there. The next line must not grow onto it, or both would be lost.</summary>
    private static bool EndsInHalfALine(FileStream stream)
    {
        if (stream.Length == 0)
            return false;
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() != '\n';
    }

    // A kill in the middle of a line leaves half of it: that message was never taken.
    private static Row? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Row>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Row(string Id, string Notice, int Attempt, string To, string Text, string At);
}
