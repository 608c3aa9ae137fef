using NodaTime.Text;

namespace Reminders.Testing;

/// <summary>
/// The life of one item from loading to reopening on virtual phones. Each SMS and each reply is one line; an unexpected line fails the
/// story, and so does a missing one.
/// </summary>
public sealed class Story
{
    private static readonly InstantPattern Local = InstantPattern.CreateWithInvariantCulture("MM-dd HH:mm");

    private readonly SettableClock clock = new(Given.At("2020-05-12T10:00"));
    private readonly InMemoryQueue queue;
    private readonly Outbox outbox;
    private readonly UseCases useCases;
    private readonly List<string> told = [];
    private int replies;
    private int shown;

    private Story(Ledger ledger)
    {
        queue = new(clock);
        outbox = new(clock);
        useCases = Given.UseCasesOn(ledger, clock) with { Queue = queue, Sender = outbox };
    }

    /// <summary>The lines of the phones from 12 May to 24 June 2020.</summary>
    public static IReadOnlyList<string> Expected { get; } =
    [
        "05-13 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于5月20日前完成，还剩7天。请按时完成整改，并向整改办报结。",
        "05-15 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于5月20日前完成，还剩5天。请按时完成整改，并向整改办报结。",
        "05-19 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于5月20日前完成，还剩1天。请按时完成整改，并向整改办报结。",
        "05-20 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”今天（5月20日）到期。请按时完成整改，并向整改办报结。",
        "05-20 10:00 张三: 1-1 延期 6月5日 设备未到 → 1-1延期至6月5日的申请已收到，批复前仍按原时限提醒。",
        "05-20 10:00 → 11 【整改提醒】李四，1-1“河道两侧堆放垃圾”今天（5月20日）到期，责任人张三申请延期至6月5日（原因：设备未到）。请批复是否同意延期，并告知整改办。",
        "05-21 09:00 → 11 【整改提醒】李四，1-1“河道两侧堆放垃圾”应于5月20日前完成，已逾期1个工作日，责任人张三申请延期至6月5日（原因：设备未到）。请批复是否同意延期，并告知整改办。",
        "05-21 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于5月20日前完成，已逾期1个工作日。请尽快完成整改，并向整改办报结。",
        "05-22 10:00 张三: 已完成 照片已交 → 1-1已报结，待责任领导核查。",
        "05-25 08:30 李四: 1-1 同意 → 1-1已报结，请现场核查，在台账中逐项确认“四个不放过”后销号；如不属实，请回复“1-1 退回 原因”。",
        "05-25 08:30 李四: 1-1 退回 照片看不清 → 1-1已退回整改。",
        "05-25 09:00 → 11 【整改提醒】李四，1-1“河道两侧堆放垃圾”应于5月20日前完成，已逾期3个工作日，责任人张三申请延期至6月5日（原因：设备未到）。请批复是否同意延期，并告知整改办。",
        "05-25 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于5月20日前完成，已逾期3个工作日，报结已被退回（原因：照片看不清）。请尽快完成整改，并向整改办报结。",
        "05-25 10:00 李四: 同意 → 1-1已同意延期至6月5日。",
        "05-26 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于6月5日前完成，还剩10天，报结已被退回（原因：照片看不清），延期申请已同意。请按时完成整改，并向整改办报结。",
        "05-29 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于6月5日前完成，还剩7天，报结已被退回（原因：照片看不清）。请按时完成整改，并向整改办报结。",
        "06-02 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于6月5日前完成，还剩3天，报结已被退回（原因：照片看不清）。请按时完成整改，并向整改办报结。",
        "06-02 10:00 张三: 1—1 已完成 → 1-1已报结，待责任领导核查。",
        "06-03 09:00 → 11 【整改提醒】李四，1-1“河道两侧堆放垃圾”已于6月2日报结，已等待核查1个工作日。请到现场核查，并将结果告知整改办。",
        "06-10 10:00 张三: 1-1 已完成 → 1-1已销号。",
        "06-11 09:00 → 11 【整改提醒】李四，1-1“河道两侧堆放垃圾”已销号，应于今天（6月11日）开展“回头看”。请到现场核查，并将结果告知整改办。",
        "06-22 09:00 → 11 【整改提醒】李四，1-1“河道两侧堆放垃圾”已销号，应于今天（6月22日）开展“回头看”。请到现场核查，并将结果告知整改办。",
        "06-23 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于6月30日前完成，还剩7天。请按时完成整改，并向整改办报结。",
        "06-24 09:00 → 01 【整改提醒】张三，1-1“河道两侧堆放垃圾”应于6月30日前完成，还剩6天。请按时完成整改，并向整改办报结。",
    ];

    /// <summary>Plays the story on a ledger and returns the lines of the phones.</summary>
    public static async Task<IReadOnlyList<string>> PlayAsync(Ledger ledger, CancellationToken cancellation)
    {
        var story = new Story(ledger);
        var office = new Actor("办公室");
        var plan = Given.Plan("2020-05-20") is var draft ? draft with { Items = [draft.Items[0] with { Title = "河道两侧堆放垃圾" }] } : draft;
        await story.useCases.LoadPlan.RunAsync(plan, Given.Contacts(), dryRun: false, office, cancellation);

        await story.UntilAsync("2020-05-20T10:00", cancellation); // no reaction, but a request in time
        await story.SaysAsync(Given.Person, "1-1 延期 6月5日 设备未到", cancellation);
        await story.UntilAsync("2020-05-22T10:00", cancellation); // overdue, the leader is told
        await story.SaysAsync(Given.Person, "已完成 照片已交", cancellation);
        await story.UntilAsync("2020-05-25T08:30", cancellation); // reported: silence
        await story.SaysAsync(Given.Leader, "1-1 同意", cancellation);
        await story.SaysAsync(Given.Leader, "1-1 退回 照片看不清", cancellation);
        await story.UntilAsync("2020-05-25T10:00", cancellation); // the schedule resumes
        await story.SaysAsync(Given.Leader, "同意", cancellation); // a request in time is granted
        await story.UntilAsync("2020-06-02T10:00", cancellation);
        await story.SaysAsync(Given.Person, "1—1 已完成", cancellation);
        await story.ActAsync(new VerifyItem(new(Given.Person.Name), new(true, true, true, true), "现场已核查"), "verifier-is-reporter",
            cancellation);
        await story.UntilAsync("2020-06-04T10:00", cancellation); // the leader is asked to verify
        await story.ActAsync(new VerifyItem(new(Given.Leader.Name), new(true, true, true, true), "现场已核查", Given.Day("2020-06-11")), null,
            cancellation);
        await story.UntilAsync("2020-06-10T10:00", cancellation); // closed: silence
        await story.SaysAsync(Given.Person, "1-1 已完成", cancellation);
        await story.UntilAsync("2020-06-12T10:00", cancellation); // the leader is asked to look back
        await story.ActAsync(new LookBackItem(new(Given.Leader.Name), "未反弹", Given.Day("2020-06-22")), null, cancellation);
        await story.UntilAsync("2020-06-22T10:00", cancellation); // and once more
        await story.ActAsync(new ReopenItem(office, Given.Day("2020-06-30"), "垃圾又堆起来了"), null, cancellation);
        await story.UntilAsync("2020-06-24T10:00", cancellation);
        return story.told;
    }

    private async Task SaysAsync(Party who, string text, CancellationToken cancellation)
    {
        var reply = await useCases.AnswerReply.RunAsync(new($"SM{++replies}", who.Phone!.Value, text), cancellation);
        told.Add($"{Now} {who.Name}: {text} → {reply.Answer ?? "(silence)"}");
    }

    private async Task ActAsync(ItemCommand command, string? refusal, CancellationToken cancellation)
    {
        var result = await useCases.ActOnItem.RunAsync(new(1, 1), command, cancellation);
        if (result.Refusal?.Code != refusal)
            throw new InvalidOperationException($"{command.Action} was answered {result.Refusal?.Code ?? "done"}.");
    }

    private async Task UntilAsync(string local, CancellationToken cancellation)
    {
        var pump = new QueuePump(queue, useCases);
        var end = Given.At(local);
        for (; clock.GetCurrentInstant() < end; clock.SetTo(Instant.Min(end, clock.GetCurrentInstant() + Duration.FromMinutes(30))))
        {
            await useCases.ScanDeadlines.RunAsync(cancellation);
            await pump.DrainAsync(cancellation);
            for (; shown < outbox.Messages.Count; shown++)
                told.Add($"{Now} → {outbox.Messages[shown].Sms.To.Value[^2..]} {outbox.Messages[shown].Text}");
        }
    }

    private string Now => Local.Format(clock.GetCurrentInstant() + Duration.FromHours(8));
}
