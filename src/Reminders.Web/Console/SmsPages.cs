using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Reminders.Web.Console;

/// <summary>The log of notices 短信, and the phones of a host that sends no SMS to real phones.</summary>
internal static class SmsPages
{
    private const int RepliesShown = 30;

    public static IEndpointRouteBuilder MapSmsPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sms", ReadAsync);
        pages.MapPost("/sms/{id}/resend", ResendAsync).NeedsSession(KeyRole.Operator);
        pages.MapGet("/phones", (string? phone, ApiCall call) => PhonesPageAsync(phone, call));
        pages.MapPost("/phones/{id}", ReplyAsync).NeedsSession(KeyRole.Operator);
        return pages;
    }

    private static async Task<IResult> ReadAsync(SmsQuery query, HttpContext http, ApiCall call) =>
        PageQuery.Shorter(http, query.Address) ?? await PageAsync(query, call);

    private static async Task<IResult> PageAsync(SmsQuery query, ApiCall call, string? refused = null, ProblemDetails? problem = null)
    {
        var first = query.From ?? query.To?.PlusDays(-NoticeRoutes.DaysShown);
        var found = (await NoticeRoutes.FindAsync(query.State, first, query.To, call))
            .Where(n => query.Text is not { } text || $"{n.Name} {n.Text}".Contains(text, StringComparison.OrdinalIgnoreCase)).ToList();
        var page = Paged<Notice>.Of(found, found.Count, query.Page);
        var segments = found.Sum(n => n.SentSegments);
        return new Page<Pages.SmsPage>(
            problem,
            ("Log", new SmsLog(
                query with { Page = page.Page }, [.. page.Rows.Select(n => NoticeView.Of(n, call.SeesNumbers))], found.Count, page.Last,
                segments, segments * call.Services.SegmentPrice)),
            ("HasPhones", call.Services.Phones is not null), ("Refused", refused));
    }

    private static async Task<IResult> ResendAsync(string id, SmsQuery query, ConsoleForm form, ApiCall call)
    {
        ArgumentNullException.ThrowIfNull(form);
        var (sent, problem) = await Attempt.RunAsync(async () => Attempt.Done(
            await call.Services.UseCases.ResendNotice.RunAsync(id, call.Cancellation), $"notice {id}"));
        return sent is null
            ? await PageAsync(query, call, id, problem)
            : ConsoleRoutes.SeeOther((query with { Done = sent.Name }).Address);
    }

    private static async Task<IResult> PhonesPageAsync(
        string? id, ApiCall call, ConsoleForm? form = null, ProblemDetails? problem = null)
    {
        var messages = await MessagesAsync(call);
        var names = (await call.Ledger.People.ContactsAsync(call.Cancellation)).ToLookup(c => c.Phone, c => c.Name);
        var phones = messages.GroupBy(m => m.To).OrderByDescending(p => p.Last().At).Select(p => new SimulatedPhone(
            p.Key.Fingerprint, string.Join('、', names[p.Key].Distinct()), PartyView.NumberText(p.Key, call.SeesNumbers)!, p.Count(),
            p.Last().At));
        var lines = id is null ? null : await LinesAsync(NumberOf(id, messages), messages, call);
        return new Page<Pages.PhonesPage>(
            problem,
            ("Phones", phones.ToImmutableArray()), ("Shown", id), ("Lines", lines), ("Form", form));
    }

    private static async Task<IReadOnlyList<PhoneLine>> LinesAsync(
        PhoneNumber number, IReadOnlyList<OutboxMessage> messages, ApiCall call)
    {
        var lines = messages.Where(m => m.To == number).Select(m => new PhoneLine(m.At, m.Text, IsReply: false)).ToList();
        foreach (var reply in await call.Ledger.Replies.LastRepliesAsync(number, RepliesShown, call.Cancellation))
        {
            lines.Add(new(reply.At, reply.Text, IsReply: true));
            if (reply.Answer is { } answer)
                lines.Add(new(reply.At, answer, IsReply: false));
        }
        return [.. lines.OrderBy(l => l.At)];
    }

    // The same way as an SMS from the provider: the number decides what it may do.
    private static async Task<IResult> ReplyAsync(string id, ConsoleForm form, ApiCall call)
    {
        var number = NumberOf(id, await MessagesAsync(call));
        if (form["text"] is not { Length: > 0 } text)
        {
            var missing = ProblemException.Conflict("text-missing", $"The reply has no text.");
            return await PhonesPageAsync(id, call, form, missing.ToResult().ProblemDetails);
        }
        await call.Services.UseCases.AnswerReply.RunAsync(new($"phone-{Guid.NewGuid():N}", number, text), call.Cancellation);
        return ConsoleRoutes.SeeOther($"/phones?phone={number.Fingerprint}#reply");
    }

    private static Task<IReadOnlyList<OutboxMessage>> MessagesAsync(ApiCall call) => call.Services.Phones is { } phones
        ? phones(call.Cancellation)
        : throw ProblemException.NotFound($"page of phones: SMS go to real phones");

    private static PhoneNumber NumberOf(string id, IEnumerable<OutboxMessage> messages) =>
        messages.Select(m => m.To).FirstOrDefault(n => n.Fingerprint == id) is { Value: not null } number
            ? number
            : throw ProblemException.NotFound($"phone that has received an SMS and has this id");
}

/// <summary>A page of the log of notices.</summary>
/// <param name="Query">The address of the page.</param>
/// <param name="Rows">The notices of the page, newest first.</param>
/// <param name="Total">The number of notices of the filter.</param>
/// <param name="LastPage">The number of the last page.</param>
/// <param name="Segments">The segments of the filter that the provider took.</param>
/// <param name="Cost">What they cost; null without a price.</param>
public sealed record SmsLog(
    SmsQuery Query, ImmutableArray<NoticeView> Rows, int Total, int LastPage, int Segments, decimal? Cost);

/// <summary>A phone of the simulator. Its id is the fingerprint of its number.</summary>
public sealed record SimulatedPhone(string Id, string Names, string Number, int Messages, Instant LastAt);

/// <summary>A message on a simulated phone, or a reply typed on it.</summary>
public sealed record PhoneLine(Instant At, string Text, bool IsReply);

/// <summary>The filter and the page of the log, as its address holds them. Without a first day it begins 30 days before the last.</summary>
public sealed record SmsQuery : IBindableFromHttpContext<SmsQuery>
{
    public NoticeState? State { get; init; }

    public LocalDate? From { get; init; }

    public LocalDate? To { get; init; }

    public string? Text { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>The person to whom a notice was sent again.</summary>
    public string? Done { get; init; }

    public bool IsFiltered => this with { Page = 1, Done = null } != new SmsQuery();

    public string Address => $"/sms{Query}";

    /// <summary>The address of the form that sends a notice again.</summary>
    public string ResendOf(string notice) => $"/sms/{Uri.EscapeDataString(notice)}/resend{(this with { Done = null }).Query}";

    private QueryString Query => PageQuery.Of(
        ("state", State), ("from", From), ("to", To), ("q", Text), ("page", PageQuery.Later(Page)), ("done", Done));

    public static ValueTask<SmsQuery?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var query = new PageQuery(context.Request.Query);
        return new(new SmsQuery
        {
            State = query.Name<NoticeState>("state"),
            From = query.Date("from"),
            To = query.Date("to"),
            Text = query.Text("q"),
            Page = query.Number("page") ?? 1,
            Done = query.Text("done"),
        });
    }
}
