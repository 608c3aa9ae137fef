using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace Reminders.Web.Routes;

/// <summary>The HTTP API and the console as services and one pipeline, which both hosts run.</summary>
public static class ApiRoutes
{
    public const string KeyHeader = KeyAuthentication.Header;

    /// <summary>Adds the services of the pipeline. The host adds <see cref="ApiServices"/> and <see cref="ApiKeys"/>.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddWebEdge()
        .AddResponseCompression(options =>
        {
            // No pages: they hold the token of the forms, and the size of a compressed page over TLS would help to guess it (BREACH).
            // An answer of the API holds no such secret, and no page of another site can ask for one, because it needs a header.
            options.MimeTypes = [MediaTypes.Json, "text/css", "text/javascript"];
            options.EnableForHttps = true;
        })
        .AddRouting()
        .ConfigureHttpJsonOptions(o =>
        {
            ApiJson.Configure(o.SerializerOptions);
            // Otherwise the description offers texts for numbers.
            o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        })
        .AddProblemDetails()
        .AddExceptionHandler<Problems>()
        .AddKeys()
        .AddConsole();

    public static IApplicationBuilder UseApi(this IApplicationBuilder app) => app
        .UseLanguage()
        .UseWebEdge()
        .UseResponseCompression()
        .UseExceptionHandler()
        .UseStatusCodePages(Problems.FillAsync)
        .UseRouting()
        .UseAuthentication()
        .UseAuthorization()
        .UseEndpoints(Map);

    private static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapConsole();
        endpoints.MapDocument();
        // Probes and the SMS provider add their own parameters.
        endpoints.MapGroup("/api").AddEndpointFilterFactory(QueryFilter.Lenient).MapHealth().MapSms();
        // An endpoint without its own role needs at least a viewer's key.
        endpoints.MapGroup("/api").Needs(KeyRole.Viewer).AddEndpointFilterFactory(QueryFilter.Strict)
            .AddEndpointFilter(RequireInUseAsync).AddEndpointFilter(Etags.TagAsync)
            .MapPlans().MapItems().MapEvidence().MapContacts().MapAbsences().MapNumbers().MapNotices().MapFiles().MapReady().MapKeys();
    }

    // A change to a ledger that was moved would be lost.
    internal static async ValueTask<object?> RequireInUseAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        if (!HttpMethods.IsGet(call.HttpContext.Request.Method))
            await call.HttpContext.RequestServices.GetRequiredService<ApiServices>().RequireInUseAsync(call.HttpContext.RequestAborted);
        return await next(call);
    }
}

/// <summary>Where SMS go.</summary>
public enum SmsWay
{
    /// <summary>Into a file or a list; no SMS is sent.</summary>
    Outbox,

    /// <summary>Through Twilio, to the allowed numbers of a trial alone.</summary>
    TwilioTrial,

    /// <summary>Through Twilio.</summary>
    Twilio,
}

/// <summary>The dependencies of the endpoints; the host makes them once.</summary>
/// <param name="UseCases">The use cases.</param>
/// <param name="Webhooks">Checks the calls of the SMS provider; null refuses all of them.</param>
public sealed record ApiServices(UseCases UseCases, Webhooks? Webhooks = null)
{
    public FileLimits FileLimits { get; init; } = new();

    public EvidenceLimits EvidenceLimits { get; init; } = new();

    /// <summary>The host names to which the office answers; empty allows every name.</summary>
    public ImmutableArray<StringSegment> AllowedHosts { get; init; } = [];

    public SmsWay SmsWay { get; init; }

    /// <summary>The price of a segment of an SMS; null if the office does not count costs.</summary>
    public decimal? SegmentPrice { get; init; }

    /// <summary>The SMS that were not sent to real phones, oldest first; null if SMS go to real phones.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<OutboxMessage>>>? Phones { get; init; }

    /// <summary>Why the ledger cannot be written now; null if it can.</summary>
    public Func<Wording?> LedgerTrouble { get; init; } = () => null;

    public Ledger Ledger => UseCases.Ledger;

    public Schedule Schedule => UseCases.Schedule;

    public IClock Clock => UseCases.Clock;

    public string Zone => UseCases.Zone;

    /// <summary>The flagged numbers, which the board shows as failing.</summary>
    public async Task<IReadOnlySet<PhoneNumber>> FailingAsync(CancellationToken cancellation) =>
        (await Ledger.Barriers.BarriersAsync(cancellation)).Flags.Select(f => f.Number).ToHashSet();

    /// <summary>The problems with SMS of the last days, by item, for the board.</summary>
    public async Task<ILookup<ItemCode, Finding>> TroublesAsync(CancellationToken cancellation) =>
        SendingTrouble.ByItem(await Ledger.Notices.NoticesSinceAsync(Clock.GetCurrentInstant() - SendingTrouble.ShownFor, cancellation));

    /// <exception cref="LedgerUnavailableException">The ledger was moved, or is being moved.</exception>
    public async Task RequireInUseAsync(CancellationToken cancellation) =>
        (await Ledger.Barriers.BarriersAsync(cancellation)).RequireInUse();

    public LocalDate TodayIn(string zone) => Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
}

/// <summary>One call with a key.</summary>
internal sealed record ApiCall(ApiServices Services, Actor By, bool SeesNumbers, CancellationToken Cancellation)
    : IBindableFromHttpContext<ApiCall>
{
    public Ledger Ledger => Services.Ledger;

    /// <summary>Who acts: the person whom the call names, or the key.</summary>
    public Actor Who(string? by) => string.IsNullOrWhiteSpace(by) ? By : By with { Name = by.Trim() };

    public static ValueTask<ApiCall?> BindAsync(HttpContext http, System.Reflection.ParameterInfo parameter)
    {
        var name = http.User.Identity!.Name!;
        return new(new ApiCall(
            http.RequestServices.GetRequiredService<ApiServices>(), new(name, name), http.User.IsInRole(KeyRole.Operator.Name()),
            http.RequestAborted));
    }
}

public static class MediaTypes
{
    public const string Json = "application/json";
    public const string Problem = "application/problem+json";
    public const string Form = "multipart/form-data";
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}
