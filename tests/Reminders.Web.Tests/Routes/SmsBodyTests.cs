using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Reminders.Web.Tests.Routes;

/// <summary>
/// Cut-off, odd and enormous bodies at the provider's two addresses. All are signed, since unsigned ones are refused earlier.
/// </summary>
public sealed class SmsBodyTests
{
    private const string Sms = "AccountSid=" + Office.Account
        + "&MessageSid=SM1&From=%2B8613900000001&Body=1-1+%E5%B7%B2%E5%AE%8C%E6%88%90";

    public static TheoryData<string, string?, byte[]> Odd => new()
    {
        { "empty", ProviderCalls.Form, [] },
        { "nothing but marks", ProviderCalls.Form, "&&=&=="u8.ToArray() },
        { "names without values", ProviderCalls.Form, "MessageStatus&MessageSid&From&Body"u8.ToArray() },
        { "cut off in its first field", ProviderCalls.Form, "MessageSta"u8.ToArray() },
        { "cut off before the text", ProviderCalls.Form, Encoding.UTF8.GetBytes(Sms[..Sms.IndexOf("&Body", StringComparison.Ordinal)]) },
        { "cut off in the number", ProviderCalls.Form,
            Encoding.UTF8.GetBytes(Sms[..(Sms.IndexOf("%2B861", StringComparison.Ordinal) + 6)]) },
        { "cut off in a character", ProviderCalls.Form, "MessageSid=SM1&From=%2B8613900000001&Body=%E5%B7"u8.ToArray() },
        { "the sender twice", ProviderCalls.Form, Encoding.UTF8.GetBytes(Sms + "&From=%2B8613900000002") },
        { "the status twice", ProviderCalls.Form, "MessageStatus=delivered&MessageStatus=delivered"u8.ToArray() },
        { "no UTF-8", ProviderCalls.Form,
            [.. "MessageSid=SM1&From=%2B8613900000001&MessageStatus=delivered"u8, 0xFF, 0xFE, .. "&Body="u8, 0xC3, 0x28] },
        { "escaped bytes that are no UTF-8", ProviderCalls.Form,
            "MessageStatus=%FF&From=%2B8613900000001&MessageSid=SM1&Body=%FF%FE%00"u8.ToArray() },
        { "seven thousand fields", ProviderCalls.Form,
            Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(0, 7000).Select(n => $"f{n}=x"))) },
        { "one field nine thousand times", ProviderCalls.Form,
            Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Repeat("Body=x", 9000))) },
        { "a form of several parts", "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"MessageStatus\"\r\n\r\ndelivered\r\n--x--\r\n"u8.ToArray() },
        { "a form that says it is text", "text/plain", "MessageStatus=delivered"u8.ToArray() },
        { "no type", null, "MessageStatus=delivered"u8.ToArray() },
        { "a JSON list", "application/json", "[1,2]"u8.ToArray() },
        { "JSON that is cut off", "application/json", """{"MessageStatus":"deliv"""u8.ToArray() },
        { "JSON of half a character", "application/json", "{\"MessageStatus\":\"\\ud800\"}"u8.ToArray() },
        { "a JSON name of half a character", "application/json", "{\"\\udc00\":1}"u8.ToArray() },
        { "deep JSON", "application/json", Encoding.UTF8.GetBytes(new string('[', 30_000)) },
        { "JSON whose fields are none", "application/json",
            """{"MessageStatus":{"MessageStatus":"delivered"},"From":["+8613900000001"],"Body":null,"MessageSid":7}"""u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task An_odd_body_is_answered_and_changes_nothing(string remark, string? mediaType, byte[] body)
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var before = await office.SnapshotAsync();

        foreach (var path in new[] { ProviderCalls.Path(notice), Webhooks.InboundPath })
        {
            var (called, content) = ProviderCalls.Raw(path, body, mediaType);
            var answer = await office.PostAsync(called, content);
            Assert.True((int)answer.Status is 200 or 204 or 400, $"{remark}: {(int)answer.Status} {answer.Body}");
        }

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_body_of_64_KB_is_read_and_one_byte_more_is_refused()
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var path = ProviderCalls.Path(notice);
        var most = Encoding.ASCII.GetBytes("MessageStatus=delivered&x=".PadRight(64 * 1024, 'x'));

        (await office.PostAsync(path, ProviderCalls.Raw(path, [.. most, (byte)'x']).Content))
            .Refused(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        Assert.Equal(NoticeState.Sent, await StateAsync(office, notice));
        Assert.Equal(HttpStatusCode.NoContent, (await office.PostAsync(path, ProviderCalls.Raw(path, most).Content)).Status);
        Assert.Equal(NoticeState.Delivered, await StateAsync(office, notice));
    }

    [Theory]
    [InlineData(20_000_000)]
    [InlineData(2_000_000_000)]
    public async Task An_enormous_call_is_refused_before_it_has_come_in(long length)
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var before = await office.SnapshotAsync();

        foreach (var path in new[] { ProviderCalls.Path(notice), Webhooks.InboundPath })
        {
            await using var stream = await SendAsync(office, path, length, new('x', 100_000));
            // The rest never comes, and the call is still answered.
            Assert.StartsWith("HTTP/1.1 413", await AnswerAsync(stream), StringComparison.Ordinal);
        }

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_call_that_breaks_off_changes_nothing()
    {
        var (office, notice) = await ProviderCalls.SentAsync();
        await using var _ = office;
        var before = await office.SnapshotAsync();

        foreach (var (path, body) in new[] { (ProviderCalls.Path(notice), "MessageStatus=delivered"), (Webhooks.InboundPath, Sms) })
        {
            await using (await SendAsync(office, path, body.Length + 1, body)) { } // hung up
            await using var stream = await SendAsync(office, path, body.Length + 1, body);
            stream.Socket.Shutdown(SocketShutdown.Send);
            Assert.DoesNotContain(" 20", await AnswerAsync(stream), StringComparison.Ordinal);
        }

        Assert.Equal(before, await office.SnapshotAsync());
    }

    private static async Task<NoticeState> StateAsync(Office office, Notice notice) =>
        (await office.System.Ledger.Notices.FindNoticeAsync(notice.Id, Cancellation))!.Value.State;

    /// <summary>The first line of the answer, empty when the connection was closed or reset instead.</summary>
    private static async Task<string> AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        try
        {
            return await reader.ReadLineAsync(Cancellation) ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>A call over a bare connection that announces more bytes than it brings, and is signed for those it brings.</summary>
    private static async Task<NetworkStream> SendAsync(Office office, string path, long length, string body)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(office.Address.Host, office.Address.Port, Cancellation);
        var fields = QueryHelpers.ParseQuery(body).ToDictionary(f => f.Key, f => f.Value.ToString());
        var head = $"""
            POST {path} HTTP/1.1
            Host: {office.Address.Authority}
            {Webhooks.SignatureHeader}: {Office.Sign(Office.Token, new Uri(Office.PublicUrl, path).AbsoluteUri, fields)}
            Content-Type: {ProviderCalls.Form}
            Content-Length: {length}


            """.ReplaceLineEndings("\r\n");
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + body), Cancellation);
        return stream;
    }
}
