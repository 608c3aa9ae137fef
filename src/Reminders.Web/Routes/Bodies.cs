using System.ComponentModel;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Reminders.Web.Routes;

/// <summary>The body of an endpoint in the description: a type for each media type.</summary>
/// <remarks>The framework's own metadata would refuse other media types, but curl labels every body as a form by default.</remarks>
internal sealed record BodyKinds(params (string MediaType, Type Type)[] Kinds)
{
    /// <summary>The header that must hold a signature of the body; null without a signature.</summary>
    public string? SignedIn { get; init; }
}

/// <summary>A JSON object. Any Content-Type is accepted.</summary>
internal sealed record JsonBody<T>(T Value) : IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
{
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        Bodies.Hold(http, Bodies.MostOfJson, Bodies.JsonTooLarge);
        return new(await Bodies.JsonAsync<T>(http));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyKinds((MediaTypes.Json, typeof(T))));
}

internal sealed record Upload(ReadOnlyMemory<byte> Content, string? Name);

/// <summary>The files of a form, one for each property of <typeparamref name="TForm"/>; or the first file as the body.</summary>
internal sealed record Uploads<TForm>(IReadOnlyList<Upload?> Files)
    : IBindableFromHttpContext<Uploads<TForm>>, IEndpointParameterMetadataProvider
{
    private static readonly string[] Fields =
        [.. typeof(TForm).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];

    public static async ValueTask<Uploads<TForm>?> BindAsync(HttpContext http, ParameterInfo parameter) =>
        new(await Bodies.FilesAsync(http, Fields));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyKinds((MediaTypes.Form, typeof(TForm)), ("application/octet-stream", typeof(Stream))));
}

internal sealed record PlanForm(
    [property: Description("The plan: docx, doc, xlsx, xls, csv, txt or JSON.")] IFormFile File,
    [property: Description("Its contacts: CSV, XLSX or JSON.")] IFormFile? Contacts = null);

internal sealed record ContactForm([property: Description("The contacts: CSV, XLSX or JSON.")] IFormFile File);

/// <summary>A photo or a PDF in a form with a note and a name, or a link as JSON.</summary>
internal sealed record EvidenceUpload(EvidenceContent Content, string Note, string? By)
    : IBindableFromHttpContext<EvidenceUpload>, IEndpointParameterMetadataProvider
{
    public static async ValueTask<EvidenceUpload?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var limits = http.RequestServices.GetRequiredService<ApiServices>().EvidenceLimits;
        Bodies.Hold(http, limits.MaxBytes + Bodies.Wrapping, TooLarge);
        if (!Bodies.IsForm(http.Request))
        {
            var link = await Bodies.JsonAsync<LinkBody>(http);
            return new(EvidenceLink.Read(link.Link), link.Note, link.By);
        }
        var form = await Bodies.FormAsync(http, ["file", "note", "by"], TooLarge, FileTwice);
        var file = await Bodies.FileAsync(form, "file", limits.MaxBytes, TooLarge, http.RequestAborted)
            ?? throw ProblemException.BadRequest("file-missing", "Send the photo or the PDF in the form field 'file', or a link as JSON.");
        var (note, by) = (await TextAsync(http, form, "note"), await TextAsync(http, form, "by"));
        return new(EvidenceFile.Read(file.Content, file.Name, limits), note ?? "", by);

        ProblemException TooLarge() => Bodies.FileTooLarge(limits);
    }

    private static ProblemException FileTwice =>
        ProblemException.BadRequest("file-twice", "The form has more than one file; send each file in its own call.");

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyKinds((MediaTypes.Form, typeof(EvidenceForm)), (MediaTypes.Json, typeof(LinkBody))));

    private static async Task<string?> TextAsync(HttpContext http, IFormCollection form, string name)
    {
        // Some clients send a text as a file.
        var text = await Bodies.FileAsync(form, name, Bodies.Wrapping / 4, TooLong, http.RequestAborted) is { } file
            ? Encoding.UTF8.GetString(file.Content.Span)
            : form.TryGetValue(name, out var value) ? value.ToString() : null;
        if (text is null)
            return null;
        if (Folded.HasNul(text))
            throw ProblemException.BadRequest("body-invalid", $"The field '{name}' cannot be read: {BodyJson.NulFault}");
        return text.Length <= BodyJson.LongestText ? Folded.Text(text) : throw TooLong();

        ProblemException TooLong() =>
            ProblemException.BadRequest("body-invalid", $"The field '{name}' has more than {BodyJson.LongestText} characters; shorten it.");
    }

    internal sealed record EvidenceForm(
        [property: Description("A photo (JPEG, PNG, WebP, HEIC) or a PDF.")] IFormFile File, string? Note = null, string? By = null);

    internal sealed record LinkBody([property: JsonRequired] string Link, string Note = "") : ItemRoutes.ActionBody;
}

/// <summary>Reads bodies up to the limit of each endpoint.</summary>
internal static class Bodies
{
    public const int MostOfJson = 1024 * 1024;

    /// <summary>The space in a form beside its files, for boundaries, headers and texts.</summary>
    public const int Wrapping = 64 * 1024;

    public static ProblemException JsonTooLarge() => new(
        StatusCodes.Status413PayloadTooLarge, "body-too-large",
        $"The body is larger than {MostOfJson / 1024 / 1024} MB, the limit of this call.");

    /// <summary>Refuses a body with a larger Content-Length. A body without a length is read up to the limit.</summary>
    public static void Hold(HttpContext http, long most, Func<ProblemException> tooLarge, bool? isForm = null)
    {
        // The web server's limit cuts the connection, and the caller never reads the refusal. Only forms need it: the framework reads them.
        var isTooLarge = http.Request.ContentLength > most;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = (isForm ?? IsForm(http.Request)) && !isTooLarge ? most : null;
        if (isTooLarge)
            throw tooLarge();
    }

    // curl labels every body as a urlencoded form by default; only multipart can carry files.
    public static bool IsForm(HttpRequest request) =>
        request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    public static async Task<T> JsonAsync<T>(HttpContext http)
    {
        try
        {
            var body = (await ReadAsync(http.Request.Body, MostOfJson, JsonTooLarge, http.RequestAborted)).Span;
            if (body.StartsWith(Encoding.UTF8.Preamble)) // some editors write a byte order mark
                body = body[Encoding.UTF8.Preamble.Length..];
            return JsonSerializer.Deserialize<T>(body, BodyJson.Options)
                ?? throw ProblemException.BadRequest("body-missing", "The body must be a JSON object.");
        }
        catch (JsonException broken)
        {
            throw ProblemException.BadRequest(
                "body-invalid", $"The body is invalid at {broken.Path ?? "$"}: {BodyJson.Fault(broken)}");
        }
    }

    /// <summary>Reads files as fields of a form, or the first file as the body; null for each missing file.</summary>
    public static async Task<Upload?[]> FilesAsync(HttpContext http, string[] fields)
    {
        var limits = http.RequestServices.GetRequiredService<ApiServices>().FileLimits;
        Hold(http, ((long)limits.MaxBytes * fields.Length) + Wrapping, TooLarge);
        var files = new Upload?[fields.Length];
        if (IsForm(http.Request))
        {
            var form = await FormAsync(http, fields, TooLarge);
            for (var field = 0; field < fields.Length; field++)
                files[field] = await FileAsync(form, fields[field], limits.MaxBytes, TooLarge, http.RequestAborted);
        }
        else
        {
            files[0] = new(await ReadAsync(http.Request.Body, limits.MaxBytes, TooLarge, http.RequestAborted), null);
        }
        return files;

        ProblemException TooLarge() => FileTooLarge(limits);
    }

    public static ProblemException FileTooLarge(FileLimits limits) => new(
        StatusCodes.Status413PayloadTooLarge, "file-too-large",
        $"The file has more than {limits.MaxMegabytes} MB; split it or remove pictures.");

    public static ProblemException FileTooLarge(EvidenceLimits limits) => new(
        StatusCodes.Status413PayloadTooLarge, "file-too-large",
        $"The file has more than {limits.MaxMegabytes} MB; send a smaller picture or a part of the document.");

    /// <summary>Reads a form and refuses unknown and repeated fields.</summary>
    public static async Task<IFormCollection> FormAsync(
        HttpContext http, string[] fields, Func<ProblemException> tooLarge, ProblemException? fileTwice = null)
    {
        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var names = form.Files.Select(f => f.Name).Concat(form.SelectMany(f => f.Value, (f, _) => f.Key)).ToList();
            if (names.FirstOrDefault(n => !fields.Contains(n, StringComparer.OrdinalIgnoreCase)) is { } unknown)
                throw ProblemException.BadRequest(
                    "form-invalid", $"There is no field '{QueryFilter.Shown(unknown)}' here; the form has {string.Join(", ", fields)}.");
            if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(n => n.Count() > 1) is { } twice)
                throw twice.Key == "file" && fileTwice is not null ? fileTwice : ProblemException.BadRequest(
                    "form-invalid", $"The form has the field '{QueryFilter.Shown(twice.Key)}' twice; send it once.");
            return form;
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw tooLarge();
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            var orAsBody = fileTwice is null ? ", or as the body" : "";
            throw ProblemException.BadRequest(
                "form-broken", $"The multipart form is cut off or malformed; send the file in the form field 'file'{orAsBody}.");
        }
    }

    public static async Task<Upload?> FileAsync(
        IFormCollection form, string field, int maxBytes, Func<ProblemException> tooLarge, CancellationToken cancellation)
    {
        if (form.Files.GetFile(field) is not { } file)
            return null;
        await using var stream = file.OpenReadStream();
        return new(await ReadAsync(stream, maxBytes, tooLarge, cancellation), file.FileName);
    }

    /// <summary>Reads a stream to its end, and throws the given problem if the stream is too long.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream stream, int maxBytes, Func<ProblemException> tooLarge, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81920];
        while (await stream.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > maxBytes)
                throw tooLarge();
        }
        return copy.ToArray();
    }
}
