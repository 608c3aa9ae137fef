using System.Collections.Frozen;

namespace Reminders.Import.Words;

/// <summary>Common surnames, to separate a name from the words around it. A name with a rare surname is still a name.</summary>
internal static class Surnames
{
    // The hundred most common.
    private const string Common =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙";

    private static readonly FrozenSet<char> Single = (
        Common + "黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳"
        + "管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
        + "傅洪萧阎芮贲凤干晋綦铁鹿云习门明幸花谈骆墨年言奚酆廉元卞禹狄贝计伏茅昝郁杭诸钮嵇荀储汲糜井富乌牧隗宓郗班仰伊厉戎束幸韶郜宿怀邰鄂索咸籍蔺屠胥闻莘贡劳扶堵郦雍濮寿扈冀郏浦慕茹鱼慎戈廖暨居衡阙沃蔚隆晁勾敖"
        + "訾阚巢蒯荆竺逯益桓强宣惠封练揭檀边阮佘邸仝占原战户揣敬芦郄亓尉"
        + "常海赖楚洛盖燕丘丰尧匡冼危帅慈栗滑漆畅粟苍英谌谯辜那鄢钦鞠暴朴楼薄税保信")
        .ToFrozenSet();

    private static readonly FrozenSet<string> Compound = FrozenSet.ToFrozenSet(
    [
        "欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木",
        "独孤", "南宫", "东方", "西门", "呼延", "闻人", "长孙", "宇文", "轩辕", "拓跋", "百里", "东郭", "南门", "濮阳", "淳于", "单于", "太史", "申屠", "仲孙", "钟离", "鲜于", "闾丘",
        "司空", "赫连", "澹台", "公冶", "宗政", "万俟", "公羊", "公西", "梁丘", "左丘", "谷梁", "第五", "太叔", "公输", "段干", "完颜", "叶赫", "那拉", "纳兰",
    ]);

    // Given names that stand alone.
    private static readonly FrozenSet<string> Alone = FrozenSet.ToFrozenSet(
        ["扎西", "次仁", "达瓦", "多吉", "巴桑", "央金", "格桑", "尼玛", "卓玛", "旺堆", "平措", "索朗", "普布", "边巴", "仁青", "丹增", "洛桑", "阿旺", "桑吉", "拉姆"]);

    // Surnames that begin many other words, such as 公 and 水, so that two characters are no name.
    private static readonly FrozenSet<char> Rare =
        ("殳乜钭呼寸毋皮乐步弓水公风库列厍松后红堪空养须相盍秘续银来沐法爱归汝缑亢况有琴佴伯赏哈笪年逄粘随德展种母官衣祖充羊於家羿邴巴山谷蓬秋蓟印从阴胥能双郤璩别"
            + "宦容庾终都满广禄利越夔融昌酆湛元平宰裘经山仉郈福苑撒多勒税闪折光青鄞佀幺瓮者字铎奉昂阿荔麦仝")
            .ToFrozenSet();

    /// <summary>
    /// Whether a text without a common surname is still a name: 扎西, 扎西顿珠, 热依古丽, 殳小曼. Other words, such as 立行立改, are none.
    /// </summary>
    public static bool IsRareName(string text) => Alone.Contains(text) || (text.Length == 3 && Rare.Contains(text[0]))
        || (text.Length == 4 && (IsHalf(text[..2]) || IsHalf(text[2..])) && !CanBeTwoNames(text));

    private static bool IsHalf(string text) => Alone.Contains(text) || SecondHalf.Contains(text);

    public static bool Is(char first) => Single.Contains(first);

    public static bool StartsCompound(string name) => name.Length >= 3 && Compound.Contains(name[..2]);

    /// <summary>
    /// Whether four ideographs can be two names that ran together, or a post before a name. 欧阳娜娜 is one name, and so are 扎西顿珠 and 次仁罗布.
    /// </summary>
    public static bool CanBeTwoNames(string text) =>
        text.Length == 4 && !Compound.Contains(text[..2]) && Single.Contains(text[2]) && !SecondHalf.Contains(text[2..]);

    // The second half of names of four syllables, although it starts like a surname.
    private static readonly FrozenSet<string> SecondHalf = FrozenSet.ToFrozenSet(
        ["罗布", "罗桑", "卓玛", "卓嘎", "白玛", "曲珍", "曲扎", "曲宗", "曲培", "古丽", "金措", "石曲", "江村", "江措", "索朗", "边巴", "贡布", "居美", "班觉"]);

    /// <summary>Whether the text is a surname alone, such as 欧阳, and so identifies no one.</summary>
    public static bool IsCompound(string text) => Compound.Contains(text);

    /// <summary>
    /// Whether two words can be two names with the blank inside the first: 王小 明李四 can be 王小明 and 李四, while 张伟 陈金龙 is printed as
    /// it is meant, because a common surname begins the second word.
    /// </summary>
    public static bool CanBreakInside(string first, string second) =>
        IsFullName(first) && !StartsCompound(second) && Length(second) is 3 or 4 && IsFullName(second[1..])
        && (Length(second) == 4 || (Length(first) == 2 && !Common.Contains(second[0])));

    /// <summary>Whether the text is a known surname with one or two more characters.</summary>
    public static bool IsFullName(string text) =>
        StartsCompound(text) ? Length(text) is 3 or 4 : Length(text) is 2 or 3 && Single.Contains(text[0]);

    /// <summary>The number of characters; those outside the basic plane count once.</summary>
    public static int Length(string text) => text.Count(c => !char.IsLowSurrogate(c));
}
