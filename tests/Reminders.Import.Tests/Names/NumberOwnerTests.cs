namespace Reminders.Import.Tests.Names;

/// <summary>A number belongs to the person of whom the text says so; otherwise to nobody, with a finding.</summary>
public class NumberOwnerTests
{
    private const string One = "+8613900000031";
    private const string Two = "+8613900000032";

    [Theory]
    [InlineData("张伟、李娜，13900000031、13900000032")]
    [InlineData("张伟、李娜（13900000031、13900000032）")]
    [InlineData("张伟、李娜\n13900000031、13900000032")]
    [InlineData("张伟\n李娜\n13900000031\n13900000032")]
    [InlineData("张伟/李娜 13900000031/13900000032")]
    [InlineData("张伟 李娜 13900000031 13900000032")]
    [InlineData("13900000031 张伟 13900000032 李娜")]
    [InlineData("张伟13900000031\n李娜13900000032")]
    [InlineData("张伟（局长，13900000031）、李娜（13900000032）")]
    [InlineData("城建局、张伟13900000031；李娜13900000032")]
    public void Names_and_numbers_pair_by_their_order(string text)
    {
        var reading = NameReading.Read(text);

        Assert.Equal([("张伟", One), ("李娜", Two)], reading.Parties.Select(p => (p.Name, p.Phone?.Value)));
        Assert.Empty(reading.LooseNumbers);
    }

    [Theory]
    [InlineData("张伟、李娜 13900000032", "a number is missing")]
    [InlineData("张伟 13900000031、13900000032", "a number too many")]
    [InlineData("张伟、李娜、王芳 13900000031、13900000032", "a number is missing")]
    [InlineData("13900000031 张伟 13900000032", "a number on both sides")]
    [InlineData("张伟、办公室 13900000031", "a word behind the name")]
    [InlineData("张伟 13900000031、张伟 13900000032", "two numbers of one name")]
    public void A_number_without_a_certain_owner_belongs_to_nobody(string text, string remark)
    {
        var reading = NameReading.Read(text);

        Assert.True(reading.Parties.All(p => p.Phone is null), remark);
        Assert.False(reading.IsClear, remark);
    }

    [Theory]
    [InlineData("张伟；举报电话：13900000031")]
    [InlineData("张伟 值班电话:13900000031")]
    [InlineData("张伟（单位电话13900000031）")]
    public void A_number_of_something_else_is_not_the_persons(string text)
    {
        var reading = NameReading.Read(text);

        Assert.DoesNotContain(reading.Parties, p => p.Phone is not null);
        Assert.False(reading.IsClear);
    }

    [Theory]
    [InlineData("责任人：张伟；举报电话：13900000031")]
    [InlineData("责任人：张伟，值班电话：13900000031")]
    [InlineData("责任人：张伟（投诉电话：13900000031）")]
    [InlineData("责任人：张伟\n监督电话：13900000031")]
    [InlineData("责任人：张伟\n单位电话：13900000031")]
    [InlineData("责任人：张伟；纪检监督电话：13900000031")]
    [InlineData("责任人：张伟；服务热线：13900000031")]
    [InlineData("责任人：张伟、李娜\n联系电话：13900000031")]
    [InlineData("责任人：张伟\n联系电话：13900000031、13900000032")]
    [InlineData("责任人：张伟\n联系电话：13900000031（王芳）13900000032（张伟）")]
    [InlineData("责任人：张伟\n联系电话：王芳13900000031")]
    [InlineData("责任领导：王芳；责任人：张伟；联系电话：13900000031、13900000032")]
    [InlineData("责任人：张伟\n领导电话：13900000031")]
    [InlineData("责任人：张伟，责任领导电话：13900000031")]
    [InlineData("责任人：张伟，责任领导联系电话：13900000031")]
    [InlineData("责任人：张伟，分管领导电话：13900000031")]
    [InlineData("责任人：张伟\n责任领导电话：13900000031")]
    public void A_line_with_a_number_that_is_not_certainly_theirs_is_told(string lines)
    {
        var item = Assert.Single(PlanFiles.Read($"仓库整改方案\n1.屋顶漏雨。\n{lines}\n整改措施：更换瓦片。\n整改时限：2026年6月15日\n").Items);

        Assert.Equal("张伟", item.Persons[0].Name);
        Assert.DoesNotContain(item.Persons.Concat(item.Leaders), p => p.Phone is not null);
        Assert.DoesNotContain(item.Persons, p => p.Name == "王芳");
        Assert.Contains(item.Findings, f => f.Code is "line-not-read" or "label-not-read" or "phone-invalid" or "person-group");
    }

    [Theory]
    [InlineData("责任人：张伟\n检查人：王芳\n联系电话：\n13900000031")]
    [InlineData("责任人：张伟\n检查人：王芳\n联系电话：13900000031")]
    [InlineData("责任人：张伟\n责任单位：城建局\n联系电话：13900000031")]
    [InlineData("责任单位：城建局，联系电话：13900000031")]
    public void A_number_that_stands_behind_nobody_is_quoted(string lines)
    {
        var item = Assert.Single(PlanFiles.Read($"仓库整改方案\n1.屋顶漏雨。\n{lines}\n整改时限：2026年6月15日\n").Items);

        Assert.DoesNotContain(item.Persons, p => p.Phone is not null);
        Assert.Contains(item.Findings, f => f.Message.Contains("\"联系电话: …\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("责任领导：王芳，责任人电话：13900000031")]
    [InlineData("责任领导：王芳\n责任人联系电话：13900000031")]
    public void A_number_of_a_person_who_is_not_named_is_not_the_leaders(string lines)
    {
        var item = Assert.Single(PlanFiles.Read($"仓库整改方案\n1.屋顶漏雨。\n{lines}\n整改措施：更换瓦片。\n整改时限：2026年6月15日\n").Items);

        Assert.Null(Assert.Single(item.Leaders).Phone);
        Assert.Contains(item.Findings, f => f.Code == "line-not-read");
    }

    [Theory]
    [InlineData("责任人：城建办 张伟（电话：13900000031）")]
    [InlineData("责任人：城建办 张伟电话：13900000031")]
    [InlineData("责任人：张伟，电话13900000031")]
    public void A_number_behind_its_name_is_the_persons(string lines)
    {
        var item = Assert.Single(PlanFiles.Read($"仓库整改方案\n1.屋顶漏雨。\n{lines}\n整改时限：2026年6月15日\n").Items);

        Assert.Equal(("张伟", One), (Assert.Single(item.Persons).Name, item.Persons[0].Phone?.Value));
    }

    [Theory]
    [InlineData("责任领导：王芳\n责任人：张伟\n联系电话：13900000031")]
    [InlineData("联系人：王芳\n责任人：张伟\n联系电话：13900000031")]
    [InlineData("负责人：王芳\n责任人：张伟\n联系电话：13900000031")]
    public void A_number_that_can_be_that_of_two_has_a_finding(string lines)
    {
        var item = Assert.Single(PlanFiles.Read($"仓库整改方案\n1.屋顶漏雨。\n{lines}\n整改时限：2026年6月15日\n").Items);

        Assert.DoesNotContain(item.Leaders.Concat(item.Persons), p => p.Name == "王芳" && p.Phone is not null);
        Assert.Equal(One, item.Persons.Single(p => p.Name == "张伟").Phone?.Value);
        Assert.Contains(item.Findings, f => f.Code == "phone-owner");
    }

    [Theory]
    [InlineData("责任人：张伟、李娜\n联系电话：13900000031、13900000032")]
    [InlineData("责任人：张伟、李娜\n联系电话：李娜13900000032，张伟13900000031")]
    [InlineData("责任人及联系电话：张伟、李娜，13900000031、13900000032")]
    [InlineData("责任人：张伟、李娜，责任人电话：13900000031、13900000032")]
    public void Numbers_behind_a_label_pair_with_the_names_before_it(string lines)
    {
        var item = Assert.Single(PlanFiles.Read($"仓库整改方案\n1.屋顶漏雨。\n{lines}\n整改措施：更换瓦片。\n整改时限：2026年6月15日\n").Items);

        Assert.Equal([("张伟", One), ("李娜", Two)], item.Persons.Select(p => (p.Name, p.Phone?.Value)));
    }

    [Theory]
    [InlineData("举报电话")]
    [InlineData("监督电话")]
    [InlineData("值班电话")]
    [InlineData("投诉人电话")]
    [InlineData("群众电话")]
    [InlineData("监管人电话")]
    [InlineData("业主电话")]
    [InlineData("紧急联系电话")]
    [InlineData("单位电话")]
    [InlineData("原电话")]
    [InlineData("家属手机")]
    [InlineData("服务热线")]
    public void A_column_of_other_numbers_gives_none_and_is_named(string header)
    {
        var plan = PlanFiles.Read($"序号,存在问题,责任人,{header},联系电话,整改时限\n1,屋顶漏雨,张伟,13900000032,13900000031,2026年6月15日\n");
        Assert.Equal(One, plan.Items[0].Persons[0].Phone?.Value);
        Assert.Contains(plan.Findings, f => f.Code == "column-unknown" && f.Message.Contains(header, StringComparison.Ordinal));

        var alone = PlanFiles.Read($"序号,存在问题,责任人,{header},整改时限\n1,屋顶漏雨,张伟,13900000032,2026年6月15日\n");
        Assert.Null(alone.Items[0].Persons[0].Phone);
        Assert.Contains(alone.Findings, f => f.Code == "column-unknown" && f.Message.Contains(header, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("电话")]
    [InlineData("手机")]
    [InlineData("手机号码")]
    [InlineData("联系方式")]
    [InlineData("联系电话号码")]
    [InlineData("责任人电话")]
    [InlineData("整改责任人联系电话")]
    [InlineData("负责人手机号")]
    public void A_column_of_the_persons_numbers_is_read(string header)
    {
        var plan = PlanFiles.Read($"序号,存在问题,责任人,{header},整改时限\n1,屋顶漏雨,张伟,13900000031,2026年6月15日\n");

        Assert.Equal(One, plan.Items[0].Persons[0].Phone?.Value);
        Assert.DoesNotContain(plan.Findings, f => f.Code == "column-unknown");
    }
}
