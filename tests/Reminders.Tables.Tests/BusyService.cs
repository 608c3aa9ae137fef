using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Reminders.Tables.Tests;

/// <summary>The answer of a busy table service to one try.</summary>
/// <param name="Status">503 ServerBusy, 429, 500 OperationTimedOut.</param>
/// <param name="TookEffect">Whether the service carried the request out before.</param>
/// <param name="RetryAfter">The milliseconds after which the client may try again; null for no such header.</param>
/// <param name="InBatch">Whether the status of a batch stands inside of an answer 202.</param>
public sealed record Busy(int Status, bool TookEffect = false, int? RetryAfter = null, bool InBatch = false)
{
    public static ImmutableArray<int> Statuses { get; } = [503, 429, 500];

    public static Busy Drawn(Random random) =>
        new(Statuses[random.Next(Statuses.Length)], random.Next(2) == 0, random.Next(2) == 0 ? 1 : null, random.Next(2) == 0);
}

/// <summary>A table service that is too busy for some of the tries of the SDK.</summary>
public sealed class BusyService
{
    private readonly Lock gate = new();

    /// <summary>Gets the number of the retry, 0 for the first try; null lets the try through.</summary>
    public Func<int, Busy?> Next { get; set; } = _ => null;

    public int Tries { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Is busy for some percent of the tries, but not for the last one of any request.</summary>
    public static BusyService At(int percent, int seed)
    {
        var random = new Random(seed);
        return new()
        {
            Next = retry => retry < TableAccount.NewOptions().Retry.MaxRetries && random.Next(100) < percent ? Busy.Drawn(random) : null,
        };
    }

    /// <summary>Is busy from the n-th try after now on.</summary>
    public void From(int n, Busy answer)
    {
        (Refused, n) = (0, Tries + n);
        Next = _ => Tries >= n ? answer : null;
    }

    public HttpPipelineTransport Over(HttpPipelineTransport tables) => new Transport(this, tables);

    private Busy? AnswerTo(HttpMessage message)
    {
        lock (gate)
        {
            Tries++;
            var busy = Next(message.ProcessingContext.RetryNumber);
            Refused += busy is null ? 0 : 1;
            return busy;
        }
    }

    private sealed class Transport(BusyService service, HttpPipelineTransport tables) : HttpPipelineTransport
    {
        public override Request CreateRequest() => tables.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            var busy = service.AnswerTo(message);
            if (busy is not { TookEffect: false })
                await tables.ProcessAsync(message);
            if (busy is null)
                return;
            if (message.HasResponse)
                message.Response.Dispose();
            message.Response = new BusyResponse(busy, message.Request.Uri.Path, message.Request.ClientRequestId);
        }
    }
}

/// <summary>The answer of a busy service, as it comes over the line.</summary>
internal sealed class BusyResponse : Response
{
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);

    public BusyResponse(Busy busy, string path, string clientRequestId)
    {
        var code = busy.Status == 500 ? "OperationTimedOut" : "ServerBusy";
        var body = "{\"odata.error\":{\"code\":\"" + code + "\",\"message\":{\"lang\":\"en-US\",\"value\":\"The server is busy.\"}}}";
        (Status, ClientRequestId) = (busy.Status, clientRequestId);
        headers["Content-Type"] = "application/json";
        if (busy.InBatch && path.EndsWith("$batch", StringComparison.Ordinal))
        {
            Status = 202;
            headers["Content-Type"] = "multipart/mixed; boundary=batchresponse_1";
            body = "--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n--changesetresponse_1\r\n"
                + "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + $"HTTP/1.1 {busy.Status} Busy\r\nContent-Type: application/json\r\n\r\n{body}\r\n"
                + "--changesetresponse_1--\r\n--batchresponse_1--\r\n";
        }
        else if (busy.RetryAfter is { } milliseconds)
            headers["x-ms-retry-after-ms"] = milliseconds.ToString(CultureInfo.InvariantCulture);
        ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(body));
    }

    public override int Status { get; }

    public override string ReasonPhrase => "Busy";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(h => new HttpHeader(h.Key, h.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
