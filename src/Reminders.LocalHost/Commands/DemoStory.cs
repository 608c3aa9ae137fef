namespace Reminders.LocalHost.Commands;

/// <summary>Something that a person of the demo does, at a local moment of the plan's zone.</summary>
internal sealed record DemoEvent(LocalDateTime At, int Ordinal, ItemCommand Command, string Telling);

/// <summary>What the people of the sample plan do: one is on time, one does nothing until the supervisor hears of it, one is sent back, one asks for more time.</summary>
internal static class DemoStory
{
    private static readonly FourChecks AllFour = new(true, true, true, true);

    public static IReadOnlyList<DemoEvent> Events { get; } =
    [
        Report(3, 30, 1, "林晓燕", "清运线路已重排，每周公开。"),
        Verify(4, 1, 1, "周建平", "现场查看三处垃圾池，清运记录完整。"),
        Report(4, 7, 3, "林晓燕", "公厕已有专人保洁。"),
        new(new(2026, 4, 8, 10, 30), 3, new ReturnItem(new("周建平"), "照明还没有修好。"), "周建平 returns item 3 退回: the lights are still broken"),
        Extend(4, 9, 4, "唐秀英", new(2026, 4, 15), "卫生院名单4月13日才能提供。"),
        Report(4, 9, 3, "林晓燕", "照明已修复。"),
        Verify(4, 10, 3, "周建平", "洁具和照明完好，保洁时间已公布。"),
        Report(4, 14, 4, "邓文博", "名单已比对，三名对象已更新。"),
        Report(4, 15, 2, "何志强", "河面已清理，巡河改用定位打卡。"),
        Verify(4, 15, 4, "唐秀英", "抽查十户，发放无误。"),
        Verify(4, 16, 2, "周建平", "沿河查看，无漂浮物。"),
    ];

    private static DemoEvent Report(int month, int day, int ordinal, string by, string note) =>
        new(new(2026, month, day, 15, 0), ordinal, new ReportItem(new(by), note), $"{by} reports item {ordinal} done 报结: it now waits to be verified");

    private static DemoEvent Verify(int month, int day, int ordinal, string by, string note) =>
        new(new(2026, month, day, 16, 30), ordinal, new VerifyItem(new(by), AllFour, note), $"{by} verifies item {ordinal} on the spot and closes it 销号");

    private static DemoEvent Extend(int month, int day, int ordinal, string by, LocalDate deadline, string reason) =>
        new(new(2026, month, day, 11, 0), ordinal, new ExtendItem(new(by), deadline, reason), $"{by} grants more time for item {ordinal} 延期: until {deadline:uuuu-MM-dd}");
}
