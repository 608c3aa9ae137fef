using System.Reflection;
using Microsoft.AspNetCore.Http.Features;

namespace Reminders.Web.Console;

/// <summary>A form of a page. A form without the token of the browser's session is refused.</summary>
public sealed record ConsoleForm(IFormCollection Fields) : IBindableFromHttpContext<ConsoleForm>
{
    public const string Token = "token";

    /// <summary>The field without outer blanks and with plain characters; empty if it is missing.</summary>
    public string this[string field]
    {
        get
        {
            var text = Fields[field].ToString().ReplaceLineEndings("\n").Trim();
            if (text.Length > BodyJson.LongestText || Folded.HasNul(text))
                throw ProblemException.BadRequest("form-invalid", $"The field {field} is too long or holds a NUL character.");
            return Folded.Text(text);
        }
    }

    public bool IsTicked(string field) => Fields[field].Contains("on");

    /// <summary>The date of the field; null if it is empty.</summary>
    public LocalDate? Date(string field) => this[field] is not { Length: > 0 } text ? null
        : DateText.TryRead(text, out var date) ? date
        : throw ProblemException.BadRequest("date-invalid", $"The field {field} is '{text}'; it must be a date such as 2026-05-20.");

    public static async ValueTask<ConsoleForm?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (context.Features.Get<SignedIn>() is not { } signedIn)
            return null;
        var most = context.RequestServices.GetRequiredService<ApiServices>().FileLimits.MaxBytes + Bodies.Wrapping;
        var form = new ConsoleForm(await ReadAsync(context, new() { MultipartBodyLengthLimit = most, ValueLengthLimit = most }, most));
        return IsFromHere(context.Request) && signedIn.IsFormToken(form.Fields[Token]) ? form : throw Stale;
    }

    /// <summary>Reads a form of at most so many bytes, in any encoding.</summary>
    internal static async Task<IFormCollection> ReadAsync(HttpContext context, FormOptions options, long most)
    {
        if (context.Request.ContentLength > most)
            throw TooLarge;
        // A body without a length is cut off here.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = most;
        if (!context.Request.HasFormContentType)
            throw Stale;
        try
        {
            return await context.Request.ReadFormAsync(options, context.RequestAborted);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw ProblemException.BadRequest("form-invalid", $"The form broke off or holds more than a page sends; send it again.");
        }
    }

    /// <summary>
    /// Whether the form stands on a page of this office. A browser says so over TLS, also behind a gateway that ends the TLS or changes the
    /// host. Otherwise it sends the origin with every form; a form without one comes from no browser.
    /// </summary>
    public static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site == "same-origin";
        return request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value);
    }

    private static ProblemException Stale => new(
        StatusCodes.Status403Forbidden, "form-stale",
        $"The form does not belong to this session; open the page again and repeat the entry.");

    private static ProblemException TooLarge =>
        new(StatusCodes.Status413PayloadTooLarge, "file-too-large", $"The form is larger than the office accepts; send a smaller file.");
}
