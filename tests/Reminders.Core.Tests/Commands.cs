namespace Reminders.Core.Tests;

/// <summary>A complete command of each kind.</summary>
internal static class Commands
{
    public static readonly Actor Person = new(Given.Person.Name);
    public static readonly Actor Leader = new(Given.Leader.Name);
    public static readonly FourChecks AllChecks = new(true, true, true, true);

    /// <summary>The item of the tests as a reloaded plan gives it.</summary>
    public static ItemDraft Says { get; } = new(1, "3", "档案填写不规范")
    {
        Problem = "个别村档案填写不规范。",
        Persons = [Given.Person],
        Leaders = [Given.Leader],
        Deadline = Deadline.On(Given.Day("2020-05-20"), "5月20日"),
    };

    public static ItemCommand Good(ItemAction action) => action switch
    {
        ItemAction.Complete => new CompleteItem(Given.Office),
        ItemAction.Report => new ReportItem(Person, "整改完成"),
        ItemAction.Return => new ReturnItem(Leader, "照片看不清"),
        ItemAction.Verify => new VerifyItem(Leader, AllChecks, "现场已核查"),
        ItemAction.Extend => new ExtendItem(Given.Office, Given.Day("2020-06-30"), "汛期无法施工"),
        ItemAction.AskExtension => new RequestExtension(Person, Given.Day("2020-06-30"), "汛期无法施工"),
        ItemAction.RefuseExtension => new DeclineExtension(Leader, "工期充足"),
        ItemAction.Reopen => new ReopenItem(Given.Office, Given.Day("2020-07-31"), "问题反弹"),
        ItemAction.Urge => new UrgeItem(Given.Office, "请抓紧"),
        ItemAction.LookBack => new LookBackItem(Leader, "未反弹"),
        ItemAction.Cancel => new CancelItem(Given.Office, "重复立项"),
        ItemAction.Revise => new ReviseItem(Given.Office, Says),
        ItemAction.HandOver => new HandOverItem(
            Given.Office, [new(Given.Person.Phone!.Value, new("王五", Given.Phone(9)))],
            new([new(Given.Person.Name, Given.Person.Phone!.Value)])),
        ItemAction.LiftFlag => new RecordFlagLifted(Given.Office, Given.Person.Phone!.Value),
        ItemAction.NoteFinding => new NoteFinding(Given.Office, new(FindingCodes.GoneFromPlan, "方案中已没有该事项。")),
        ItemAction.AddEvidence => new AddItemEvidence(Person, Testing.EvidenceFiles.Photo(), "", new()),
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
