namespace Reminders.Core.Tests.Input;

public class FoldedTests
{
    [Theory]
    [InlineData("林晓燕", "林晓燕", "nothing to fold")]
    [InlineData("林晓燕\u200B", "林晓燕", "zero-width space")]
    [InlineData("林\u200D晓\u2060燕\uFEFF", "林晓燕", "joiners and a byte order mark")]
    [InlineData("林晓燕\uFE00", "林晓燕", "variation selector")]
    [InlineData("林晓燕\U000E0101", "林晓燕", "variation selector of ideographs")]
    [InlineData("林晓燕\u3164\u115F\u034F\u00AD", "林晓燕", "letters and marks that nobody sees")]
    [InlineData("\u202E林晓燕\u0007", "林晓燕", "turned direction and a control")]
    [InlineData(" 林　 晓燕\u00A0", "林 晓燕", "blanks")]
    [InlineData("\u2F8F\uFA12", "行晴", "a radical and a compatibility ideograph")]
    [InlineData("\u2ED3⻔\u2F9C", "长门足", "radicals of both blocks")]
    [InlineData("王𠅤、张䶮、李〇", "王𠅤、张䶮、李〇", "ideographs of every block")]
    [InlineData("麦合苏木•艾力", "麦合苏木·艾力", "a bullet")]
    [InlineData("麦合苏木．艾力", "麦合苏木·艾力", "a full-width stop")]
    [InlineData("麦合苏木 ﹒ 艾力", "麦合苏木·艾力", "a small stop between blanks")]
    [InlineData("麦合苏木⋅艾力∙买买提", "麦合苏木·艾力·买买提", "dots of mathematics")]
    [InlineData("麦合苏木･艾力.𠅤", "麦合苏木·艾力·𠅤", "a half-width dot and a stop")]
    [InlineData("3.2 A.B", "3.2 A.B", "a stop between other characters")]
    [InlineData("ＬＩＮ　Ｘ．", "LIN X.", "full-width")]
    [InlineData("１－３", "1-3", "a full-width code")]
    [InlineData("①村（二）", "1村(二)", "numbers in circles and brackets")]
    [InlineData("ﬁ Ⅻ", "fi XII", "ligature and Roman number")]
    [InlineData("Jose\u0301", "José", "a letter and its mark")]
    [InlineData("Nguye\u0302\u0303n", "Nguyễn", "a letter and two marks")]
    [InlineData("阿依古丽·买买提", "阿依古丽·买买提", "a name in two parts")]
    [InlineData("\u200B", "", "nothing left")]
    public void Names_that_look_the_same_are_the_same(string name, string folded, string remark)
    {
        Assert.Equal((folded, remark), (Folded.Name(name), remark));
        Assert.Equal(folded, Folded.Name(folded));
    }

    [Theory]
    [InlineData("现场查看，材料齐全；①②两处（见照片）。", "现场查看，材料齐全；①②两处（见照片）。")]
    [InlineData("第１处\u200B已改\u0000\n第2处\u2028", "第1处已改\n第2处\u2028")]
    [InlineData("ＯＫ\t…", "OK\t…")]
    public void A_note_keeps_visible_characters_and_loses_invisible_ones(string note, string folded) =>
        Assert.Equal(folded, Folded.Text(note));

    [Theory]
    [InlineData("张 三", "张三")]
    [InlineData("阿依古丽•买买提", "阿依古丽·买买提")]
    [InlineData("lin xiaoyan", "Lin Xiaoyan")]
    [InlineData("（办公室）", "(办公室)")]
    [InlineData("**", "＊＊")]
    public void Names_are_compared_by_their_letters_and_digits(string one, string other) =>
        Assert.Equal(Folded.Bare(one), Folded.Bare(other));

    [Fact]
    public void Different_names_stay_different()
    {
        Assert.NotEqual(Folded.Bare("林晓燕"), Folded.Bare("林小燕"));
        Assert.NotEqual(Folded.Bare("李〇"), Folded.Bare("李"));
        Assert.NotEqual(Folded.Bare("**"), Folded.Bare("××"));
    }
}
