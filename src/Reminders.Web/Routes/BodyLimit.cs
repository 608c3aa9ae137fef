using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Reminders.Web.Routes;

/// <summary>
/// How many bytes a call's body may have, and what is said of one that has more: always the limit that is in force there.
/// </summary>
internal static class BodyLimit
{
    public const int MostOfJson = 1024 * 1024;

    /// <summary>
    /// Holds the call to the limit of its route. What says its length is refused before it is read; what does not is read up to the limit.
    /// </summary>
    /// <exception cref="ProblemException">The body says that it is larger.</exception>
    public static void Hold(ApiCall call)
    {
        if (Of(call.Called, call.Services) is not { } most)
            return;
        // The web server's own limit would cut the connection before a caller has read why. Only a form is read by what knows no limit of
        // ours.
        var isTooLarge = call.Http.Request.ContentLength > most;
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = Uploads.IsForm(call.Http.Request) && !isTooLarge ? most : null;
        if (isTooLarge)
            throw Passed(call.Called, call.Services);
    }

    /// <summary>What is said of a body that is larger than its route takes.</summary>
    public static ProblemException Passed(ApiRoute route, ApiServices services) => route.Body switch
    {
        FileBody => FileTooLarge(services.Readers.Limits),
        FileOrJsonBody => EvidenceTooLarge(services.EvidenceLimits),
        _ => JsonTooLarge(),
    };

    public static ProblemException JsonTooLarge() => new(
        StatusCodes.Status413PayloadTooLarge, "body-too-large", $"The body has more than {MostOfJson / 1024 / 1024} MB, which is more than this call takes.");

    public static ProblemException FileTooLarge(FileLimits limits) => new(
        StatusCodes.Status413PayloadTooLarge, "file-too-large", $"The file has more than {limits.MaxMegabytes} MB; split it or remove pictures.");

    public static ProblemException EvidenceTooLarge(EvidenceLimits limits) => new(
        StatusCodes.Status413PayloadTooLarge, "file-too-large",
        $"The file has more than {limits.MaxMegabytes} MB; send a smaller picture or a part of the document.");

    // The provider's own calls have a limit that is said where they are read.
    private static long? Of(ApiRoute route, ApiServices services) => route.Body switch
    {
        FileBody files => ((long)services.Readers.Limits.MaxBytes * files.Fields.Length) + EvidenceForm.Wrapping,
        FileOrJsonBody => services.EvidenceLimits.MaxBytes + EvidenceForm.Wrapping,
        JsonBody => MostOfJson,
        _ => null,
    };
}
