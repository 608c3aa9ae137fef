using Reminders.Core.Items;
using Reminders.Testing;

namespace Reminders.Core.Tests.Items;

/// <summary>A command of each kind that lacks nothing.</summary>
internal static class Commands
{
    public static readonly Actor Person = new(Given.Person.Name);
    public static readonly Actor Leader = new(Given.Leader.Name);
    public static readonly FourChecks AllChecks = new(true, true, true, true);

    public static ItemCommand Good(ItemAction action) => action switch
    {
        ItemAction.Complete => new CompleteItem(Given.Office),
        ItemAction.Report => new ReportItem(Person, "整改完成"),
        ItemAction.Return => new ReturnItem(Leader, "照片看不清"),
        ItemAction.Verify => new VerifyItem(Leader, AllChecks, "现场已核查"),
        ItemAction.Extend => new ExtendItem(Given.Office, Given.Day("2020-06-30"), "汛期无法施工"),
        ItemAction.Reopen => new ReopenItem(Given.Office, Given.Day("2020-07-31"), "问题反弹"),
        ItemAction.Cancel => new CancelItem(Given.Office, "重复立项"),
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
