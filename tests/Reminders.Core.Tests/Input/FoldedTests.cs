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

    // Each radical with its ideograph, as Unicode 14.0 gives them in EquivalentUnifiedIdeograph.txt. The runtime does not normalise here.
    private const string Radicals = """
        ⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇𠘨 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑𡯂 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺
        ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪𤴔 ⺫目 ⺬示 ⺭礻 ⺮𥫗 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴冗 ⺵𦉫 ⺶羊 ⺷𦍌 ⺸𦍋 ⺹耂 ⺺肀 ⺻聿
        ⺼肉 ⺽𦥑 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇𧢲 ⻈讠 ⻉贝 ⻊𧾷 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕𨸏 ⻖阝 ⻗雨 ⻘青
        ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞𩙿 ⻟飠 ⻠饣 ⻡𩠐 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟
        """;

    [Fact]
    public void A_radical_of_the_supplement_is_its_ideograph()
    {
        var pairs = Radicals.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(114, pairs.Length);
        Assert.All(pairs, pair => Assert.Equal((pair[1..], pair[1..]), (Folded.Name(pair[..1]), Folded.Text(pair[..1]))));
    }

    // What normalisation form KC makes of U+2F00 to U+2FD5, in order.
    private const string Kangxi = """
        一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日
        曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行
        衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠
        """;

    [Fact]
    public void A_radical_of_the_Kangxi_dictionary_is_its_ideograph() => Assert.Equal(
        Kangxi.ReplaceLineEndings(""), string.Concat(Enumerable.Range(0x2F00, 214).Select(c => Folded.Name(((char)c).ToString()))));

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
