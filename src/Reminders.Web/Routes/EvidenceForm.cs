using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Reminders.Web.Routes;

/// <summary>A multipart form with a file, and with a note and a name beside it. It is read as it comes, and no further than the first byte that is too much.</summary>
internal sealed record EvidenceForm(ReadOnlyMemory<byte> Content, string? FileName, string Note, string? By)
{
    /// <summary>What a form may hold beside its file: boundaries, headers, a note, a name.</summary>
    public const int Wrapping = 64 * 1024;

    public static async Task<EvidenceForm> ReadAsync(ApiCall call)
    {
        var request = call.Http.Request;
        var limits = call.Services.EvidenceLimits;
        try
        {
            return await FieldsAsync(new(Boundary(request), request.Body));
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Broken();
        }

        async Task<EvidenceForm> FieldsAsync(MultipartReader reader)
        {
            (ReadOnlyMemory<byte> Content, string? Name)? file = null;
            var (note, by) = ("", (string?)null);
            var seen = new HashSet<string>();
            while (await reader.ReadNextSectionAsync(call.Cancellation) is { } section)
            {
                var said = section.GetContentDispositionHeader();
                var field = HeaderUtilities.RemoveQuotes(said?.Name ?? default).ToString();
                if (!seen.Add(field))
                    throw field == "file" ? ProblemException.BadRequest("file-twice", "The form has more than one file; send each in a call of its own.") : Uploads.FieldTwice(field);
                switch (field)
                {
                    case "file":
                        var name = HeaderUtilities.RemoveQuotes(said!.FileNameStar.HasValue ? said.FileNameStar : said.FileName).ToString();
                        file = (await Uploads.ReadAsync(section.Body, limits.MaxBytes, TooLarge, call.Cancellation), name);
                        break;
                    case "note":
                        note = await TextAsync(section, "note");
                        break;
                    case "by":
                        by = await TextAsync(section, "by");
                        break;
                    default:
                        throw Uploads.UnknownField(field, ["file", "note", "by"]);
                }
            }
            return file is { } one
                ? new(one.Content, one.Name, note, by)
                : throw ProblemException.BadRequest("file-missing", "Send the photo or the PDF in the form field 'file', or a link as JSON.");
        }

        async Task<string> TextAsync(MultipartSection section, string name)
        {
            var bytes = await Uploads.ReadAsync(section.Body, Wrapping / 4, TooLong, call.Cancellation);
            var text = Encoding.UTF8.GetString(bytes.Span);
            if (Folded.HasNul(text))
                throw ProblemException.BadRequest("body-invalid", $"The field '{name}' cannot be read: {BodyJson.NulFault}");
            return text.Length <= BodyJson.LongestText ? Folded.Text(text) : throw TooLong();

            ProblemException TooLong() => ProblemException.BadRequest("body-invalid", $"The field '{name}' has more than {BodyJson.LongestText} characters; shorten it.");
        }

        ProblemException TooLarge() => BodyLimit.EvidenceTooLarge(limits);
    }

    private static string Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 200 } boundary
            ? boundary.ToString()
            : throw Broken();

    private static ProblemException Broken() =>
        ProblemException.BadRequest("form-broken", "The multipart form is cut off or malformed; send the file in the form field 'file'.");
}
