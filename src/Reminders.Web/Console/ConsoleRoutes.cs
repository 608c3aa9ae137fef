using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;

namespace Reminders.Web.Console;

/// <summary>The console 台账页面: every page and every form, rendered on the server.</summary>
internal static class ConsoleRoutes
{
    /// <summary>Marks the endpoints that answer people: their refusals are pages.</summary>
    public sealed record IsPage;

    /// <summary>Pages are UTF-8, so they spell Chinese as it is.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services) =>
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));

    /// <summary>Chooses the language before any page reads words.</summary>
    public static IApplicationBuilder UseLanguage(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        Words.Use(PageLanguage.Of(http));
        return next(http);
    });

    public static void MapConsole(this IEndpointRouteBuilder endpoints)
    {
        var console = endpoints.MapGroup("").WithMetadata(new IsPage()).ExcludeFromDescription();
        console.MapFiles();
        console.MapGet("/sign-in", IResult (string? next) => SignInPage(next, null));
        console.MapPost("/sign-in", SignInAsync);
        console.MapGet("/language", ChooseLanguage);
        console.MapPost("/sign-out", SignOutAsync).NeedsSession(KeyRole.Viewer);
        var pages = console.MapGroup("").NeedsSession(KeyRole.Viewer).AddEndpointFilter(ApiRoutes.RequireInUseAsync);
        pages.MapItemPages();
        pages.MapTodayPages();
        pages.MapLoadPages();
        pages.MapPeoplePages();
        pages.MapBoardPages();
        pages.MapSmsPages();
        pages.MapProgressPages();
        pages.MapSettingsPages();
        pages.MapCalendarPages();
    }

    public static IResult ToSignIn(string next) =>
        TypedResults.Redirect(next == "/" ? "/sign-in" : $"/sign-in?next={Uri.EscapeDataString(next)}");

    public static IResult Forbidden(HttpContext http) => Refused(new ProblemException(
        StatusCodes.Status403Forbidden, "role-too-low",
        $"This needs a key with a higher role; yours is {http.Features.Get<SignedIn>()?.Key.Role.Name()}.").ToResult().ProblemDetails);

    /// <summary>A page that says what was refused and why.</summary>
    public static IResult Refused(ProblemDetails problem) =>
        new Page<Pages.RefusedPage>(problem.Status ?? StatusCodes.Status500InternalServerError, ("Problem", problem));

    /// <summary>Leads to another page after a form was carried out, so that a reload repeats nothing.</summary>
    public static IResult SeeOther(string path) => new SeeOtherResult(path);

    private static Page<Pages.SignInPage> SignInPage(string? next, ProblemException? refused) =>
        new(refused?.Status ?? StatusCodes.Status200OK, ("Next", LocalPath(next)), ("Refused", refused?.Code));

    private static async Task<IResult> SignInAsync(HttpContext http, KeyCheck check, Sessions sessions)
    {
        if (!http.Request.HasFormContentType || !ConsoleForm.IsFromHere(http.Request))
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden, "form-stale", "Open the sign-in page of this office and sign in there.");
        }
        var form = await ConsoleForm.ReadAsync(http, new() { ValueCountLimit = 8, ValueLengthLimit = 4096 }, Bodies.Wrapping);
        try
        {
            var key = await check.RunAsync(http, form["key"].ToString().Trim());
            if (await sessions.FindAsync(http.Request.Cookies[SessionAuthentication.Cookie], http.RequestAborted) is { } before)
                await sessions.EndAsync(before, http.RequestAborted);
            SessionAuthentication.Give(http, await sessions.BeginAsync(key, http.RequestAborted));
            return SeeOther(LocalPath(form["next"]));
        }
        catch (ProblemException refused)
        {
            return SignInPage(form["next"], refused);
        }
    }

    private static async Task<IResult> SignOutAsync(ConsoleForm form, HttpContext http, Sessions sessions)
    {
        ArgumentNullException.ThrowIfNull(form);
        await sessions.EndAsync(http.Features.Get<SignedIn>()!, http.RequestAborted);
        SessionAuthentication.Take(http);
        return SeeOther("/sign-in");
    }

    private static IResult ChooseLanguage(HttpContext http, string? to, string? next)
    {
        http.Response.Cookies.Append(
            PageLanguage.Cookie, (PageLanguage.Named(to) ?? PageLanguage.Chinese).Tag,
            new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365) });
        return SeeOther(LocalPath(next));
    }

    // A link to the sign-in page must not lead to another site afterwards.
    private static string LocalPath(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.All(c => c is > ' ' and < '\x7f') ? path : "/";

    private sealed class SeeOtherResult(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
