namespace Reminders.Core.Tests.Texts;

public class SmsSizeTests
{
    public static TheoryData<string, string, string, int> Texts => new()
    {
        { "nothing", "", SmsSize.Gsm7, 1 },
        { "160 septets fit alone", new('a', 160), SmsSize.Gsm7, 1 },
        { "161 take two segments of 153", new('a', 161), SmsSize.Gsm7, 2 },
        { "306 fill two", new('a', 306), SmsSize.Gsm7, 2 },
        { "307 take three", new('a', 307), SmsSize.Gsm7, 3 },
        { "an extension character takes two septets: 158 + 2", new string('a', 158) + "€", SmsSize.Gsm7, 1 },
        { "159 + 2", new string('a', 159) + "€", SmsSize.Gsm7, 2 },
        { "80 brackets fill one alone", new('[', 80), SmsSize.Gsm7, 1 },
        { "306 septets, an extension character at the boundary moves whole and makes three",
            new string('a', 152) + "€" + new string('a', 152), SmsSize.Gsm7, 3 },
        { "306 septets, it ends at the boundary", new string('a', 151) + "€" + new string('a', 153), SmsSize.Gsm7, 2 },
        { "line break and Greek capitals are basic", "\n\rΔΦΓΛΩΠΨΣΘΞ@£$¥", SmsSize.Gsm7, 1 },
        { "a backtick is in neither table", "`", SmsSize.Ucs2, 1 },
        { "ç is not, Ç is", "ç", SmsSize.Ucs2, 1 },
        { "70 code units fit alone", new('整', 70), SmsSize.Ucs2, 1 },
        { "71 take two segments of 67", new('整', 71), SmsSize.Ucs2, 2 },
        { "134 fill two", new('整', 134), SmsSize.Ucs2, 2 },
        { "135 take three", new('整', 135), SmsSize.Ucs2, 3 },
        { "one Chinese character makes all of it UCS-2", new string('a', 70) + "整", SmsSize.Ucs2, 2 },
        { "an emoji takes two code units: 68 + 2", new string('整', 68) + "😀", SmsSize.Ucs2, 1 },
        { "69 + 2", new string('整', 69) + "😀", SmsSize.Ucs2, 2 },
        { "134 code units, a surrogate pair at the boundary moves whole and makes three", new string('整', 66) + "😀" + new string('整', 66),
            SmsSize.Ucs2, 3 },
        { "134 code units, it ends at the boundary", new string('整', 65) + "😀" + new string('整', 67), SmsSize.Ucs2, 2 },
        { "a character of CJK extension B takes two", new string('整', 68) + "𠀀", SmsSize.Ucs2, 1 },
        { "half a pair counts as one", "\ud83d", SmsSize.Ucs2, 1 },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Counts_segments_as_carriers_do(string remark, string text, string encoding, int segments) =>
        Assert.Equal((remark, new SmsSize(encoding, segments)), (remark, SmsSize.Of(text)));
}
