using System.Text;

namespace Reminders.Web.Tests;

/// <summary>
/// The files that the office of these tests uploads. Item 1 is due on 31 March 2026 and item 2 on 3 April; the date of item 3 is redacted.
/// </summary>
internal static class OfficeFiles
{
    public const string Plan = """
        青松镇专项检查反馈问题整改方案
        一、人居环境方面
        1．垃圾清运不及时。部分垃圾池满溢。
        整改措施：每两天清运一次。
        责任领导：周建平
        责任人：林晓燕
        完成时限：3月31日
        2．河道管护不到位。河面有漂浮物。
        整改措施：集中打捞。
        责任领导：周建平
        责任人：何志强
        完成时限：4月3日
        二、档案方面
        3．档案室受潮。部分资料受潮。
        整改措施：添置除湿设备。
        责任领导：唐秀英
        责任人：韩雪
        完成时限：**

        青松镇人民政府
        2026年3月16日
        """;

    public const string Contacts = """
        姓名,电话,角色,单位,分管领导,事项
        林晓燕,+86 139 0000 0001,责任人,环卫站,,
        何志强,+86 139 0000 0002,责任人,水务站,,
        韩雪,+86 139 0000 0004,责任人,党政办,,
        周建平,+86 139 0000 0005,责任领导,镇政府,,
        唐秀英,+86 139 0000 0006,责任领导,镇政府,,
        罗振华,+86 139 0000 0007,督查,镇纪委,,

        """;

    public static string ChangedPlan => Plan.Replace("4月3日", "4月13日", StringComparison.Ordinal);

    /// <summary>The first bytes of a picture.</summary>
    public static byte[] Png => [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1];

    /// <summary>A multipart form of files, by field.</summary>
    public static MultipartFormDataContent Form(params (string Field, string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, name, content) in files)
            form.Add(new ByteArrayContent(content), field, name);
        return form;
    }

    public static MultipartFormDataContent Form(string plan, string? contacts = null) => contacts is null
        ? Form(("file", "plan.txt", Encoding.UTF8.GetBytes(plan)))
        : Form(("file", "plan.txt", Encoding.UTF8.GetBytes(plan)), ("contacts", "contacts.csv", Encoding.UTF8.GetBytes(contacts)));

    public static StringContent Text(string text, string mediaType = "text/plain") => new(text, Encoding.UTF8, mediaType);

    public static StringContent Json(string text) => Text(text, "application/json");
}
