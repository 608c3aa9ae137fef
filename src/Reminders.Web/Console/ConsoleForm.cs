using System.Globalization;
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
                throw Invalid($"The field {field} is too long or holds a NUL character.");
            return Folded.Text(text);
        }
    }

    public bool IsTicked(string field) => Fields[field].Contains("on");

    /// <summary>The date of the field; null if it is empty.</summary>
    public LocalDate? Date(string field) => this[field] is not { Length: > 0 } text ? null
        : DateText.TryRead(text, out var date) ? date
        : throw ProblemException.BadRequest("date-invalid", $"The field {field} is '{text}'; {DateText.Expected}");

    /// <summary>The number of the field, from 1; null if it is empty.</summary>
    public int? Number(string field) => this[field] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw Invalid($"The field {field} is '{text}'; it must be a number from 1.");

    /// <summary>The value that the field names; null if it is empty.</summary>
    public T? Name<T>(string field)
        where T : struct, Enum => this[field] is not { Length: > 0 } text ? null
        : EnumName.TryRead<T>(text, out var value) ? value
        : throw Invalid($"The field {field} is '{text}'; it must be one of {EnumName.All<T>()}.");

    /// <summary>The file of the field; null if none was chosen.</summary>
    internal async Task<Upload?> FileAsync(string field, int maxBytes, Func<ProblemException> tooLarge, ApiCall call) =>
        await Bodies.FileAsync(Fields, field, maxBytes, tooLarge, call.Cancellation) is { Content.Length: > 0 } file ? file : null;

    public static async ValueTask<ConsoleForm?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (context.Features.Get<SignedIn>() is not { } signedIn)
            return null;
        var services = context.RequestServices.GetRequiredService<ApiServices>();
        // A plan with its contacts, or a piece of evidence. Each file has its own limit besides.
        var most = Math.Max(2 * services.FileLimits.MaxBytes, services.EvidenceLimits.MaxBytes) + Bodies.Wrapping;
        var form = new ConsoleForm(await ReadAsync(context, new() { MultipartBodyLengthLimit = most, ValueLengthLimit = most }, most));
        return IsFromHere(context.Request) && signedIn.IsFormToken(form.Fields[Token]) ? form : throw Stale;
    }

    /// <summary>Reads a form of at most so many bytes, in any encoding.</summary>
    internal static async Task<IFormCollection> ReadAsync(HttpContext context, FormOptions options, long most)
    {
        if (!context.Request.HasFormContentType)
            throw Stale;
        Bodies.Hold(context, most, TooLarge, isForm: true);
        try
        {
            return await context.Request.ReadFormAsync(options, context.RequestAborted);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge();
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw Invalid("The form broke off or holds more than a page sends; send it again.");
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

    private static ProblemException Invalid(string detail) => ProblemException.BadRequest("form-invalid", detail);

    private static ProblemException Stale => new(
        StatusCodes.Status403Forbidden, "form-stale",
        "The form does not belong to this session; open the page again and repeat the entry.");

    private static ProblemException TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "file-too-large", "The form is larger than the office accepts; send a smaller file.");
}
