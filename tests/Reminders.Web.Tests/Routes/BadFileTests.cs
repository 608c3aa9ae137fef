using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Reminders.Web.Tests.Routes;

/// <summary>Files that cannot be loaded: the refusal says in one line what to do, and nothing is stored.</summary>
public sealed class BadFileTests
{
    public static TheoryData<string, byte[], string> Files => new()
    {
        { "nothing", [], "file-empty" },
        { "blanks", [.. " \r\n\t\n"u8], "file-empty" },
        { "a picture named .txt", OfficeFiles.Png, "not-text" },
        { "a plan without items", [.. "关于开展检查的通知\n请各单位认真准备。\n2026年3月16日\n"u8], "no-items" },
        { "an encoding that nobody knows", [0xFF, 0x31, 0xC7, 0xE5, 0xFF, 0xFF, 0x41], "encoding-unknown" },
        { "an item twice", [.. "序号,问题,整改措施,责任领导,责任人,完成时限\n1,垃圾清运不及时,清运,周建平,林晓燕,2026年3月31日\n1,河道管护不到位,打捞,周建平,何志强,2026年4月3日\n"u8],
            "item-duplicate" },
        { "broken JSON", [.. "{\"title\":"u8], "json-invalid" },
        { "more than 10 MB", [.. Enumerable.Repeat((byte)'a', (10 * 1024 * 1024) + 1)], "file-too-large" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_plan_that_cannot_be_read_is_refused_whole(string what, byte[] content, string code)
    {
        Assert.NotEmpty(what);
        await using var office = await Office.OpenAsync();
        var before = await office.SnapshotAsync();
        var status = code == "file-too-large" ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.UnprocessableEntity;

        foreach (var query in (string[])["", "?dryRun=true"])
        {
            (await office.PostAsync("/api/plans" + query, OfficeFiles.Form(("file", "plan.txt", content)))).Refused(status, code);
            (await office.PostAsync("/api/plans" + query, new ByteArrayContent(content))).Refused(status, code);
        }

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_good_plan_with_a_bad_contact_list_stores_neither()
    {
        await using var office = await Office.OpenAsync();
        var before = await office.SnapshotAsync();

        (await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan, "姓名,电话\n林晓燕,139 0000\n")))
            .Refused(HttpStatusCode.UnprocessableEntity, "contacts-invalid");

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_form_without_the_file_says_which_field_to_use()
    {
        await using var office = await Office.OpenAsync();
        var form = OfficeFiles.Form(("plan", "plan.txt", Encoding.UTF8.GetBytes(OfficeFiles.Plan)));
        Assert.EndsWith("the form has file, contacts.",
            (await office.PostAsync("/api/plans", form)).Refused(HttpStatusCode.BadRequest, "form-invalid"), StringComparison.Ordinal);
        Assert.EndsWith("the form has file.", (await office.PutAsync("/api/contacts", OfficeFiles.Form(("list", "contacts.csv", []))))
            .Refused(HttpStatusCode.BadRequest, "form-invalid"), StringComparison.Ordinal);
        form = OfficeFiles.Form(("contacts", "contacts.csv", Encoding.UTF8.GetBytes(OfficeFiles.Contacts)));
        Assert.Contains("'file'", (await office.PostAsync("/api/plans", form)).Refused(HttpStatusCode.BadRequest, "file-missing"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_told_the_limit_that_is_in_force_for_it()
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();
        var large = new byte[45 * 1024 * 1024]; // above the default limit of the web server, and above that of two files

        HttpContent[] contents =
            [new ByteArrayContent(large), new UnmeasuredContent(large), OfficeFiles.Form(("file", "plan.txt", large))];
        foreach (var content in contents)
            Assert.Contains(" 10 MB;", (await office.PostAsync("/api/plans", content))
                .Refused(HttpStatusCode.RequestEntityTooLarge, "file-too-large"), StringComparison.Ordinal);
        foreach (var content in (HttpContent[])[new ByteArrayContent(large), new UnmeasuredContent(large)])
            Assert.Contains(" 1 MB,", (await office.PostAsync("/api/items/1-1/report", content))
                .Refused(HttpStatusCode.RequestEntityTooLarge, "body-too-large"), StringComparison.Ordinal);

        Assert.Equal(before, await office.SnapshotAsync());
    }

    /// <summary>Content of unannounced length.</summary>
    private sealed class UnmeasuredContent(byte[] content) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(content).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    [Theory]
    [InlineData("multipart/form-data")] // without its boundary
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_form_that_is_cut_off_stores_nothing(string mediaType)
    {
        await using var office = await Office.OpenAsync();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(
            $"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.txt\"\r\n\r\n{OfficeFiles.Plan}"));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);

        (await office.PostAsync("/api/plans", body)).Refused(HttpStatusCode.BadRequest, "form-broken");

        Assert.Empty(await office.System.Ledger.Plans.PlansAsync(Cancellation));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_in_the_middle_of_a_plan_stores_nothing()
    {
        await using var office = await Office.OpenAsync();
        var plan = Encoding.UTF8.GetBytes(OfficeFiles.Plan);
        var head = $"POST /api/plans HTTP/1.1\r\nHost: x\r\nx-functions-key: {office.SecretOf(KeyRole.Administrator)}\r\nContent-Type: "
            + $"text/plain\r\nContent-Length: {plan.Length}\r\n\r\n";
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(office.Address.Host, office.Address.Port, Cancellation);
            await socket.SendAsync(Encoding.ASCII.GetBytes(head), Cancellation);
            // All of the first two items, and half of the third.
            await socket.SendAsync(plan.AsMemory(0, plan.Length * 3 / 4), Cancellation);
            socket.Shutdown(SocketShutdown.Send);
            var rest = new byte[4096];
            try
            {
                while (await socket.ReceiveAsync(rest, Cancellation) > 0)
                {
                    // Until the server is done with the call.
                }
            }
            catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
            {
                // The server has ended the call by itself.
            }
        }
        Assert.Empty(await office.System.Ledger.Plans.PlansAsync(Cancellation));
    }
}
