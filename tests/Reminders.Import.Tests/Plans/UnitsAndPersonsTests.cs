namespace Reminders.Import.Tests.Plans;

/// <summary>Columns that hold a unit, its people, or both.</summary>
public class UnitsAndPersonsTests
{
    [Theory]
    [InlineData("责任单位：水务局\n责任人：张伟", "水务局|张伟")]
    [InlineData("责任单位：水务局；责任人：张伟、李娜", "水务局|张伟,李娜")]
    [InlineData("水务局：张伟", "水务局|张伟")]
    [InlineData("水务局（张伟、李娜）", "水务局|张伟,李娜")]
    [InlineData("水务局局长张伟", "水务局|张伟")]
    [InlineData("水务局负责人张伟", "水务局|张伟")]
    [InlineData("张伟（水务局）", "水务局|张伟")]
    [InlineData("水务局、城建局（张伟、李娜）", "水务局,城建局|张伟,李娜")]
    [InlineData("水务局（张伟）；城建局（李娜）", "水务局,城建局|张伟,李娜")]
    [InlineData("水务局张伟", "水务局|张伟")]
    [InlineData("水务局 张伟", "水务局|张伟")]
    [InlineData("副镇长张伟", "|张伟")]
    public void A_unit_and_its_people_in_one_cell_are_both_read(string cell, string read)
    {
        foreach (var header in new[] { "责任单位及责任人", "责任单位（责任人）", "责任科室（责任人）", "责任单位（人）", "责任人（单位）" })
        {
            var item = Item(header, cell);

            Assert.Equal(read, $"{string.Join(',', item.Units.Order(StringComparer.Ordinal).Reverse())}|{item.Persons.Names()}");
            Assert.DoesNotContain(item.Findings, f => f.Code is "person-group" or "line-not-read");
        }
    }

    [Theory]
    [InlineData("同上", "")]
    [InlineData("水务局及各村", "")]
    [InlineData("除水务局外各单位", "")]
    [InlineData("水务局（已撤销）", "")]
    public void Words_that_are_no_unit_are_told(string cell, string units)
    {
        var item = Item("责任单位", cell);

        Assert.Equal(units, string.Join(',', item.Units));
        Assert.Contains(item.Findings, f => f.Code == "line-not-read" && f.Message.Contains(cell, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.水务局；2.城建局")]
    [InlineData("1、水务局；2、城建局")]
    [InlineData("（1）水务局\n（2）城建局")]
    [InlineData("①水务局②城建局")]
    public void The_numbers_of_a_list_are_no_part_of_a_unit(string cell) => Assert.Equal(["水务局", "城建局"], Item("责任单位", cell).Units);

    [Theory]
    [InlineData("责任人：张伟，2026年6月15日前完成")]
    [InlineData("责任人：张伟；2026年6月15日前完成整改。")]
    public void A_day_behind_the_persons_is_the_deadline(string line)
    {
        var item = Assert.Single(PlanFiles.Read($"仓库整改方案\n1.屋顶漏雨。\n整改措施：更换瓦片。\n{line}\n").Items);

        Assert.Equal(("张伟", new LocalDate(2026, 6, 15)), (item.Persons.Names(), item.Deadline.Date));
    }

    [Fact]
    public void A_word_before_a_unit_is_no_part_of_it() => Assert.Empty(Item("责任单位及责任人", "单位：水务局 人员：张伟").Units);

    [Fact]
    public void A_leader_in_the_column_of_persons_stays_a_leader()
    {
        var item = Item("责任人", "责任领导：王芳；责任人：张伟");

        Assert.Equal(("王芳", "张伟"), (item.Leaders.Names(), item.Persons.Names()));
    }

    [Fact]
    public void Who_caused_the_problem_is_not_who_mends_it()
    {
        var plan = PlanFiles.Read("序号,存在问题,问题责任人,整改责任人,整改时限\n1,屋顶漏雨,王芳,张伟,2026年6月15日\n");

        Assert.Equal("张伟", plan.Items[0].Persons.Names());
        Assert.Contains(plan.Findings, f => f.Code == "column-unknown" && f.Message.Contains("问题责任人", StringComparison.Ordinal));
    }

    private static ItemDraft Item(string header, string cell) => Assert.Single(
        PlanFiles.Read($"序号,存在问题,{header},整改时限\n1,屋顶漏雨,\"{cell}\",2026年6月15日\n").Items);
}
