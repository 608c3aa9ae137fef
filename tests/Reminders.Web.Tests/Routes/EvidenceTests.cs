using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Reminders.Web.Tests.Routes;

/// <summary>Adding, listing and fetching evidence.</summary>
public sealed class EvidenceTests
{
    private const string Path = "/api/items/1-1/evidence";

    [Fact]
    public async Task A_photo_is_added_listed_with_its_item_and_fetched_as_it_was()
    {
        await using var office = await Office.OpenLoadedAsync();

        var answer = await office.PostAsync(Path, Form(EvidenceFiles.Jpeg(), "整改后.jpg", note: " 已清运 ", by: "林晓燕"), KeyRole.Operator);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var added = answer.Ok();
        Assert.Equal(("整改后.jpg", "image/jpeg", "已清运", "林晓燕"),
            (added.Text("name"), added.Text("mediaType"), added.Text("note"), added.GetProperty("by").Text("name")));
        Assert.Equal(
            ("operator", EvidenceFiles.Jpeg().Length), (added.GetProperty("by").Text("recordedBy"), added.GetProperty("bytes").GetInt32()));
        var file = (await office.GetAsync("/api/items/1-1", KeyRole.Viewer)).Ok();
        Assert.Equal(added.ToString(), Assert.Single(file.GetProperty("evidence").EnumerateArray()).ToString());
        Assert.Equal(["Load", "AddEvidence"], file.GetProperty("history").EnumerateArray().Select(h => h.Text("action")));
        Assert.Equal("open", file.GetProperty("item").Text("state"));

        var (content, headers) = await office.DownloadAsync($"{Path}/{added.Text("id")}", KeyRole.Viewer);
        Assert.Equal(EvidenceFiles.Jpeg(), content);
        Assert.Equal(("image/jpeg", content.LongLength), (headers.ContentType?.ToString(), headers.ContentLength));
        Assert.Equal(("attachment", "整改后.jpg"), (headers.ContentDisposition?.DispositionType, headers.ContentDisposition?.FileNameStar));
    }

    [Fact]
    public async Task A_file_that_is_fetched_is_nothing_that_a_browser_runs_or_keeps()
    {
        await using var office = await Office.OpenLoadedAsync();
        var id = (await office.PostAsync(Path, Form(EvidenceFiles.Pdf, "page.html"))).Ok().Text("id");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = office.Address };
        http.DefaultRequestHeaders.Add(Web.Routes.ApiRoutes.KeyHeader, office.SecretOf(KeyRole.Viewer));

        using var answer = await http.GetAsync(new Uri($"{Path}/{id}", UriKind.Relative), Cancellation);

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(("application/pdf", "page.html.pdf"),
            (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.FileName));
    }

    [Fact]
    public async Task A_link_is_added_and_listed_and_there_is_no_file_of_it()
    {
        await using var office = await Office.OpenLoadedAsync();

        var added = (await office.PostAsync(Path, """{"link":"https://example.org/公示","note":"已公示","by":"林晓燕"}""")).Ok();

        Assert.Equal(("https://example.org/%E5%85%AC%E7%A4%BA", "example.org", "已公示"),
            (added.Text("link"), added.Text("name"), added.Text("note")));
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null), (added.GetProperty("mediaType").ValueKind, added.GetProperty("bytes").ValueKind));
        Assert.Equal("林晓燕", added.GetProperty("by").Text("name"));
        (await office.GetAsync($"{Path}/{added.Text("id")}")).Refused(HttpStatusCode.NotFound, "evidence-is-link");
    }

    [Fact]
    public async Task The_same_evidence_again_answers_the_stored_one_and_writes_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        var first = await office.PostAsync(Path, Form(EvidenceFiles.Jpeg(), "1.jpg"));
        var before = await office.SnapshotAsync();

        var again = await office.PostAsync(Path, Form(EvidenceFiles.Jpeg(), "2.jpg", note: "再传"));

        Assert.Equal((HttpStatusCode.OK, first.Body), (again.Status, again.Body));
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("/api/items/9-9/evidence")]
    [InlineData("/api/items/one/evidence")]
    public async Task An_item_that_is_not_there_has_no_evidence(string path)
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync(path, Form(EvidenceFiles.Jpeg(), "1.jpg"))).Refused(HttpStatusCode.NotFound, "not-found");
        (await office.PostAsync(path, """{"link":"https://example.org"}""")).Refused(HttpStatusCode.NotFound, "not-found");
        (await office.GetAsync(path + "/abc")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Evidence_of_another_item_is_not_fetched_under_this_one()
    {
        await using var office = await Office.OpenLoadedAsync();
        var id = (await office.PostAsync(Path, Form(EvidenceFiles.Jpeg(), "1.jpg"))).Ok().Text("id");
        (await office.GetAsync($"/api/items/1-2/evidence/{id}")).Refused(HttpStatusCode.NotFound, "not-found");
        (await office.GetAsync($"{Path}/..%2F..%2F{id}")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_file_that_the_store_has_lost_is_said_to_be_lost()
    {
        await using var office = await Office.OpenLoadedAsync();
        var photo = EvidenceFiles.Photo();
        await office.System.UseCases.ActOnItem.RunAsync(new(1, 1), new AddItemEvidence(new("林晓燕"), photo, "", new()), Cancellation);
        (await office.GetAsync($"{Path}/{photo.Sha256[..32]}")).Refused(HttpStatusCode.NotFound, "evidence-lost");
    }

    public static TheoryData<string, byte[], string, string> BadFiles => new()
    {
        { "a page named .jpg", [.. "<html><script>alert(1)</script></html>"u8], "evidence-kind-refused", "an HTML page" },
        { "a drawing", [.. "<svg onload='alert(1)'/>"u8], "evidence-kind-refused", "an SVG picture" },
        { "a document", [.. "PK\u0003\u0004..word/document.xml"u8], "evidence-kind-refused", "a Word document" },
        { "nothing", [], "file-empty", "empty" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_file_that_is_no_photo_and_no_PDF_is_refused_by_its_content(
        string what, byte[] content, string code, string said)
    {
        Assert.NotEmpty(what);
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();

        Assert.Contains(said, (await office.PostAsync(Path, Form(content, "整改后.jpg", mediaType: "image/jpeg")))
            .Refused(HttpStatusCode.UnprocessableEntity, code), StringComparison.Ordinal);

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("""{"link":"javascript:alert(1)"}""", HttpStatusCode.UnprocessableEntity, "link-invalid")]
    [InlineData("""{"link":"https://user:secret@example.org/"}""", HttpStatusCode.UnprocessableEntity, "link-has-credentials")]
    [InlineData("""{"note":"没有链接"}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"link":null}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("""{"link":"https://example.org","url":""}""", HttpStatusCode.BadRequest, "body-invalid")]
    [InlineData("", HttpStatusCode.BadRequest, "body-invalid")]
    public async Task A_link_that_cannot_be_used_is_refused(string json, HttpStatusCode status, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();
        Assert.DoesNotContain("secret", (await office.PostAsync(Path, json)).Refused(status, code), StringComparison.Ordinal);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_by_its_length_or_by_its_first_byte_too_many()
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();
        var large = new byte[(10 * 1024 * 1024) + 1];
        EvidenceFiles.Jpeg().CopyTo(large, 0);

        (await office.PostAsync(Path, Form(large, "1.jpg"))).Refused(HttpStatusCode.RequestEntityTooLarge, "file-too-large");
        var unsaid = Form(large, "1.jpg");
        using var chunks = new StreamContent(new UnseekableStream(await unsaid.ReadAsStreamAsync(Cancellation)));
        chunks.Headers.ContentType = unsaid.Headers.ContentType;
        (await office.PostAsync(Path, chunks)).Refused(HttpStatusCode.RequestEntityTooLarge, "file-too-large");

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task An_enormous_file_is_refused_before_it_has_come()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(office.Address.Host, office.Address.Port, Cancellation);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"POST {Path} HTTP/1.1\r\nHost: x\r\nx-functions-key: {office.SecretOf(KeyRole.Operator)}\r\nContent-Type: "
                    + $"multipart/form-data; boundary=x\r\nContent-Length: 9000000000\r\n\r\n"),
            Cancellation);

        var answer = new byte[64];
        await socket.ReceiveAsync(answer, Cancellation);

        Assert.StartsWith("HTTP/1.1 413", Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multipart/form-data", "form-broken")] // without its boundary
    [InlineData("multipart/form-data; boundary=x", "form-broken")]
    [InlineData("multipart/form-data; boundary=y", "form-broken")]
    public async Task A_form_that_is_cut_off_keeps_nothing(string mediaType, string code)
    {
        await using var office = await Office.OpenLoadedAsync();
        var before = await office.SnapshotAsync();
        using var body = new ByteArrayContent(
            [.. "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"1.jpg\"\r\n\r\n"u8, .. EvidenceFiles.Jpeg()]);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);

        (await office.PostAsync(Path, body)).Refused(HttpStatusCode.BadRequest, code);

        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_form_holds_one_file_and_texts_that_are_no_books()
    {
        await using var office = await Office.OpenLoadedAsync();
        Assert.Contains("'photo'", (await office.PostAsync(Path, OfficeFiles.Form(("photo", "1.jpg", EvidenceFiles.Jpeg()))))
            .Refused(HttpStatusCode.BadRequest, "form-invalid"), StringComparison.Ordinal);
        Assert.Contains("'file'", (await office.PostAsync(Path, OfficeFiles.Form(("note", "note.txt", "三月"u8.ToArray()))))
            .Refused(HttpStatusCode.BadRequest, "file-missing"), StringComparison.Ordinal);
        Assert.Contains("'note'",
            (await office.PostAsync(Path, OfficeFiles.Form(("note", "1.txt", "三月"u8.ToArray()), ("note", "2.txt", "四月"u8.ToArray()))))
            .Refused(HttpStatusCode.BadRequest, "form-invalid"), StringComparison.Ordinal);
        (await office.PostAsync(
            Path, OfficeFiles.Form(("file", "1.jpg", EvidenceFiles.Jpeg("1")), ("file", "2.jpg", EvidenceFiles.Jpeg("2")))))
            .Refused(HttpStatusCode.BadRequest, "file-twice");
        Assert.Contains("'by'", (await office.PostAsync(Path, Form(EvidenceFiles.Jpeg(), "1.jpg", by: new('张', 4001))))
            .Refused(HttpStatusCode.BadRequest, "body-invalid"), StringComparison.Ordinal);
        Assert.Contains("'note'", (await office.PostAsync(Path, Form(EvidenceFiles.Jpeg(), "1.jpg", note: new('a', 20_000))))
            .Refused(HttpStatusCode.BadRequest, "body-invalid"), StringComparison.Ordinal);
        (await office.PostAsync(Path, Form(EvidenceFiles.Jpeg(), "1.jpg", note: new('注', 501))))
            .Refused(HttpStatusCode.Conflict, "note-too-long");
    }

    [Fact]
    public async Task Evidence_is_taken_after_closing_and_not_after_cancelling()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        (await office.PostAsync("/api/items/1-3/evidence", Form(EvidenceFiles.Jpeg(), "1.jpg"))).Ok();
        Assert.Equal("closed", (await office.GetAsync("/api/items/1-3")).Ok().GetProperty("item").Text("state"));
        (await office.PostAsync("/api/items/1-1/cancel", """{"reason":"合并到第2项"}""")).Ok();
        (await office.PostAsync(Path, Form(EvidenceFiles.Jpeg(), "1.jpg"))).Refused(HttpStatusCode.Conflict, "not-allowed-in-state");
    }

    [Fact]
    public async Task A_ledger_in_which_evidence_was_added_is_in_order()
    {
        await using var office = await Office.OpenLoadedAsync();
        await office.WatchAsync();
        (await office.PostAsync(Path, Form(EvidenceFiles.Jpeg(), "1.jpg"))).Ok();
        office.System.Clock.SetTo(Office.Start + Duration.FromDays(1));
        Assert.True((await office.WatchAsync()).Holds);
    }

    internal static MultipartFormDataContent Form(
        byte[] content, string name, string? note = null, string? by = null, string? mediaType = null)
    {
        var form = OfficeFiles.Form(("file", name, content));
        if (mediaType is not null)
            form.Single().Headers.ContentType = new(mediaType);
        if (note is not null)
            form.Add(new StringContent(note), "note");
        if (by is not null)
            form.Add(new StringContent(by), "by");
        return form;
    }

    /// <summary>A stream of unknown length, whose request goes out in chunks.</summary>
    private sealed class UnseekableStream(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
