using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Reminders.Twilio.Tests;

public sealed class TwilioSmsSenderTests : IDisposable
{
    private const string Text = "【整改提醒】张三，您好。";
    private static readonly Sms Message = new("20200513T0100Z-0123456789abcdef", 2, Given.Phone(1), Text);
    private static readonly Instant Began = Given.At("2020-05-13T09:00");

    private readonly SettableClock clock = new(Began);
    private readonly FakeTwilio twilio = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_sent_with_all_fields_that_Twilio_needs()
    {
        var outcome = await Sender().SendAsync(Message with { ValidUntil = Given.At("2020-05-13T20:00") }, Cancellation);

        Assert.Equal(new SendOutcome.Accepted("SM1"), outcome);
        var (method, url, form) = Assert.Single(twilio.Calls);
        Assert.Equal(HttpMethod.Post, method);
        Assert.Equal("/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json", url.AbsolutePath);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["To"] = "+8613900000001",
                ["From"] = "+13900000000",
                ["Body"] = Text,
                ["StatusCallback"] = "https://office.example/api/sms/status?notice=20200513T0100Z-0123456789abcdef&attempt=2",
                ["ValidityPeriod"] = "14400",
                ["SmartEncoded"] = "false",
            }.OrderBy(f => f.Key),
            form.OrderBy(f => f.Key));
    }

    [Fact]
    public async Task A_messaging_service_replaces_the_number()
    {
        await Sender(("From", ""), ("MessagingServiceSid", "MG00000000000000000000000000000000")).SendAsync(Message, Cancellation);

        var form = Assert.Single(twilio.Calls).Form;
        Assert.Equal("MG00000000000000000000000000000000", form["MessagingServiceSid"]);
        Assert.False(form.ContainsKey("From"));
    }

    [Theory]
    [InlineData("2020-05-13T20:00", "14400")]
    [InlineData("2020-05-13T10:30", "5400")]
    [InlineData("2020-05-13T09:00", "1")]
    [InlineData("2020-05-13T08:00", "1")]
    [InlineData(null, "14400")]
    public async Task Nothing_arrives_in_quiet_hours(string? until, string seconds)
    {
        await Sender().SendAsync(Message with { ValidUntil = until is null ? null : Given.At(until) }, Cancellation);

        Assert.Equal(seconds, Assert.Single(twilio.Calls).Form["ValidityPeriod"]);
    }

    public static TheoryData<string> Codes => [.. TwilioErrors.Codes, "99999"];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task An_error_code_is_the_outcome_that_its_remedy_asks_for(string code)
    {
        var status = code switch
        {
            "20429" => HttpStatusCode.TooManyRequests,
            "20003" => HttpStatusCode.Unauthorized,
            _ => HttpStatusCode.BadRequest,
        };
        twilio.Answer = () => FakeTwilio.Json(status, FakeTwilio.Error(int.Parse(code, CultureInfo.InvariantCulture), (int)status));

        Assert.Equal(TwilioErrors.Refused(code), await Sender().SendAsync(Message, Cancellation));
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(502, "<html>Bad Gateway</html>")]
    [InlineData(503, """{"code":20503,"message":"Service unavailable","status":503}""")]
    [InlineData(408, """{"code":0,"message":"Timeout","status":408}""")]
    [InlineData(201, "half an ans")]
    [InlineData(201, "")]
    [InlineData(201, "{}")]
    [InlineData(200, "null")]
    [InlineData(302, "{}")]
    public async Task A_message_that_Twilio_may_have_accepted_is_unknown(int status, string body)
    {
        twilio.Answer = () => FakeTwilio.Json((HttpStatusCode)status, body);

        Assert.IsType<SendOutcome.Unknown>(await Sender().SendAsync(Message, Cancellation));
    }

    [Theory]
    [InlineData(429, "20429")]
    [InlineData(401, "20003")]
    [InlineData(403, "20003")]
    [InlineData(404, "20404")]
    public async Task A_refusal_with_an_unknown_code_is_judged_by_its_status(int status, string code)
    {
        twilio.Answer = () => FakeTwilio.Json((HttpStatusCode)status, FakeTwilio.Error(99999, status));

        Assert.Equal(TwilioErrors.Refused(code), await Sender().SendAsync(Message, Cancellation));
    }

    [Fact]
    public async Task A_lost_answer_is_unknown()
    {
        Exception[] faults =
            [new TaskCanceledException(), new IOException("reset"), new HttpRequestException(HttpRequestError.ResponseEnded)];
        foreach (var lost in faults)
        {
            twilio.Answer = () => throw lost;
            Assert.Equal(new SendOutcome.Unknown(lost.GetType().Name), await Sender().SendAsync(Message, Cancellation));
        }
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task A_message_that_was_never_sent_is_tried_later(HttpRequestError error)
    {
        twilio.Answer = () => throw new HttpRequestException(error);

        Assert.Equal(new SendOutcome.Later("no-connection"), await Sender().SendAsync(Message, Cancellation));
    }

    [Fact]
    public async Task In_a_trial_only_numbers_on_the_list_get_SMS()
    {
        var sender = Sender(("Trial", "true"), ("TrialNumbers", "+8613900000002, +8613900000003"));

        Assert.Equal(new SendOutcome.Accepted(TwilioSmsSender.TrialId), await sender.SendAsync(Message, Cancellation));
        Assert.Null(await sender.FindAsync(Message, Began, Cancellation));
        Assert.Empty(twilio.Calls);
        Assert.Equal(new SendOutcome.Accepted("SM1"), await sender.SendAsync(Message with { To = Given.Phone(3) }, Cancellation));
        Assert.Single(twilio.Calls);
    }

    [Fact]
    public async Task A_message_is_found_by_its_number_text_and_time()
    {
        twilio.Answer = () => FakeTwilio.Json(HttpStatusCode.OK, FakeTwilio.Page(
            FakeTwilio.Message("SM3", "sent", "another text"),
            FakeTwilio.Message("SM2", "sent", "Sent from your Twilio trial account - " + Text),
            FakeTwilio.Message("SM1", "sent", Text, created: "Wed, 13 May 2020 00:00:00 +0000")));

        Assert.Equal(new("SM2"), await Sender().FindAsync(Message, Began, Cancellation));
        Assert.Equal("?To=%2B8613900000001", Assert.Single(twilio.Calls).Url.Query.Split('&')[0]);
    }

    [Theory]
    [InlineData("delivered", null, true, null)]
    [InlineData("undelivered", 30005, false, "30005")]
    [InlineData("failed", 30008, false, "30008")]
    [InlineData("queued", null, null, null)]
    public async Task A_found_message_has_its_outcome(string status, int? code, bool? delivered, string? errorCode)
    {
        twilio.Answer = () => FakeTwilio.Json(HttpStatusCode.OK, FakeTwilio.Page(FakeTwilio.Message("SM1", status, Text, errorCode: code)));

        var fault = errorCode is null ? null : TwilioErrors.FaultOf(errorCode);
        Assert.Equal(new("SM1", delivered, fault), await Sender().FindAsync(Message, Began, Cancellation));
    }

    [Theory]
    [InlineData("a line was added", Text + "\nReply STOP to opt out", true)]
    [InlineData("words were added on both sides", "Sent from your Twilio trial account - " + Text + " STOP", true)]
    [InlineData("another line break", "【整改提醒】张三，\r\n您好。", true)]
    [InlineData("hidden", "", false)]
    [InlineData("hidden", "[redacted]", false)]
    [InlineData("hidden", "__REDACTED__", false)]
    [InlineData("hidden", "****", false)]
    [InlineData("another message", "【整改提醒】李四，您好。", null)]
    [InlineData("another message, about redactions", "redacted minutes", null)]
    public async Task Words_that_Twilio_adds_or_hides_do_not_make_a_message_absent(string remark, string body, bool? certain)
    {
        var shown = System.Text.Json.JsonSerializer.Serialize(body)[1..^1];
        twilio.Answer = () => FakeTwilio.Json(HttpStatusCode.OK, FakeTwilio.Page(FakeTwilio.Message("SM1", "sent", shown)));

        var found = await Sender().FindAsync(Message, Began, Cancellation);

        Assert.Equal((remark, certain), (remark, found?.IsCertain));
    }

    [Theory]
    [InlineData("one of several hidden messages may be ours", "SM1,sent,;SM2,delivered,", false)]
    [InlineData("one message matches, the other is hidden", "SM1,sent,;SM2,sent,T", true)]
    [InlineData("a hidden message that failed may be ours", "SM1,failed,;SM2,undelivered,", false, false)]
    [InlineData("one of the hidden messages may still arrive", "SM1,undelivered,;SM2,sent,", false)]
    [InlineData("an earlier hidden message is not ours", "SM1,early,", null)]
    [InlineData("a hidden answer to a reply is not ours", "SM1,reply,", null)]
    public async Task Of_several_messages_to_the_number_a_hidden_one_may_be_ours(
        string remark, string messages, bool? certain, bool? delivered = null)
    {
        var page = FakeTwilio.Page([.. messages.Split(';').Select(m => m.Split(',')).Select(m => m[1] switch
        {
            "early" => FakeTwilio.Message(m[0], "sent", "", created: "Wed, 13 May 2020 00:59:59 +0000"),
            "reply" => FakeTwilio.Message(m[0], "sent", "", direction: "outbound-reply"),
            _ => FakeTwilio.Message(m[0], m[1], m[2] == "T" ? Text : ""),
        })]);
        twilio.Answer = () => FakeTwilio.Json(HttpStatusCode.OK, page);

        var found = await Sender().FindAsync(Message, Began, Cancellation);

        Assert.Equal((remark, certain, delivered), (remark, found?.IsCertain, found?.Delivered));
    }

    [Theory]
    [InlineData("+861390000XXXX", "", false)]
    [InlineData("+861390000XXXX", Text, true)]
    [InlineData("+861390001XXXX", "", null)]
    [InlineData("+8613900000002", "", null)]
    public async Task A_number_with_a_hidden_end_may_match(string shown, string body, bool? certain)
    {
        var all = FakeTwilio.Page(FakeTwilio.Message("SM1", "sent", body, to: shown));
        twilio.AnswerTo = url => FakeTwilio.Json(
            HttpStatusCode.OK, url.Query.Contains("To=", StringComparison.Ordinal) ? FakeTwilio.Page() : all);

        Assert.Equal((shown, certain), (shown, (await Sender().FindAsync(Message, Began, Cancellation))?.IsCertain));
    }

    /// <summary>A page holds a thousand messages, and this one may stand on the next.</summary>
    [Theory]
    [InlineData(1000, "+861390001XXXX", "Wed, 13 May 2020 01:00:05 +0000", false)]
    [InlineData(1000, "+861390001XXXX", "Wed, 13 May 2020 00:59:59 +0000", null)]
    [InlineData(1000, "+8613900010001", "Wed, 13 May 2020 01:00:05 +0000", null)]
    [InlineData(999, "+861390001XXXX", "Wed, 13 May 2020 01:00:05 +0000", null)]
    public async Task With_hidden_numbers_a_full_page_of_newer_messages_decides_nothing(
        int count, string shown, string oldest, bool? certain)
    {
        var younger = Enumerable.Range(2, count - 1).Select(n => FakeTwilio.Message($"SM{n}", "sent", "", to: shown));
        var all = FakeTwilio.Page([.. younger, FakeTwilio.Message("SM1", "sent", "", oldest, to: shown)]);
        twilio.AnswerTo = url => FakeTwilio.Json(
            HttpStatusCode.OK, url.Query.Contains("To=", StringComparison.Ordinal) ? FakeTwilio.Page() : all);

        Assert.Equal(certain, (await Sender().FindAsync(Message, Began, Cancellation))?.IsCertain);
    }

    [Fact]
    public async Task An_accepted_message_is_looked_up_by_its_id_even_if_Twilio_hides_fields()
    {
        const string Sid = "SM00000000000000000000000000000001";
        twilio.Answer = () => FakeTwilio.Json(HttpStatusCode.OK, FakeTwilio.Message(Sid, "delivered", "", to: "+861390000XXXX"));

        Assert.Equal(new(Sid, true), await Sender().FindAsync(Message with { ProviderId = Sid }, Began, Cancellation));
        Assert.EndsWith($"/Messages/{Sid}.json", Assert.Single(twilio.Calls).Url.AbsolutePath, StringComparison.Ordinal);

        twilio.Answer = () => FakeTwilio.Json(HttpStatusCode.NotFound, FakeTwilio.Error(20404, 404));
        Assert.Null(await Sender().FindAsync(Message with { ProviderId = Sid }, Began, Cancellation));
    }

    [Fact]
    public async Task A_refusal_without_a_code_is_unlisted()
    {
        twilio.Answer = () => FakeTwilio.Json(HttpStatusCode.BadRequest, "{}");

        Assert.Equal(new SendOutcome.Unlisted("status-400"), await Sender().SendAsync(Message, Cancellation));
    }

    [Fact]
    public async Task A_region_is_called_through_its_edge_and_a_sender_id_keeps_its_blank()
    {
        await Sender(("Region", "ie1"), ("Edge", "dublin"), ("From", "My Office")).SendAsync(Message, Cancellation);

        var (_, url, form) = Assert.Single(twilio.Calls);
        Assert.Equal(("api.dublin.ie1.twilio.com", "My Office"), (url.Host, form["From"]));
    }

    [Fact]
    public async Task An_earlier_message_is_not_found()
    {
        var page = FakeTwilio.Page(FakeTwilio.Message("SM1", "sent", Text, created: "Wed, 13 May 2020 00:59:59 +0000"));
        twilio.Answer = () => FakeTwilio.Json(HttpStatusCode.OK, page);

        Assert.Null(await Sender().FindAsync(Message, Began, Cancellation));
    }

    [Fact]
    public async Task If_Twilio_cannot_be_asked_the_fault_contains_no_number()
    {
        HttpResponseMessage[] answers =
        [
            FakeTwilio.Json(HttpStatusCode.InternalServerError, ""),
            FakeTwilio.Json(HttpStatusCode.BadRequest, FakeTwilio.Error(21211, 400)),
        ];
        foreach (var answer in answers)
        {
            twilio.Answer = () => answer;
            await RefusesAsync();
        }
        twilio.Answer = () => throw new HttpRequestException("https://api.twilio.com/?To=+8613900000001");
        await RefusesAsync();

        async Task RefusesAsync()
        {
            var fault = await Assert.ThrowsAsync<IOException>(() => Sender().FindAsync(Message, Began, Cancellation));
            Assert.DoesNotContain("139", fault.ToString(), StringComparison.Ordinal);
        }
    }

    public void Dispose() => twilio.Dispose();

    private TwilioSmsSender Sender(params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["AccountSid"] = "AC00000000000000000000000000000000",
            ["AuthToken"] = "token",
            ["From"] = "+13900000000",
        };
        foreach (var (name, value) in settings)
            values[name] = value;
        var read = TwilioSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        var client = TwilioSmsSender.NewClient(read, new HttpClient(twilio));
        return new(client, read, new("https://office.example/"), clock);
    }
}
