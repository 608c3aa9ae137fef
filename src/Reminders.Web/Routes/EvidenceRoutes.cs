namespace Reminders.Web.Routes;

/// <summary>Evidence 佐证材料 of an item: added as a photo, a PDF or a link, listed with the item, and fetched.</summary>
internal static class EvidenceRoutes
{
    public static IEndpointRouteBuilder MapEvidence(this IEndpointRouteBuilder api)
    {
        api.MapPost("/items/{code}/evidence", AddAsync).Needs(KeyRole.Operator)
            .WithSummary("Adds a photo, a PDF or a link as evidence 佐证材料 of what was done; 200 when the item has it already.");
        api.MapGet("/items/{code}/evidence/{id}", ReadAsync).Needs(KeyRole.Viewer)
            .Produces<Stream>(StatusCodes.Status200OK, EvidenceKind.Jpeg.MediaType, [.. EvidenceKind.All.Select(k => k.MediaType)])
            .WithSummary("A file of evidence; a link is listed with its item and is not fetched from here.");
        return api;
    }

    internal static async Task<Results<Created<EvidenceView>, Ok<EvidenceView>, ProblemHttpResult>> AddAsync(
        string code, EvidenceUpload upload, ApiCall call)
    {
        var item = ItemRoutes.Code(code);
        var command = new AddItemEvidence(call.Who(upload.By), upload.Content, upload.Note.Trim(), call.Services.EvidenceLimits);
        var result = await call.Services.UseCases.AttachEvidence.RunAsync(item, command, call.Cancellation);
        if (result.Item is null)
            throw ProblemException.NotFound($"item {item}");
        if (result.Refusal is { } refusal)
            return ProblemException.Of(refusal);
        var added = EvidenceView.Of(result.Item.Evidence.Single(e => e.Sha256 == upload.Content.Sha256));
        return result.Changed ? TypedResults.Created((string?)null, added) : TypedResults.Ok(added);
    }

    internal static async Task<FileStreamHttpResult> ReadAsync(string code, string id, HttpResponse answer, ApiCall call)
    {
        var item = ItemRoutes.Code(code);
        var found = await call.Ledger.Items.FindItemAsync(item, call.Cancellation) ?? throw ProblemException.NotFound($"item {item}");
        var evidence = found.Value.Evidence.FirstOrDefault(e => e.Id == id)
            ?? throw ProblemException.NotFound($"evidence with that id; ids are listed by GET /api/items/{item}");
        if (evidence.MediaType is null)
            throw new ProblemException(
                StatusCodes.Status404NotFound, "evidence-is-link",
                $"This evidence is a link, which GET /api/items/{item} lists; there is no file of it here.");
        var file = await call.Services.UseCases.Evidence.OpenAsync(new(item, evidence.Sha256), call.Cancellation)
            ?? throw new ProblemException(
                StatusCodes.Status404NotFound, "evidence-lost",
                "The file of this evidence is gone from the store; whoever has it can add it again.");
        // A script hidden in a picture or a PDF must not run as a page of this office.
        answer.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // A caller must notice a store that breaks off in the middle.
        answer.ContentLength = evidence.Bytes;
        return TypedResults.Stream(file, evidence.MediaType, evidence.Name);
    }
}
