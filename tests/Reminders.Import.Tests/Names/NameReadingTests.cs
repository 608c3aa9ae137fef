namespace Reminders.Import.Tests.Names;

public class NameReadingTests
{
    [Theory]
    [InlineData("张伟", "张伟", "one name")]
    [InlineData("张 伟", "张伟", "an inner space is no separator")]
    [InlineData("张\u200B伟\uFEFF", "张伟", "invisible characters are no part of it")]
    [InlineData("张伟\u200D、李\u2060娜", "张伟,李娜", "nor beside a separator")]
    [InlineData("\u2FBC明", "高明", "a radical that looks like the character")]
    [InlineData("张　伟", "张伟", "full-width inner space")]
    [InlineData("张 伟 李娜", "张伟,李娜", "an inner space beside a separator")]
    [InlineData("张伟、李娜", "张伟,李娜", "the usual separator")]
    [InlineData("张伟，李娜;王芳；赵敏,孙丽", "张伟,李娜,王芳,赵敏,孙丽", "separators of both widths")]
    [InlineData("张伟 李娜", "张伟,李娜", "a space separates full names")]
    [InlineData("张伟\n李娜", "张伟,李娜", "lines of one cell")]
    [InlineData("张伟同志", "张伟", "同志")]
    [InlineData("张伟副镇长", "张伟", "title behind")]
    [InlineData("副镇长张伟", "张伟", "title before")]
    [InlineData("党委副书记、镇长张伟", "张伟", "two titles before")]
    [InlineData("张伟（副镇长）", "张伟", "title in brackets")]
    [InlineData("张伟（女）、李娜（城建局）", "张伟,李娜", "notes in brackets")]
    [InlineData("张伟(党委委员、副镇长)", "张伟", "titles in brackets with a separator")]
    [InlineData("镇长（张伟）", "张伟", "name in brackets")]
    [InlineData("张伟 镇长", "张伟", "title as a word of its own")]
    [InlineData("扶贫办主任张伟", "张伟", "unit and title before")]
    [InlineData("安全科张伟", "张伟", "unit before")]
    [InlineData("扶贫办 张伟", "张伟", "unit as a word of its own")]
    [InlineData("欧阳明月", "欧阳明月", "compound surname")]
    [InlineData("买买提·艾力", "买买提·艾力", "minority name with its dot")]
    [InlineData("扎西卓玛", "扎西卓玛", "a name without a known surname")]
    [InlineData("ZHANG WEI、Li Na", "ZHANG WEI,Li Na", "Latin letters")]
    [InlineData("张伟。", "张伟", "a full stop is no part of it")]
    [InlineData("陈䶮、李𠮷、胡㐀明", "陈䶮,李𠮷,胡㐀明", "characters of every block")]
    [InlineData("李 𠮷 胡 䶮", "李𠮷,胡䶮", "inner spaces beside such characters")]
    [InlineData("副镇长李𠮷", "李𠮷", "a title before such a character")]
    [InlineData("麦麦提．艾合买提", "麦麦提·艾合买提", "a full-width stop in a minority name")]
    [InlineData("麦麦提.艾合买提、帕提古丽•买买提", "麦麦提·艾合买提,帕提古丽·买买提", "a stop and a bullet")]
    [InlineData("麦麦提 ⋅ 艾合买提", "麦麦提·艾合买提", "a dot between blanks")]
    [InlineData("麦麦提﹒艾合买提∙艾力", "麦麦提·艾合买提·艾力", "three parts")]
    [InlineData("欧阳 娜娜", "欧阳娜娜", "compound surname as a word of its own")]
    [InlineData("张 伟国", "张伟国", "surname as a word of its own")]
    [InlineData("次仁罗布", "次仁罗布", "a minority name whose second half starts like a surname")]
    [InlineData("出纳李娜", "李娜", "post before")]
    [InlineData("纪检组长 门海燕", "门海燕", "a post as a word of its own")]
    [InlineData("安保部长　东郭先、农业副镇长 扈三江", "东郭先,扈三江", "lines of work that begin like a surname")]
    [InlineData("仓储科长－张伟", "张伟", "a dash behind the post")]
    [InlineData("于 小 龙", "于小龙", "three characters apart")]
    [InlineData("扎西", "扎西", "a name without a surname")]
    [InlineData("组长:张伟 成员:李娜", "张伟,李娜", "captions")]
    [InlineData("村支书:张伟，副镇长：李娜", "张伟,李娜", "captions")]
    [InlineData("城建局:张伟", "张伟", "a unit before a colon")]
    [InlineData("林场场长朱敬之、财政所所长朱敬远", "朱敬之,朱敬远", "unit and post before")]
    [InlineData("库管员赵敏、保安队长孙丽", "赵敏,孙丽", "posts before")]
    [InlineData("妇女主任王芳、村医钱立", "王芳,钱立", "posts before")]
    [InlineData("张伟 陈金龙", "张伟,陈金龙", "a common surname begins the second name")]
    [InlineData("张伟国 李四海", "张伟国,李四海", "two long names")]
    [InlineData("任重远、安宁生、高立明、钱多福、白天明、党建国、成立新、吴不凡", "任重远,安宁生,高立明,钱多福,白天明,党建国,成立新,吴不凡", "names like words")]
    [InlineData("张伟( )、李娜", "张伟,李娜", "empty brackets")]
    [InlineData("全英、商洪、包容明、左明、于小近、何时雨、钱宽、万元生、易天、宗泽、金生、元稹、文明远",
        "全英,商洪,包容明,左明,于小近,何时雨,钱宽,万元生,易天,宗泽,金生,元稹,文明远", "names that begin like words")]
    [InlineData("项目经理 张伟 安全员 李娜", "张伟,李娜", "a post that can be a name behind a name")]
    public void Names_are_read_without_titles(string text, string names, string remark)
    {
        var reading = NameReading.Read(text);

        var read = string.Join(',', reading.Parties.Select(p => p.Name));
        Assert.True(names == read, $"{remark}: {read}");
        Assert.Empty(reading.Redactions);
        Assert.Empty(reading.Groups);
    }

    [Theory]
    [InlineData("张－伟国")]
    [InlineData("各村支部")]
    [InlineData("各班子成员")]
    [InlineData("全体村干部")]
    [InlineData("主要负责人")]
    [InlineData("主办单位的“一把手”")]
    [InlineData("乡党委政府")]
    [InlineData("扶贫办")]
    [InlineData("财政所")]
    [InlineData("安全科")]
    [InlineData("驻村工作队")]
    [InlineData("第一书记")]
    [InlineData("镇长")]
    [InlineData("党委书记")]
    [InlineData("李家村")]
    [InlineData("有关单位负责人")]
    public void A_group_a_post_or_a_unit_is_never_a_person(string text)
    {
        var reading = NameReading.Read(text);

        Assert.Empty(reading.Parties);
        Assert.NotEmpty(reading.Groups);
    }

    [Theory]
    [InlineData("张 伟李 娜", "blanks in both names, none between them")]
    [InlineData("周 明吴", "a name and half a name")]
    [InlineData("张伟李娜", "two names")]
    [InlineData("张伟和李娜", "two names with a word between them")]
    [InlineData("周和王宁", "two names with a word between them")]
    [InlineData("张伟国李娜", "a long name and a short one")]
    [InlineData("赵 敏孙丽 钱立", "three names")]
    [InlineData("欧阳娜王芳", "a compound surname and another name")]
    [InlineData("厨工王芳", "an unknown post")]
    [InlineData("店主", "a word that is no name")]
    [InlineData("农业、安保、库工", "words that are no names")]
    [InlineData("督导人:李娜", "another's label")]
    [InlineData("片区号:李娜", "a label that is not known")]
    [InlineData("张伟 片区号:李娜", "a label behind a name", "张伟")]
    [InlineData("张伟，片区号:李娜", "a label behind a name", "张伟")]
    [InlineData("张伟 李娜王芳", "a name and two that ran together", "张伟")]
    [InlineData("张伟 和 李娜", "a word that can be a part of a name")]
    [InlineData("张伟、联系人:李娜", "a contact in the list", "张伟")]
    [InlineData("张伟，督办李娜", "an overseer in the list", "张伟")]
    [InlineData("督办：李娜", "an overseer")]
    [InlineData("交办：张伟；转办：李娜；查办：王芳", "those who pass the work on")]
    [InlineData("张伟\n复核：\n李娜", "a caption in its own line", "张伟")]
    [InlineData("张伟，立行立改", "a deadline", "张伟")]
    [InlineData("张伟、常抓不懈", "a standing duty", "张伟")]
    [InlineData("严格管理、万众一心、压实责任、质量第一", "words of four characters")]
    [InlineData("于六月底", "a day that begins like a name")]
    [InlineData("非张伟", "not this person")]
    [InlineData("张伟代", "a deputy")]
    [InlineData("由张伟", "a word before the name")]
    [InlineData("请李娜", "a word before the name")]
    [InlineData("张明 国李四海", "a blank inside a name")]
    [InlineData("原镇长张伟（已调走）、镇长李娜", "who held the post before", "李娜")]
    [InlineData("前任科长张伟", "who held the post before")]
    [InlineData("张伟（已退休）", "who left")]
    [InlineData("张伟［调离］", "who left")]
    [InlineData("张伟（由李娜接手）", "a successor")]
    [InlineData("张伟（病假）", "a note that is not known")]
    [InlineData("张明 国李四", "a blank that can stand inside a name")]
    [InlineData("张明\n国李四", "a line break that can stand inside a name")]
    [InlineData("任务多、安全差、时间短、房不够", "phrases of three characters that begin like names")]
    [InlineData("林 【)森", "brackets that do not match inside a name")]
    [InlineData("全员、商家、包保、师生、家长、农户、车主", "groups of people")]
    [InlineData("左右、陆续、元旦、年末、周末、全年、随后、时下", "times")]
    [InlineData("于近期、于月内、何人、何时、何处", "phrases for a day or for whom")]
    [InlineData("钱款、万元、金库、费用、成本、支出", "words for money")]
    [InlineData("易地、宗地、田块、林地、路段、水源", "words for land")]
    [InlineData("文件、文本、方案、章程、印章、单据", "papers")]
    [InlineData("高级、高层、单一、全部、万一、相应", "words of rank and extent")]
    [InlineData("张伟 cc 李娜", "a mark between names", "张伟,李娜")]
    [InlineData("张伟、cc、QQ", "marks of their own", "张伟")]
    public void Names_that_ran_together_are_nobody(string text, string remark, string names = "")
    {
        var reading = NameReading.Read(text);

        Assert.True(names == reading.Parties.Names(), $"{remark}: {reading.Parties.Names()}");
        Assert.NotEmpty(reading.Groups);
    }

    [Theory]
    [InlineData("**")]
    [InlineData("*")]
    [InlineData("＊＊")]
    [InlineData("XX")]
    [InlineData("xxx")]
    [InlineData("×××")]
    [InlineData("□□")]
    [InlineData("张某")]
    [InlineData("李〇〇")]
    [InlineData("李某某")]
    [InlineData("张××")]
    [InlineData("王XX")]
    [InlineData("张*")]
    [InlineData("镇长**")]
    [InlineData("**村支部")]
    public void A_redacted_name_is_never_a_person(string text)
    {
        var reading = NameReading.Read(text);

        Assert.Empty(reading.Parties);
        Assert.NotEmpty(reading.Redactions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("无")]
    [InlineData("/")]
    [InlineData("——")]
    public void A_blank_field_names_no_one(string text) => Assert.True(NameReading.Read(text).IsEmpty);

    [Theory]
    [InlineData("张伟 13900000001", "+8613900000001")]
    [InlineData("张伟13900000001", "+8613900000001")]
    [InlineData("张伟（139 0000 0001）", "+8613900000001")]
    [InlineData("张伟，电话：139-0000-0001", "+8613900000001")]
    [InlineData("张伟（副镇长，１３９００００００１）", null)]
    [InlineData("张伟（副镇长，１３９０００００００１）", "+8613900000001")]
    [InlineData("张伟 +86 139 0000 0001", "+8613900000001")]
    public void A_phone_in_the_same_cell_belongs_to_the_name_before_it(string text, string? phone)
    {
        var reading = NameReading.Read(text);

        var party = Assert.Single(reading.Parties);
        Assert.Equal("张伟", party.Name);
        Assert.Equal(phone, party.Phone?.Value);
        Assert.Equal(phone is null ? 1 : 0, reading.PhoneFaults.Count);
    }

    [Fact]
    public void Each_name_keeps_its_own_phone()
    {
        var parties = NameReading.Read("张伟13900000001、李娜13900000002").Parties;

        Assert.Equal([("张伟", "+8613900000001"), ("李娜", "+8613900000002")], parties.Select(p => (p.Name, p.Phone!.Value.Value)));
    }

    [Fact]
    public void A_name_and_others_is_a_person_and_a_group()
    {
        var reading = NameReading.Read("张伟等");

        Assert.Equal("张伟", Assert.Single(reading.Parties).Name);
        Assert.Single(reading.Groups);
    }

    [Fact]
    public void A_person_beside_a_group_is_read_and_so_is_the_group()
    {
        var reading = NameReading.Read("张伟、各村支部");

        Assert.Equal("张伟", Assert.Single(reading.Parties).Name);
        Assert.Equal("各村支部", Assert.Single(reading.Groups));
    }
}
