using System.Net;

namespace Reminders.Web.Tests.Routes;

public sealed class ResendTests
{
    /// <summary>A notice of this morning that the provider refused.</summary>
    internal static Notice Failed { get; } = new(
        Notice.IdOf(PhoneNumber.Parse("+8613900000005"), Office.Start), PhoneNumber.Parse("+8613900000005"), "周建平", Office.Start,
        "Asia/Shanghai")
    {
        Steps = [new(new(new(1, 1), 1, StepName.Parse("overdue-1"), Role.Leader), Office.Start)],
        State = NoticeState.Failed,
        Reason = "30007",
        StateAt = Office.Start,
    };

    [Fact]
    public async Task A_failed_notice_is_queued_once_more()
    {
        await using var office = await Office.OpenLoadedAsync();
        await office.System.Ledger.Notices.ClaimAsync([Failed], Cancellation);

        var notice = (await office.PostAsync($"/api/notices/{Failed.Id}/resend", "{}")).Ok();

        Assert.Equal(("queued", "sent-again-by-hand"), (notice.Text("state"), notice.Text("reason")));
        (await office.PostAsync($"/api/notices/{Failed.Id}/resend", "{}")).Refused(HttpStatusCode.Conflict, "on-its-way");
    }

    [Fact]
    public async Task A_sent_notice_is_not_sent_again_and_an_unknown_one_is_not_found()
    {
        await using var office = await Office.OpenLoadedAsync();
        await office.System.Ledger.Notices.ClaimAsync([Failed with { State = NoticeState.Delivered }], Cancellation);

        (await office.PostAsync($"/api/notices/{Failed.Id}/resend", "{}")).Refused(HttpStatusCode.Conflict, "may-have-arrived");
        (await office.PostAsync("/api/notices/none/resend", "{}")).Refused(HttpStatusCode.NotFound, "not-found");
    }
}
