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

    public LocalDate? Date(string field) => DateText.TryRead(this[field], out var date) ? date : null;

    public static async ValueTask<ConsoleForm?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (context.Features.Get<SignedIn>() is not { } signedIn)
            return null;
        var most = context.RequestServices.GetRequiredService<ApiServices>().FileLimits.MaxBytes + Bodies.Wrapping;
        Bodies.Hold(context, most, () => TooLarge);
        if (!context.Request.HasFormContentType)
            throw Stale;
        var options = new FormOptions { MultipartBodyLengthLimit = most, ValueLengthLimit = most };
        var form = new ConsoleForm(await context.Request.ReadFormAsync(options, context.RequestAborted));
        return IsFromHere(context.Request) && signedIn.IsFormToken(form.Fields[Token]) ? form : throw Stale;
    }

    /// <summary>
    /// Whether the form stands on a page of this office. Browsers send the origin with every form, so a form without one comes from no
    /// browser.
    /// </summary>
    public static bool IsFromHere(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin || origin == $"{request.Scheme}://{request.Host}";

    private static ProblemException Stale => new(
        StatusCodes.Status403Forbidden, "form-stale",
        "The form does not belong to this session; open the page again and repeat the entry.");

    private static ProblemException TooLarge =>
        new(StatusCodes.Status413PayloadTooLarge, "file-too-large", "The form is larger than the office accepts; send a smaller file.");
}
