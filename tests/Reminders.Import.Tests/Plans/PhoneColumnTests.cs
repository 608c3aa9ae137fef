namespace Reminders.Import.Tests.Plans;

/// <summary>Numbers in a column of their own pair with the names in another.</summary>
public class PhoneColumnTests
{
    [Theory]
    [InlineData("责任人,检查人,联系电话", "王建军,陈静,13900000002", null, "an inspector between")]
    [InlineData("责任人,联系人,联系电话", "王建军,陈静,13900000002", null, "a contact between")]
    [InlineData("责任人,联系电话,检查人", "王建军,13900000002,陈静", "+8613900000002", "next to the person")]
    [InlineData("责任人,检查人,责任人电话", "王建军,陈静,13900000002", "+8613900000002", "named after the person")]
    [InlineData("责任领导,责任人,联系电话", "林晓燕,,13900000002", null, "the person's cell is empty")]
    public void A_number_is_that_of_the_person_whose_column_it_follows(string header, string cells, string? phone, string remark)
    {
        var plan = PlanFiles.Read($"序号,存在问题,{header},整改时限\n1,屋顶漏雨,{cells},2026年3月10日\n");

        var parties = plan.Items[0].Persons.Concat(plan.Items[0].Leaders);
        Assert.True(parties.All(p => p.Phone?.Value == phone) && parties.All(p => p.Name != "陈静"), remark);
    }

    [Theory]
    [InlineData("王建军、李秀英", "13900000002、13900000003", "王建军+8613900000002,李秀英+8613900000003", false, "as many numbers as names")]
    [InlineData("王建军\n李秀英", "13900000002\n13900000003", "王建军+8613900000002,李秀英+8613900000003", false, "a line each")]
    [InlineData("王建军、李秀英", "13900000002", "王建军,李秀英", true, "a number is missing")]
    [InlineData("王建军", "13900000002/13900000003", "王建军", true, "a number too many")]
    [InlineData("王建军", "0571-88000000/13900000003", "王建军+8613900000003", false, "only one can receive an SMS")]
    [InlineData("王建军、各村", "13900000002、13900000003", "王建军", true, "a group has no place in the order")]
    [InlineData("王建军13900000002", "13900000003", "王建军+8613900000002", true, "a number in both cells")]
    [InlineData("王建军", "李13900000002", "王建军", true, "a word beside the number")]
    [InlineData("水务站王建军", "陈静", "王建军", true, "a name instead of a number")]
    [InlineData("王建军", "无", "王建军", false, "no number")]
    [InlineData("王建军", "13900000002（微信同号）", "王建军+8613900000002", false, "a note in brackets")]
    [InlineData("王建军", "王建军13900000002", "王建军+8613900000002", false, "the name in both cells")]
    public void Numbers_and_names_pair_by_their_order(string names, string phones, string read, bool isLeftOver, string remark)
    {
        foreach (var format in new[] { "xlsx", "docx" })
        {
            var plan = PlanFiles.Read(PlanFiles.Content(format, [
                ["序号", "存在问题", "责任人", "联系电话", "整改时限"], ["1", "屋顶漏雨", names, phones, "2026年3月10日"],
            ]));

            var item = Assert.Single(plan.Items);
            Assert.True(string.Join(',', item.Persons.Select(p => p.Name + p.Phone?.Value)) == read, $"{remark} in {format}: {item}");
            Assert.Equal(
                isLeftOver,
                item.Findings.Any(f => f.Code == "line-not-read" && f.Message.Contains("联系电话", StringComparison.Ordinal)));
        }
    }
}
