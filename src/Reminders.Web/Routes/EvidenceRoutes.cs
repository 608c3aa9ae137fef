using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>Evidence 佐证材料 of an item: added as a photo, a PDF or a link, listed with the item, and fetched.</summary>
internal static class EvidenceRoutes
{
    public static IEnumerable<ApiRoute> Table =>
    [
        new(Post, "/api/items/{code}/evidence", KeyRole.Operator, AddAsync)
        {
            Summary = "Adds a photo, a PDF or a link as evidence 佐证材料 of what was done; 200 when the item has it already.",
            Body = new FileOrJsonBody(new("file", "A photo (JPEG, PNG, WebP, HEIC) or a PDF."), ["note", "by"], typeof(LinkBody)),
            Statuses = [StatusCodes.Status200OK, StatusCodes.Status201Created],
            Returns = typeof(EvidenceView),
        },
        new(Get, "/api/items/{code}/evidence/{id}", KeyRole.Viewer, ReadAsync)
        {
            Summary = "A file of evidence; a link is listed with its item and is not fetched from here.",
            MediaType = EvidenceKind.Jpeg.MediaType,
            OtherMediaTypes = [.. EvidenceKind.All.Select(k => k.MediaType).Where(t => t != EvidenceKind.Jpeg.MediaType)],
        },
    ];

    private static async Task<IResult> AddAsync(ApiCall call)
    {
        var code = ItemRoutes.Code(call);
        var (content, note, by) = Uploads.IsForm(call.Http.Request) ? await FileAsync(call) : await LinkAsync(call);
        var command = new AddItemEvidence(ItemRoutes.Who(call, by), content, note.Trim(), call.Services.EvidenceLimits);
        var result = await call.Services.UseCases.AttachEvidence.RunAsync(code, command, call.Cancellation);
        if (result.Item is null)
            throw ProblemException.NotFound($"item {code}");
        if (result.Refusal is { } refusal)
            return ProblemException.Of(refusal);
        var added = result.Item.Evidence.Single(e => e.Sha256 == content.Sha256);
        return Results.Json(EvidenceView.Of(added), ApiJson.Options, null, result.Changed ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<(EvidenceContent Content, string Note, string? By)> FileAsync(ApiCall call)
    {
        var form = await EvidenceForm.ReadAsync(call);
        return (EvidenceFile.Read(form.Content, form.FileName, call.Services.EvidenceLimits), form.Note, form.By);
    }

    private static async Task<(EvidenceContent Content, string Note, string? By)> LinkAsync(ApiCall call)
    {
        var body = await Uploads.JsonAsync<LinkBody>(call);
        return (EvidenceLink.Read(body.Link), body.Note, body.By);
    }

    private static async Task<IResult> ReadAsync(ApiCall call)
    {
        var (code, id) = (ItemRoutes.Code(call), call.Route("id"));
        var item = (await call.Services.Ledger.Items.FindItemAsync(code, call.Cancellation))?.Value ?? throw ProblemException.NotFound($"item {code}");
        var evidence = item.Evidence.FirstOrDefault(e => e.Id == id)
            ?? throw ProblemException.NotFound($"evidence with that id; ids are listed by GET /api/items/{code}");
        if (evidence.MediaType is null)
            throw new ProblemException(StatusCodes.Status404NotFound, "evidence-is-link", $"This evidence is a link, which GET /api/items/{code} lists; there is no file of it here.");
        var file = await call.Services.UseCases.Evidence.OpenAsync(new(code, evidence.Sha256), call.Cancellation)
            ?? throw new ProblemException(StatusCodes.Status404NotFound, "evidence-lost", "The file of this evidence is gone from the store; whoever has it can add it again.");
        var answer = call.Http.Response;
        // Shown nowhere but on the disk of whoever fetched it: what hides in a picture or a PDF must not run as a page of this office.
        answer.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // A store that breaks off in the middle is seen as such.
        answer.ContentLength = evidence.Bytes;
        return Results.Stream(file, evidence.MediaType, evidence.Name);
    }

    private sealed record LinkBody([property: System.Text.Json.Serialization.JsonRequired] string Link, string Note = "") : ItemRoutes.ActionBody;
}
