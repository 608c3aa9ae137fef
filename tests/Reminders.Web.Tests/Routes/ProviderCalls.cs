using System.Net.Http.Headers;
using System.Text;

namespace Reminders.Web.Tests.Routes;

/// <summary>Calls of the SMS provider, as it makes them or as a test changes them.</summary>
internal static class ProviderCalls
{
    public const string Form = "application/x-www-form-urlencoded";

    public static string Path(Notice notice, int? attempt = null) =>
        Webhooks.StatusUrl(Office.PublicUrl, notice.Id, attempt ?? notice.Attempt).PathAndQuery;

    /// <summary>The fields of a report.</summary>
    public static Dictionary<string, string> Report(string status, string? error = null)
    {
        var fields =
            new Dictionary<string, string> { ["AccountSid"] = Office.Account, ["MessageSid"] = "SM0001", ["MessageStatus"] = status };
        if (error is not null)
            fields["ErrorCode"] = error;
        return fields;
    }

    /// <summary>The fields of an SMS that came in.</summary>
    public static Dictionary<string, string> Sms(string id, string from, string text) =>
        new() { ["AccountSid"] = Office.Account, ["MessageSid"] = id, ["From"] = from, ["To"] = "+13900000000", ["Body"] = text };

    /// <summary>The fields as a signed form; a test may sign with another token, for another address or for other fields.</summary>
    public static HttpContent Signed(
        string path, Dictionary<string, string> fields, string token = Office.Token, string? url = null,
        Dictionary<string, string>? signedFields = null) =>
        Office.Report(
            path, new FormUrlEncodedContent(fields), fields,
            Office.Sign(token, url ?? new Uri(Office.PublicUrl, path).AbsoluteUri, signedFields ?? fields));

    /// <summary>Any bytes with the path to call, correctly signed: a form by its fields, anything else by its hash in the path.</summary>
    public static (string Path, HttpContent Content) Raw(string path, byte[] body, string? mediaType = Form)
    {
        var isForm = mediaType is not null
            && (mediaType.StartsWith(Form, StringComparison.Ordinal) || mediaType.StartsWith("multipart/", StringComparison.Ordinal));
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        if (isForm)
            return (path, Office.Report(path, content, TwilioForm.Fields(Encoding.UTF8.GetString(body))));
        var hashed = Office.Hashed(path, body);
        return (hashed, Office.Report(hashed, content));
    }

    /// <summary>An office whose first reminder was sent, and that notice.</summary>
    public static async Task<(Office Office, Notice Notice)> SentAsync(Webhooks? webhooks)
    {
        var office = await Office.OpenLoadedAsync(webhooks);
        office.System.Clock.SetTo(Office.Start + NodaTime.Duration.FromMinutes(11));
        await office.System.BeatAsync(Cancellation);
        var notice = (await office.System.Ledger.Notices.NoticesSinceAsync(NodaTime.Instant.MinValue, Cancellation))[0];
        Assert.Equal(NoticeState.Sent, notice.State);
        return (office, notice);
    }

    public static Task<(Office Office, Notice Notice)> SentAsync() => SentAsync(Office.SignedBy(Office.Token));
}
