using System.Net;
using System.Text;

namespace Reminders.Testing.Twilio;

/// <summary>Twilio's HTTP side: remembers what it was asked, and answers what it is told to.</summary>
public sealed class FakeTwilio : HttpMessageHandler
{
    public List<(HttpMethod Method, Uri Url, Dictionary<string, string> Form)> Calls { get; } = [];

    /// <summary>Answers by address, in place of <see cref="Answer"/>.</summary>
    public Func<Uri, HttpResponseMessage>? AnswerTo { get; set; }

    public Func<HttpResponseMessage> Answer { get; set; } = () => Json(HttpStatusCode.Created, Message("SM1", "queued"));

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    /// <summary>A message as Twilio's API writes it.</summary>
    public static string Message(
        string sid, string status, string body = "", string created = "Wed, 13 May 2020 01:00:05 +0000", int? errorCode = null,
        string to = "+8613900000001", string direction = "outbound-api") =>
        $$"""
        {"account_sid":"AC00000000000000000000000000000000","api_version":"2010-04-01","body":"{{body}}",
        "date_created":"{{created}}","date_sent":null,"date_updated":"{{created}}","direction":"{{direction}}",
        "error_code":{{errorCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}},"error_message":null,
        "from":"+13900000000","messaging_service_sid":null,
        "num_media":"0","num_segments":"1","price":null,"price_unit":null,"sid":"{{sid}}","status":"{{status}}",
        "subresource_uris":{},"to":"{{to}}",
        "uri":"/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages/{{sid}}.json"}
        """;

    /// <summary>A page of messages as Twilio's API writes it.</summary>
    public static string Page(params string[] messages) =>
        $$"""
        {"messages":[{{string.Join(',', messages)}}],"end":0,"first_page_uri":"/p","next_page_uri":null,"page":0,"page_size":50,
        "previous_page_uri":null,"start":0,"uri":"/p"}
        """;

    /// <summary>An error as Twilio's API writes it.</summary>
    public static string Error(int code, int status) =>
        $$"""
        {"code":{{code}},"message":"The 'To' number +8613900000001 is not one.","more_info":"https://www.twilio.com/docs/errors/{{code}}",
        "status":{{status}}}
        """;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var fields = form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('='));
        Calls.Add((request.Method, request.RequestUri!, fields.ToDictionary(f => f[0], f => WebUtility.UrlDecode(f[1]))));
        return AnswerTo is null ? Answer() : AnswerTo(request.RequestUri!);
    }
}
