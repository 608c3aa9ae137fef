namespace Reminders.Web.Routes;

/// <summary>Evidence 佐证材料 of an item: a photo, a PDF or a link.</summary>
internal static class EvidenceRoutes
{
    public static IEndpointRouteBuilder MapEvidence(this IEndpointRouteBuilder api)
    {
        api.MapPost("/items/{code}/evidence", AddAsync).Needs(KeyRole.Operator)
            .WithSummary("Adds a photo, a PDF or a link as evidence 佐证材料 of the work; 200 if the item already has it.");
        api.MapGet("/items/{code}/evidence/{id}", ReadAsync).Needs(KeyRole.Viewer)
            .Produces<Stream>(StatusCodes.Status200OK, EvidenceKind.Jpeg.MediaType, [.. EvidenceKind.All.Select(k => k.MediaType)])
            .WithSummary("A file of evidence. A link has no file; it is listed with its item.");
        return api;
    }

    internal static async Task<Results<Created<EvidenceView>, Ok<EvidenceView>, ProblemHttpResult>> AddAsync(
        string code, EvidenceUpload upload, ApiCall call)
    {
        var item = ItemRoutes.Code(code);
        var command = new AddItemEvidence(call.Who(upload.By), upload.Content, upload.Note.Trim(), call.Services.EvidenceLimits);
        return await call.Services.UseCases.AttachEvidence.RunAsync(item, command, call.Cancellation) switch
        {
            Outcome<Item>.Done(var now, Changed: true) => TypedResults.Created((string?)null, Added(now)),
            Outcome<Item>.Done(var now, _) => TypedResults.Ok(Added(now)),
            Outcome<Item>.Refused(var refusal) => ProblemException.Of(refusal),
            _ => throw ProblemException.NotFound($"item {item}"),
        };

        EvidenceView Added(Item now) => EvidenceView.Of(now.Evidence.Single(e => e.Sha256 == upload.Content.Sha256));
    }

    internal static async Task<FileStreamHttpResult> ReadAsync(string code, string id, HttpResponse answer, ApiCall call)
    {
        var item = ItemRoutes.Code(code);
        var found = await call.Ledger.Items.FindItemAsync(item, call.Cancellation) ?? throw ProblemException.NotFound($"item {item}");
        var evidence = found.Value.Evidence.FirstOrDefault(e => e.Id == id)
            ?? throw ProblemException.NotFound($"evidence with that id; GET /api/items/{item} lists the ids");
        if (evidence.MediaType is null)
            throw new ProblemException(
                StatusCodes.Status404NotFound, "evidence-is-link",
                $"This evidence is a link and has no file; GET /api/items/{item} lists the link.");
        var file = await call.Services.UseCases.Evidence.OpenAsync(new(item, evidence.Sha256), call.Cancellation)
            ?? throw new ProblemException(
                StatusCodes.Status404NotFound, "evidence-lost",
                $"The store has lost the file of this evidence; add the file again.");
        // A script in a picture or a PDF must not run as a page of this office.
        answer.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // With a length, the caller notices if the store breaks off.
        answer.ContentLength = evidence.Bytes;
        return TypedResults.Stream(file, evidence.MediaType, evidence.Name);
    }
}
