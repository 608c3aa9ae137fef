using System.Collections.Frozen;

namespace Reminders.Import.Names;

/// <summary>Common surnames. They only help to cut a name from what is written before it; a rare surname is still a name.</summary>
internal static class Surnames
{
    private static readonly FrozenSet<char> Single = (
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙"
        + "黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳"
        + "管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝")
        .ToFrozenSet();

    private static readonly FrozenSet<string> Compound = FrozenSet.ToFrozenSet(
        ["欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "独孤", "南宫", "东方", "西门", "呼延", "闻人", "长孙", "宇文", "轩辕", "拓跋", "百里"]);

    public static bool StartsCompound(string name) => name.Length >= 3 && Compound.Contains(name[..2]);

    /// <summary>欧阳 alone is a surname, and nobody yet.</summary>
    public static bool IsCompound(string text) => Compound.Contains(text);

    /// <summary>Whether the text has the shape of a Han name: a known surname and one or two more characters.</summary>
    public static bool IsFullName(string text) =>
        StartsCompound(text) ? text.Length is 3 or 4 : text.Length is 2 or 3 && Single.Contains(text[0]);
}
