using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using NodaTime.Text;

namespace Reminders.LocalHost.Serving;

/// <summary>
/// Stands in for the SMS provider: a file with one JSON line for each message. All <c>serve</c> processes on the data folder share it. It
/// does not detect repeats. A lock file serialises the senders, so that a question sees every accepted message; readers of the messages do
/// not take the lock.
/// </summary>
/// <param name="folder">The data folder.</param>
/// <param name="clock">Gives the moment of sending.</param>
/// <param name="taken">Receives every message that this process sends.</param>
internal sealed class FileSmsSender(string folder, IClock clock, Action<OutboxMessage> taken) : ISmsSender
{
    private static readonly Duration GivesUpAfter = Duration.FromMinutes(2);

    private readonly string path = PathIn(folder);
    private readonly string turns = Path.Combine(folder, "outbox.lock");

    public static string PathIn(string folder) => Path.Combine(folder, "outbox.jsonl");

    public async Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        var asked = clock.GetCurrentInstant();
        OutboxMessage message;
        await using (var turn = await HeldFile.TryHoldAsync(turns, GivesUpAfter, cancellation))
        {
            // Checked under the lock, so no delay can come between this check and the line.
            var now = clock.GetCurrentInstant();
            if (turn is null || now > asked + GivesUpAfter)
                return new SendOutcome.Later("outbox-busy");
            message = new($"SM{Guid.NewGuid():N}", sms, now);
            Append(message);
        }
        taken(message);
        return new SendOutcome.Accepted(message.ProviderId);
    }

    public async Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation)
    {
        await using var turn = await HeldFile.TryHoldAsync(turns, GivesUpAfter, cancellation)
            ?? throw new IOException($"{turns} is held by another process.");
        return await ReadAsync(cancellation)
            .FirstOrDefaultAsync(m => m.Sms.Reference == sms.Reference && m.At >= since, cancellation) is { } found
            ? new(found.ProviderId, Delivered: true)
            : null;
    }

    /// <summary>All messages, oldest first.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> MessagesAsync(CancellationToken cancellation) =>
        await ReadAsync(cancellation).ToListAsync(cancellation);

    private async IAsyncEnumerable<OutboxMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(Open());
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (TryParse(line) is { } message)
                yield return message;
        }
    }

    private FileStream Open() => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    // Flushed to disk before the message counts as sent: a provider's memory survives every crash.
    private void Append(OutboxMessage message)
    {
        using var file = Open();
        var at = InstantPattern.ExtendedIso.Format(message.At);
        var row = new Row(message.ProviderId, message.Sms.Notice, message.Sms.Attempt, message.To.Value, message.Text, at);
        var line = JsonSerializer.Serialize(row) + "\n";
        file.Write(Encoding.UTF8.GetBytes(EndsInHalfALine(file) ? "\n" + line : line));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Seeks to the end. True if a crash has left half a line there; the next line must not continue it.</summary>
    private static bool EndsInHalfALine(FileStream file)
    {
        if (file.Length == 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    // A crash can leave half a line; that message was never sent.
    private static OutboxMessage? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Row>(line) is { } row
                ? new(
                    row.Id,
                    new(row.Notice, row.Attempt, PhoneNumber.Parse(row.To), row.Text),
                    InstantPattern.ExtendedIso.Parse(row.At).Value)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Row(string Id, string Notice, int Attempt, string To, string Text, string At);
}
