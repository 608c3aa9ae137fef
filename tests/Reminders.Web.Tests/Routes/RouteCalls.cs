namespace Reminders.Web.Tests.Routes;

/// <summary>
/// One call of every route. It succeeds with the right key in an office whose items 1, 2 and 3 are open, reported and closed.
/// </summary>
internal static class RouteCalls
{
    public const string AllChecks = """{"problemTraced":true,"measuresDone":true,"effectReached":true,"peopleSatisfied":true}""";

    public static Dictionary<string, (string Path, Func<HttpContent?> Body)> All { get; } = new()
    {
        ["POST /api/plans"] = ("/api/plans", () => OfficeFiles.Form(OfficeFiles.Plan)),
        ["GET /api/plans"] = ("/api/plans", None),
        ["GET /api/plans/{plan}"] = ("/api/plans/1", None),
        ["GET /api/plans/{plan}/history"] = ("/api/plans/1/history", None),
        ["GET /api/units"] = ("/api/units", None),
        ["GET /api/plans/{plan}/rehearsal"] = ("/api/plans/1/rehearsal", None),
        ["GET /api/items"] = ("/api/items", None),
        ["GET /api/items/{code}"] = ("/api/items/1-1", None),
        ["PATCH /api/items/{code}"] = ("/api/items/1-1", Json("""{"persons":[{"name":"邓文博","phone":"139 0000 0003"}]}""")),
        ["POST /api/items/{code}/report"] = ("/api/items/1-1/report", Json("""{"note":"已清运"}""")),
        ["POST /api/items/{code}/verify"] = ("/api/items/1-2/verify", Json(Verification("唐秀英"))),
        ["POST /api/items/{code}/return"] = ("/api/items/1-2/return", Json("""{"reason":"照片不清楚"}""")),
        ["POST /api/items/{code}/extend"] = ("/api/items/1-1/extend", Json("""{"deadline":"2026-04-20","reason":"等待设备"}""")),
        ["POST /api/items/{code}/ask-extension"] =
            ("/api/items/1-1/ask-extension", Json("""{"by":"何志强","deadline":"2026-04-20","reason":"等待设备"}""")),
        ["POST /api/items/{code}/urge"] = ("/api/items/1-1/urge", Json("""{"note":"请抓紧"}""")),
        ["POST /api/items/{code}/refuse-extension"] = ("/api/items/1-1/refuse-extension", Json("""{"reason":"工期充足"}""")),
        ["POST /api/items/{code}/reopen"] = ("/api/items/1-3/reopen", Json("""{"deadline":"2026-05-20","reason":"再次受潮"}""")),
        ["POST /api/items/{code}/look-back"] = ("/api/items/1-3/look-back", Json("""{"note":"未反弹","next":"2026-05-20"}""")),
        ["POST /api/items/{code}/cancel"] = ("/api/items/1-1/cancel", Json("""{"reason":"合并到第2项"}""")),
        ["POST /api/items/{code}/evidence"] =
            ("/api/items/1-1/evidence", () => EvidenceTests.Form(EvidenceFiles.Pdf, "清运记录.pdf", "三月", "林晓燕")),
        ["GET /api/items/{code}/evidence/{id}"] = ($"/api/items/1-2/evidence/{EvidenceFiles.Photo().Sha256[..32]}", None),
        ["GET /api/contacts"] = ("/api/contacts", None),
        ["PUT /api/contacts"] = ("/api/contacts", () => OfficeFiles.Form(OfficeFiles.Contacts)),
        ["POST /api/contacts"] = ("/api/contacts", Json("""{"name":"邓文博","phone":"139 0000 0003","unit":"环卫站"}""")),
        ["GET /api/contacts/{id}"] = ($"/api/contacts/{Id("+8613900000001")}", None),
        ["PUT /api/contacts/{id}"] =
            ($"/api/contacts/{Id("+8613900000007")}", Json("""{"name":"罗振华","phone":"139 0000 0017","role":"supervisor"}""")),
        ["DELETE /api/contacts/{id}"] = ($"/api/contacts/{Id("+8613900000007")}", None),
        ["POST /api/contacts/{id}/handover"] = ($"/api/contacts/{Id("+8613900000001")}/handover",
            Json("""{"to":{"name":"邓文博","phone":"139 0000 0003"},"role":"person","unit":"环卫站","plan":1}""")),
        ["GET /api/absences"] = ("/api/absences", None),
        ["POST /api/absences"] = ("/api/absences", Json("""
            {
              "phone": "139 0000 0001", "deputy": { "name": "邓文博", "phone": "139 0000 0003" },
              "from": "2026-03-25", "until": "2026-03-31", "reason": "外出培训"
            }
            """)),
        ["DELETE /api/absences/{id}"] = ($"/api/absences/{Id("+8613900000005")}-1", None),
        ["GET /api/keys"] = ("/api/keys", None),
        ["POST /api/keys"] = ("/api/keys", Json("""{"name":"党政办","role":"operator"}""")),
        ["POST /api/keys/{name}/rotate"] = ("/api/keys/值班室/rotate", None),
        ["DELETE /api/keys/{name}"] = ("/api/keys/值班室", None),
        ["GET /api/numbers"] = ("/api/numbers", None),
        ["DELETE /api/numbers/{id}/flag"] = ($"/api/numbers/{Id("+8613900000009")}/flag", None),
        ["POST /api/numbers/opt-out"] = ("/api/numbers/opt-out", Json("""{"phone":"139 0000 0001"}""")),
        ["GET /api/notices"] = ("/api/notices", None),
        ["POST /api/notices/{id}/resend"] = ($"/api/notices/{ResendTests.Failed.Id}/resend", None),
        ["POST /api/sms/status"] = (
            "/api/sms/status?notice=unknown&attempt=1", () => SmsStatusTests.Form("/api/sms/status?notice=unknown&attempt=1", "delivered")),
        ["POST /api/sms/inbound"] = ("/api/sms/inbound", () => SmsInboundTests.Form("SM1", "+8613900000001", "1-1 已完成")),
        ["GET /api/templates/{name}.xlsx"] = ("/api/templates/ledger.xlsx", None),
        ["GET /api/export.xlsx"] = ("/api/export.xlsx?plan=1", None),
        ["GET /api/health"] = ("/api/health", None),
        ["GET /api/ready"] = ("/api/ready", None),
        ["GET /openapi/v1.json"] = ("/openapi/v1.json", None),
    };

    /// <summary>The id of a number in an address.</summary>
    public static string Id(string number) => PhoneNumber.Parse(number).Fingerprint;

    public static string Verification(string by) => $$"""{"by":"{{by}}","checks":{{AllChecks}},"note":"现场查看，已整改"}""";

    /// <summary>An office in which every call of the list can succeed.</summary>
    public static async Task<Office> OpenOfficeAsync()
    {
        var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/items/1-2/report", """{"by":"何志强","note":"已打捞"}""")).Ok();
        (await office.PostAsync("/api/items/1-2/evidence", EvidenceTests.Form(EvidenceFiles.Jpeg(), "打捞后.jpg", "三月二十四日", "何志强"),
            KeyRole.Operator)).Ok();
        (await office.PatchAsync("/api/items/1-3", """{"deadline":"2026-04-10"}""")).Ok();
        (await office.PostAsync("/api/items/1-3/report", """{"by":"韩雪"}""")).Ok();
        (await office.PostAsync("/api/items/1-3/verify", Verification("唐秀英"))).Ok();
        (await office.PostAsync("/api/items/1-1/ask-extension", """{"by":"林晓燕","deadline":"2026-04-20","reason":"等待设备"}""")).Ok();
        await office.System.Ledger.Notices.ClaimAsync([ResendTests.Failed], Cancellation);
        (await office.PostAsync("/api/absences",
            """{"phone":"139 0000 0005","deputy":{"name":"邓文博","phone":"139 0000 0003"},"from":"2026-05-01","until":"2026-05-05"}""",
            KeyRole.Administrator)).Ok();
        (await office.PostAsync("/api/keys", """{"name":"值班室","role":"viewer"}""", KeyRole.Administrator)).Ok();
        (await office.PostAsync("/api/numbers/opt-out", """{"phone":"139 0000 0009"}""", KeyRole.Operator)).Ok();
        Assert.True((await office.WatchAsync()).Holds);
        return office;
    }

    private static HttpContent? None() => null;

    private static Func<HttpContent?> Json(string json) => () => OfficeFiles.Json(json);
}
