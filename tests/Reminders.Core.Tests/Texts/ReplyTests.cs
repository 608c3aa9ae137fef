namespace Reminders.Core.Tests.Texts;

public class ReplyTests
{
    // The reply as people type it, then its kind, its items, its date, and the rest of its words.
    [Theory]
    [InlineData("1-3 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("１－３　已完成。", ReplyKind.Done, "1-3", null, "")] // full width
    [InlineData("1-3已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("1 - 3 完成了", ReplyKind.Done, "1-3", null, "")]
    [InlineData("1—3：已经整改完成，照片已交", ReplyKind.Done, "1-3", null, "照片已交")]
    [InlineData("第1-3项 办结", ReplyKind.Done, "1-3", null, "")]
    [InlineData("1 3 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("13 已完成", ReplyKind.Done, "1-3", null, "")] // no hyphen: 1-3 is all that 13 can be
    [InlineData("113 已完成", ReplyKind.Done, "1-13,11-3", null, "")]
    [InlineData("已完成", ReplyKind.Done, "", null, "")]
    [InlineData("1-3 Done", ReplyKind.Done, "1-3", null, "")]
    [InlineData("1-3 延期 6月5日 设备未到", ReplyKind.Extension, "1-3", "2020-06-05", "设备未到")]
    [InlineData("1-3申请延期到6月5日，设备未到", ReplyKind.Extension, "1-3", "2020-06-05", "设备未到")]
    [InlineData("1-3 延期 2020-06-05 设备未到", ReplyKind.Extension, "1-3", "2020-06-05", "设备未到")]
    [InlineData("1-3 延期 6.5 设备未到", ReplyKind.Extension, "1-3", "2020-06-05", "设备未到")]
    [InlineData("1-3 延期 1月5日 年底结账", ReplyKind.Extension, "1-3", "2021-01-05", "年底结账")] // the next such day
    [InlineData("1-3 延期 2月30日 设备未到", ReplyKind.Extension, "1-3", null, "设备未到")] // no such day
    [InlineData("1-3 延期 设备未到", ReplyKind.Extension, "1-3", null, "设备未到")]
    [InlineData("延期 6月5日 设备未到", ReplyKind.Extension, "", "2020-06-05", "设备未到")]
    [InlineData("1-3 extend 2020-06-05 parts are late", ReplyKind.Extension, "1-3", "2020-06-05", "parts are late")]
    [InlineData("1-3 同意", ReplyKind.Agree, "1-3", null, "")]
    [InlineData("1-3 不同意 工期充足", ReplyKind.Return, "1-3", null, "工期充足")]
    [InlineData("1-3 退回 照片看不清", ReplyKind.Return, "1-3", null, "照片看不清")]
    [InlineData("stop", ReplyKind.Stop, "", null, "")]
    [InlineData("退订", ReplyKind.Stop, "", null, "")]
    [InlineData("START", ReplyKind.Start, "", null, "")]
    [InlineData("1-3 未完成", ReplyKind.Unclear, "1-3", null, "未完成")]
    [InlineData("1-3 还没有完成", ReplyKind.Unclear, "1-3", null, "还没有完成")]
    [InlineData("1-3 not done", ReplyKind.Unclear, "1-3", null, "not done")]
    [InlineData("1-3 完成了吗", ReplyKind.Unclear, "1-3", null, "完成了吗")]
    [InlineData("1-3 完成时间是哪天", ReplyKind.Unclear, "1-3", null, "完成时间是哪天")]
    [InlineData("请问何时完成", ReplyKind.Unclear, "", null, "请问何时完成")]
    [InlineData("收到", ReplyKind.Unclear, "", null, "收到")]
    [InlineData("不要停", ReplyKind.Unclear, "", null, "不要停")]
    [InlineData("", ReplyKind.Unclear, "", null, "")]
    [InlineData("😀", ReplyKind.Unclear, "", null, "😀")]
    [InlineData("2.1-3 已完成", ReplyKind.Done, "1-3", null, "")] // the number of a line in a list, and the code
    [InlineData("2. 1-3 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("2、1-3已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("12 1-3 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("2) 1-3 done", ReplyKind.Done, "1-3", null, "")]
    [InlineData("（2）1-3 延期 6月5日 设备未到", ReplyKind.Extension, "1-3", "2020-06-05", "设备未到")]
    [InlineData("②1-3 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("二、1-3 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("２．１－３ 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("2.第1-3项整改已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("2.1.3 已完成", ReplyKind.Unclear, "", null, "2.1.3 已完成")] // 2-1, or 1-3?
    [InlineData("（1-3）已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("【1-3】已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("[1-3] done", ReplyKind.Done, "1-3", null, "")]
    [InlineData("“1-3”已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("“1-3 已完成”", ReplyKind.Done, "1-3", null, "")]
    [InlineData("《1-3》同意", ReplyKind.Agree, "1-3", null, "")]
    [InlineData("(13) 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("编号：1-3 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("1-3“河道两侧堆放垃圾”已完成", ReplyKind.Done, "1-3", null, "")] // as the message says it
    [InlineData("1-3 \"Records\" done", ReplyKind.Done, "1-3", null, "")]
    [InlineData("1-3 收到，已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("收到，1-3 已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("1-3 收到已完成", ReplyKind.Done, "1-3", null, "")]
    [InlineData("您好，收到。1-3 好的，已整改完成，照片已交", ReplyKind.Done, "1-3", null, "照片已交")]
    [InlineData("领导好，1-3 申请延期到6月5日，设备未到", ReplyKind.Extension, "1-3", "2020-06-05", "设备未到")]
    [InlineData("1-3 收到，同意", ReplyKind.Agree, "1-3", null, "")]
    [InlineData("1-3 收到", ReplyKind.Unclear, "1-3", null, "收到")]
    [InlineData("1-3 收到，尚未完成", ReplyKind.Unclear, "1-3", null, "尚未完成")]
    [InlineData("1-3 收到，马上整改", ReplyKind.Unclear, "1-3", null, "马上整改")]
    [InlineData("5月20日已完成", ReplyKind.Unclear, "", null, "5月20日已完成")] // a date is no code
    public void A_reply_is_read_as_people_type_it(string text, ReplyKind kind, string codes, string? date, string words)
    {
        var reply = Reply.Read(text, Given.Day("2020-05-18"));

        Assert.Equal(
            (kind, codes, date, words), (reply.Kind, string.Join(',', reply.Codes), reply.Date?.ToString("uuuu-MM-dd", null), reply.Words));
    }
}
