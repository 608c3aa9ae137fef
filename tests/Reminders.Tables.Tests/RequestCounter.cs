using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Reminders.Tables.Tests;

/// <summary>Counts requests, repetitions included, by method, by table, and by row, range or batch. It keeps no keys.</summary>
public sealed partial class RequestCounter : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentDictionary<string, int> counts = new();
    private long bytes;

    /// <summary>The bytes of all answers.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    public override void OnReceivedResponse(HttpMessage message) =>
        Interlocked.Add(ref bytes, message.Response.ContentStream is { CanSeek: true } answer ? answer.Length : 0);

    public override void OnSendingRequest(HttpMessage message) => counts.AddOrUpdate(KindOf(message.Request), 1, (_, count) => count + 1);

    /// <summary>The number of requests that the action makes.</summary>
    public async Task<int> CountAsync(Func<Task> action) => (await CountByKindAsync(action)).Values.Sum();

    /// <summary>The number of requests of each kind that the action makes.</summary>
    public async Task<SortedDictionary<string, int>> CountByKindAsync(Func<Task> action)
    {
        var before = counts.ToDictionary();
        await action();
        return new(counts.Select(c => KeyValuePair.Create(c.Key, c.Value - before.GetValueOrDefault(c.Key))).Where(c => c.Value > 0)
            .ToDictionary());
    }

    private static string KindOf(Request request)
    {
        var path = request.Uri.Path;
        if (!path.EndsWith("$batch", StringComparison.Ordinal))
            return $"{request.Method} {TableIn(path)} {(path.EndsWith("()", StringComparison.Ordinal) ? "range" : "row")}";
        // A batch does one thing to one table, which its first inner request names.
        using var body = new MemoryStream();
        request.Content!.WriteTo(body, CancellationToken.None);
        var first = InnerRequest().Match(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
        return $"{first.Groups["method"].Value} {TableIn(first.Groups["path"].Value)} batch";
    }

    private static string TableIn(string path) => Table().Match(path).Value;

    [GeneratedRegex("(Directory|Items|Agenda|Notices)(?=[(?]|$)")]
    private static partial Regex Table();

    [GeneratedRegex(@"^(?<method>[A-Z]+) (?<path>\S+) HTTP/1\.1", RegexOptions.Multiline)]
    private static partial Regex InnerRequest();
}
