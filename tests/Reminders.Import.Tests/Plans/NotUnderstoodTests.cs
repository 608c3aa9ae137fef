using System.Globalization;

namespace Reminders.Import.Tests.Plans;

/// <summary>What is not understood is named in a finding, and no person, leader, unit or date is taken from it.</summary>
public class NotUnderstoodTests
{
    private const string Head = "关于仓库安全的整改方案\n";

    [Theory]
    [InlineData("督导单位:水务局")]
    [InlineData("督导单位：水务局")]
    [InlineData("监管部门:水务局")]
    [InlineData("督导责任人:何平")]
    [InlineData("跟踪督查人：何平")]
    [InlineData("联系人:何平 13900000077")]
    [InlineData("联络员:何平")]
    [InlineData("验收责任人:何平")]
    [InlineData("问题类型:设施类")]
    [InlineData("完成情况:正在推进")]
    [InlineData("整改进度:过半")]
    [InlineData("督导时间:2025年9月9日")]
    [InlineData("开工时间:2025年2月1日")]
    [InlineData("片区号:何平")]
    [InlineData("挂钩对象:何平")]
    [InlineData("备用人:何平")]
    [InlineData("带队领导:何平")]
    [InlineData("租赁期限:2024年1月1日至2025年12月31日")]
    [InlineData("甲乙丙丁:2025年9月9日前完成")]
    public void A_label_that_gives_no_duty_changes_nothing_wherever_it_stands(string line)
    {
        string[] fields = ["整改措施:更换管道。", "责任单位:城建局", "责任人:王宁", "整改时限:2025年6月30日"];
        for (var at = 0; at <= fields.Length; at++)
        {
            var lines = fields.ToList();
            lines.Insert(at, line);
            var plan = PlanFiles.Read($"{Head}(一)管道渗漏。\n{string.Join('\n', lines)}\n(二)照明不足。\n{string.Join('\n', fields)}\n");

            Assert.Equal(["管道渗漏||王宁|城建局|2025-06-30", "照明不足||王宁|城建局|2025-06-30"], plan.Items.Select(Duties));
            Assert.DoesNotContain(plan.Items[1].Findings, f => f.Code == "line-not-read");
        }
    }

    [Theory]
    [InlineData("督导单位:水务局")]
    [InlineData("联系人:何平")]
    [InlineData("片区号:何平")]
    [InlineData("挂钩对象:何平")]
    [InlineData("甲乙丙丁:2025年9月9日前完成")]
    public void Such_a_label_is_quoted_in_a_finding(string line)
    {
        string[] fields = ["责任单位:城建局", "整改措施:更换管道。", "责任人:王宁", "整改时限:2025年6月30日"];
        for (var at = 0; at <= fields.Length; at++)
        {
            var lines = fields.ToList();
            lines.Insert(at, line);
            var item = Assert.Single(PlanFiles.Read($"{Head}(一)管道渗漏。\n{string.Join('\n', lines)}\n").Items);

            Assert.Contains(item.Findings, f => f.Message.Contains(line.Split(':')[0], StringComparison.Ordinal)
                && f.Message.Contains(line.Split(':')[1], StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("主要责任人:何平", "何平", "")]
    [InlineData("直接责任人：何平", "何平", "")]
    [InlineData("整改落实人:何平", "何平", "")]
    [InlineData("第一责任人:何平", "", "何平")]
    [InlineData("分管市领导:何平", "", "何平")]
    [InlineData("牵头县领导:何平", "", "何平")]
    [InlineData("包保县级领导:何平", "", "何平")]
    [InlineData("挂联领导:何平", "", "何平")]
    [InlineData("分管副镇长:何平", "", "何平")]
    public void A_label_made_of_known_parts_gives_its_person_or_leader(string line, string persons, string leaders)
    {
        var item = Assert.Single(PlanFiles.Read($"{Head}(一)管道渗漏。\n{line}\n整改措施:更换管道。\n整改时限:2025年6月30日\n").Items);

        Assert.Equal((persons, leaders), (item.Persons.Names(), item.Leaders.Names()));
        Assert.Equal("管道渗漏。", item.Problem);
    }

    [Theory]
    [InlineData("主要责任单位:城建局")]
    [InlineData("协同单位:城建局")]
    [InlineData("整改责任主体:城建局")]
    [InlineData("牵头:城建局")]
    public void A_label_made_of_known_parts_gives_its_unit(string line) =>
        Assert.Equal(["城建局"], Assert.Single(PlanFiles.Read($"{Head}(一)管道渗漏。\n{line}\n整改措施:更换管道。\n").Items).Units);

    [Theory]
    [InlineData("整改任务一:", "整改任务二:")]
    [InlineData("整改任务1：", "整改任务2：")]
    [InlineData("反馈问题一：", "反馈问题二：")]
    [InlineData("第一项任务:", "第二项任务:")]
    [InlineData("第一个问题：", "第二个问题：")]
    [InlineData("序号1:", "序号2:")]
    [InlineData("序号一：", "序号二：")]
    [InlineData("【整改问题一】", "【整改问题二】")]
    [InlineData("重点任务(一):", "重点任务(二):")]
    [InlineData("督办事项1.", "督办事项2.")]
    public void A_heading_with_a_word_and_a_number_opens_an_item_in_every_order_of_labels(string first, string second)
    {
        string[] one = ["整改目标:不再渗漏。", "责任单位:城建局", "责任人:王宁", "整改时限:2025年12月31日", "整改措施:更换管道。\n一是排查。\n二是更换。"];
        string[] two = ["整改目标:照明充足。", "责任单位:供电所", "责任人:李娜", "整改时限:2025年9月30日", "整改措施:加灯。\n一是采购。\n二是安装。"];
        for (var turn = 0; turn < one.Length; turn++)
        {
            one = [.. one[1..], one[0]];
            two = [.. two[1..], two[0]];
            var plan = PlanFiles.Read($"{Head}{first}管道渗漏。\n{string.Join('\n', one)}\n{second}照明不足。\n{string.Join('\n', two)}\n");

            Assert.Equal(["管道渗漏||王宁|城建局|2025-12-31", "照明不足||李娜|供电所|2025-09-30"], plan.Items.Select(Duties));
            Assert.All(plan.Items, i => Assert.EndsWith("。", i.Measures, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("(二)门锁损坏。\n(三)照明不足。由王宁负责,2025年7月底前加灯。\n", "门锁损坏,照明不足,2025年7月底前加灯", "at the end, no chapter above")]
    [InlineData("二、其他问题\n(一)门锁损坏。\n(二)照明不足。\n", "其他问题,门锁损坏,照明不足", "in a chapter without items")]
    [InlineData("(二)门锁损坏。\n墙面起皮。\n", "门锁损坏", "with text below it")]
    [InlineData("(二)门锁损坏。\n(三)照明不足。(班子成员牵头,7月底前完成)\n", "门锁损坏,照明不足,7月底前完成", "with a date")]
    public void A_numbered_heading_without_labels_is_named(string tail, string names, string remark)
    {
        var plan = PlanFiles.Read($"{Head}(一)管道渗漏。\n整改措施:更换管道。\n责任人:王宁\n整改时限:2025年6月30日\n{tail}");

        Assert.Equal(["管道渗漏||王宁||2025-06-30"], plan.Items.Select(Duties));
        var named = plan.Findings.Where(f => f.Code == "heading-without-fields")
            .SelectMany(f => f.Message.Split('"').Where((_, i) => i % 2 == 1));
        Assert.True(names == string.Join(',', named), remark);
    }

    [Theory]
    [InlineData("(城建科牵头,财务科配合,2025年10月底前完成)", "城建科、财务科", "2025-10-31")]
    [InlineData("（由城建局牵头，财政局、住建局配合，10月15日前完成整改）。", "城建局、财政局、住建局", "2025-10-15")]
    [InlineData("（城建局负责落实；2025年12月底前完成）", "城建局", "2025-12-31")]
    [InlineData("(城建局主办,各村配合,2025年10月底前完成)", "城建局、各村", "2025-10-31")]
    [InlineData("(城建局主办,班子成员配合,2025年10月底前完成)", "", null)]
    [InlineData("(城建局牵头,2025年10月底前完成招标)", "", null)]
    [InlineData("(王宁牵头,2025年10月底前完成)", "", null)]
    [InlineData("由城建局负责,2025年10月底前完成。", "城建局", "2025-10-31")]
    [InlineData("由王宁负责,2025年10月底前完成。", "", null)]
    [InlineData("城建局要抓紧办理,确保2025年10月底前整改到位。", "", null)]
    public void Units_and_day_in_a_sentence_are_read_or_the_day_is_quoted(string tail, string units, string? date)
    {
        var plan = PlanFiles.Read(
            $"{Head}1.加强巡查。每周一次。(责任科室:保卫科;完成时限:2025年3月底前)\n2.加强培训。开展两次培训。{tail}\n3.加强宣传。(责任科室:办公室)\n",
            2025);

        Assert.Equal(3, plan.Items.Length);
        var item = plan.Items[1];
        Assert.Equal(units, string.Join('、', item.Units));
        Assert.Equal(date, Date(item));
        Assert.Empty(item.Persons);
        Assert.True(date is not null
            || item.Findings.Any(f => f.Code == "date-seen" && f.Message.Contains("10月底前", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("检查情况:支架松动。\n处理措施:发出通知单,2025年7月31日前完成整改。", "7月31日")]
    [InlineData("检查发现:支架松动。\n处理意见:限期整改,2025年7月31日前整改到位。", "7月31日")]
    [InlineData("现场情况:支架松动。\n处置措施:责成施工单位于2025年7月31日前完成。", "7月31日")]
    [InlineData("存在隐患:支架松动。\n整改要求:立即停用,7月31日前整改完毕。", "7月31日")]
    [InlineData("问题描述:支架松动。\n整改情况:未到位,预计2025年7月31日整改到位。\n责任单位:城建局", "7月31日")]
    public void A_day_in_a_sentence_is_quoted_and_the_day_of_the_inspection_is_not_taken(string fields, string quoted)
    {
        var plan = PlanFiles.Read($"检查通知书\n1.一号桥(检查时间:2025年7月15日)\n{fields}\n2.二号桥(检查时间:2025年7月16日)\n{fields}\n", 2025);

        Assert.Equal(2, plan.Items.Length);
        Assert.All(plan.Items, i => Assert.Null(i.Deadline.Date));
        Assert.All(plan.Items, i => Assert.Contains(
            i.Findings, f => f.Code == "date-seen" && f.Message.Contains(quoted, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("二、整改情况")]
    [InlineData("二、问题整改落实情况")]
    [InlineData("二、存在问题")]
    public void Below_a_chapter_a_labelled_problem_gives_the_title(string chapter)
    {
        var plan = PlanFiles.Read($"{Head}一、高度重视\n多次研究。\n{chapter}\n问题描述:水泵停用。\n整改情况:未到位。\n整改措施:检修。\n责任人:王宁\n");

        var item = Assert.Single(plan.Items);
        Assert.Equal(("水泵停用", chapter[2..], "王宁"), (item.Title, item.Section, item.Persons.Names()));
    }

    [Fact]
    public void A_list_of_people_goes_on_behind_their_numbers()
    {
        var item = Assert.Single(PlanFiles.Read(
            $"{Head}(一)管道渗漏。\n责任人:王宁 13900000001\n李娜 13900000002、出纳秦悦\n13900000003\n整改时限:2025年6月30日\n").Items);

        Assert.Equal(
            [("王宁", "+8613900000001"), ("李娜", "+8613900000002"), ("秦悦", "+8613900000003")],
            item.Persons.Select(p => (p.Name, p.Phone?.Value)));
        Assert.Equal("2025-06-30", Date(item));
    }

    [Theory]
    [InlineData("城建局、财政局(按职责分工负责)", "城建局,财政局")]
    [InlineData("城建局（牵头）、财政局（配合）", "城建局,财政局")]
    [InlineData("城建局、财政局、(排在第一位的为牵头单位)", "城建局,财政局")]
    [InlineData("各县（市、区）人民政府", "各县（市、区）人民政府")]
    [InlineData("由城建局牵头，财政局、住建局按职责分工负责", "城建局,财政局,住建局")]
    [InlineData("城建局（以上单位共同落实）", "城建局")]
    [InlineData("城建局 片区号:何平", "城建局")]
    [InlineData("城建局，2025年10月底前完成", "城建局")]
    [InlineData("城建局。2025年10月底前完成。", "城建局")]
    [InlineData("某水务公司(北京)", "某水务公司(北京)")]
    [InlineData("城建局 王宁", "城建局")]
    [InlineData("城建局、王宁", "城建局")]
    [InlineData("城建局（王宁）", "")]
    [InlineData("城建局王宁", "")]
    [InlineData("城建局，督办单位水务局", "城建局")]
    [InlineData("各村、13900000001、2025年6月9日", "各村")]
    [InlineData("原城建局（已并入住建局）", "")]
    public void A_note_in_brackets_is_no_unit(string text, string units) => Assert.Equal(
        units, string.Join(',', Assert.Single(PlanFiles.Read($"{Head}(一)管道渗漏。\n责任单位:{text}\n整改措施:更换。\n").Items).Units));

    [Theory]
    [InlineData("责任人 李娜")]
    [InlineData("责任人——李娜")]
    [InlineData("责任领导、责任人：何平、李娜")]
    [InlineData("责任领导/责任人：何平/李娜")]
    [InlineData("责任单位、责任人及时限：城建局，李娜，2025年6月9日")]
    [InlineData("责任人及完成时限：李娜，2025年6月9日")]
    [InlineData("责任分工：李娜负责巡查")]
    [InlineData("整改情况：已更换，2025年6月9日前巩固，责任人：李娜")]
    public void A_line_that_looks_like_a_field_is_quoted_and_gives_nobody(string line)
    {
        var plan = PlanFiles.Read($"{Head}(一)管道渗漏。\n{line}\n整改措施:更换管道。\n(二)照明不足。\n整改措施:加灯。\n责任人:王宁\n");

        var item = plan.Items[0];
        Assert.Empty(item.Persons.AddRange(item.Leaders));
        Assert.Empty(item.Units);
        Assert.Null(Date(item));
        Assert.Contains(item.Findings, f => f.Code == "line-not-read" && f.Message.Contains(line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("责任人:{0}\n存在问题:{1}\n整改时限:{2}\n")]
    [InlineData("整改时限:{2}\n存在问题:{1}\n责任人:{0}\n")]
    [InlineData("责任单位:城建局\n责任人:{0}\n\n存在问题:{1}\n整改时限:{2}\n\n")]
    public void The_first_label_of_the_first_item_begins_every_item(string form)
    {
        object[][] items = [["王宁", "管道渗漏", "2025年6月30日"], ["李娜", "照明不足", "2025年7月31日"], ["何平", "门锁损坏", "2025年8月31日"]];
        var plan = PlanFiles.Read(Head + string.Concat(items.Select(i => string.Format(CultureInfo.InvariantCulture, form, i))));

        Assert.Equal(
            ["管道渗漏|王宁|2025-06-30", "照明不足|李娜|2025-07-31", "门锁损坏|何平|2025-08-31"],
            plan.Items.Select(i => $"{i.Title}|{i.Persons.Names()}|{Date(i)}"));
    }

    [Fact]
    public void A_person_left_over_behind_the_last_problem_makes_all_of_them_doubtful()
    {
        var plan = PlanFiles.Read($"{Head}责任人:王宁\n存在问题:管道渗漏\n责任人:李娜\n存在问题:照明不足\n责任人:何平\n");

        Assert.All(plan.Items, i => Assert.Empty(i.Persons));
        Assert.All(["王宁", "李娜", "何平"], name => Assert.Contains(
            plan.Items.SelectMany(i => i.Findings), f => f.Code == "line-not-read" && f.Message.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Measures_with_their_own_persons_are_measures_of_one_item()
    {
        var item = Assert.Single(PlanFiles.Read(
            $"{Head}存在问题：漏水。\n整改措施：\n1.修管道。责任人：王宁，时限：2025年6月1日\n2.换水泵。责任人：李娜，时限：2025年7月1日\n责任领导：何平\n").Items);

        Assert.Equal(("王宁,李娜", "何平", "2025-07-01"), (item.Persons.Names(), item.Leaders.Names(), Date(item)));
        Assert.Equal("1.修管道。\n2.换水泵。", item.Measures);
    }

    [Theory]
    [InlineData("●管道渗漏")]
    [InlineData("A.管道渗漏")]
    [InlineData("隐患1 管道渗漏")]
    public void The_words_of_the_first_heading_are_kept(string heading)
    {
        var item = Assert.Single(PlanFiles.Read($"{Head}{heading}\n整改措施:更换管道。\n责任人:王宁\n").Items);

        Assert.Contains("管道渗漏", item.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_items_in_one_line_give_nobody()
    {
        var plan = PlanFiles.Read(
            $"{Head}1.管道渗漏（责任人：王宁；时限：2025年6月1日）；2.照明不足（责任人：李娜；时限：2025年7月1日）。\n2.门锁损坏。\n责任人:何平\n");

        Assert.Equal(["何平"], plan.Items.SelectMany(i => i.Persons).Select(p => p.Name));
        Assert.Contains(plan.Findings, f => f.Message.Contains("管道渗漏（责任人：王宁", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chapter_with_fields_is_no_item()
    {
        var plan = PlanFiles.Read($"{Head}一、供水方面（责任领导：何平；时限：2025年6月30日）\n1.管道渗漏。\n责任人:王宁\n2.水泵停用。\n责任人:李娜\n");

        Assert.Equal(["管道渗漏||王宁||", "水泵停用||李娜||"], plan.Items.Select(Duties));
        Assert.Contains(plan.Findings, f => f.Code == "line-not-read" && f.Message.Contains("何平", StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_between_items_that_repeats_a_label_is_quoted()
    {
        var plan = PlanFiles.Read($"{Head}1.管道渗漏。\n责任人:王宁\n2.照明不足。\n责任人:王宁\n七月份（责任人：李娜）\n3.门锁损坏。\n责任人:何平\n");

        Assert.Equal(["王宁", "王宁", "何平"], plan.Items.Select(i => i.Persons.Names()));
        Assert.Contains(plan.Items[1].Findings, f => f.Message.Contains("七月份（责任人：李娜）", StringComparison.Ordinal));
    }

    [Fact]
    public void An_item_without_a_number_still_begins_below_the_fields_of_another()
    {
        var plan = PlanFiles.Read(
            $"{Head}一、问题\n(一)管道渗漏。\n整改措施:更换。\n责任人:王宁\n整改时限:2025年6月30日\n"
            + "照明方面:灯具不足。\n整改措施:加灯。\n责任人:李娜\n整改时限:2025年7月31日\n");

        Assert.Equal(["管道渗漏||王宁||2025-06-30", "照明方面:灯具不足||李娜||2025-07-31"], plan.Items.Select(Duties));
    }

    [Fact]
    public void Hidden_marks_radicals_and_blanks_of_every_kind_change_nothing()
    {
        const string Text = "关于仓库的整改方案\n(2025年3月20日)\n一、存在问题\n1.管道渗漏。\n整改措施:更换。\n责任领导:周明\n责任人:高民、张龙\n完成时限:2025年5月20日\n";
        var plain = Assert.Single(PlanFiles.Read(Text).Items);
        string[] marks = ["\u202E", "\u2066", "\u200F", "\u00AD", "\u034F", "\u3164", "\uFE0F", "\U000E0020", "\u2060"];

        Assert.All(marks, mark => Assert.Equal(Duties(plain), Duties(Assert.Single(
            PlanFiles.Read(string.Join('\n', Text.Split('\n').Select(l => string.Join(mark, l.ToCharArray())))).Items))));
        var radicals = Text
            .Replace('一', '\u2F00').Replace('人', '\u2F08').Replace('月', '\u2F49').Replace('日', '\u2F47')
            .Replace('高', '\u2FBC').Replace('方', '\u2F45')
            .Replace('民', '\u2EA0').Replace('龙', '\u2EF0');
        Assert.Equal(Duties(plain), Duties(Assert.Single(PlanFiles.Read(radicals).Items)));
        Assert.Equal("高民,张龙", plain.Persons.Names());
    }

    private static string Duties(ItemDraft item) =>
        $"{item.Title}|{item.Leaders.Names()}|{item.Persons.Names()}|{string.Join(',', item.Units)}|{Date(item)}";

    private static string? Date(ItemDraft item) => item.Deadline.Date is { } date ? NodaTime.Text.LocalDatePattern.Iso.Format(date) : null;
}
