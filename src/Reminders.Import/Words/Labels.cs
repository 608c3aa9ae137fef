using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Reminders.Import.Words;

/// <summary>
/// The labels that offices print in plans and tables, without blanks. Those that are not listed are known by their parts: the end of the
/// label names the thing, and the words before it say whose thing it is.
/// </summary>
internal static partial class FieldLabels
{
    private const int LongestLabel = 16;

    private const string Leaders = """
        责任领导 整改责任领导 牵头领导 牵头责任领导 分管领导 主管领导 包抓领导 包保领导 包联领导 挂点领导 挂牌领导 县级责任领导 乡镇责任领导
        整改第一责任人 协助整改工作的领导
        """;

    private const string Persons = """
        责任人 整改责任人 主责责任人 主责任人 直接责任人 具体责任人 责任人员 整改责任人员 整改负责人 具体负责人 负责人 责任民警 整改对接人 承办人 经办人
        责任人及联系电话 责任人及电话 责任人及联系方式 整改责任人及联系电话 牵头整改部门责任人及联系电话 配合整改部门责任人及联系电话
        """;

    private const string UnitsAndPersons = """
        责任部门/责任人 责任单位/责任人 责任人/责任部门 责任人/责任单位 责任单位及责任人 责任部门及责任人 责任单位和责任人 责任单位(责任人)
        责任单位(人)
        """;

    private const string Units = """
        责任单位 责任部门 牵头单位 牵头部门 承办单位 主办单位 协办单位 协助单位 主责部门 主责单位 整改责任部门 整改责任单位 整改单位 具体责任单位
        责任科室 责任股室 责任处室 责任支部 责任村 协作部门 配合单位 配合部门 牵头责任单位 牵头领导责任单位
        """;

    private const string Deadlines = """
        整改时限 整改期限 完成时限 完成期限 办结时限 办结期限 要求整改期限 要求整改时限 整改完成时限 整改完成期限 整改时限要求 时限要求 时限 期限
        预计完成时间 预计完成时限 要求完成时间 要求完成时限 计划完成时间 计划完成时限 计划完成日期 拟完成时间 对应的完成时间 任务结束时间 截止时间 截止日期
        整改截止时间 整改截止日期 完成截止时间 时间节点 完成时间节点
        """;

    private const string Problems = """
        存在问题 存在的问题 主要问题 具体问题 问题 问题清单 具体问题表述 问题表述 具体表现 问题表现 问题描述 问题内容 风险问题 风险隐患
        隐患问题 隐患内容 反馈问题 发现问题 违规描述 隐患描述 整改任务 整改事项 整改内容 问题在审计报告中的序号及表述 在审计报告中的表述
        """;

    private const string Measures = """
        整改措施 整改措施具体内容(含措施分解) 整改措施具体内容 细化的整改措施 具体整改措施 整改举措 具体措施 工作措施 措施
        """;

    private const string Others = """
        整改目标 整改落实目标 整改完成标准 工作目标 目标 整改情况 整改完成情况 办理情况 整改状态 整改进展 整改成效 进展情况 是否整改 是否已完成整改 是否完成
        是否销号 销号状态 当前状态 状态 整改结果 已采取的整改措施 未整改到位问题原因及下一步计划 整改完成日期 实际整改时间 实际完成时间 实际完成日期
        整改验收时间 验收时间 验收日期 销号日期 销号时间 核查时间 问题来源 台账来源 原因 原因分析 问题原因 问题金额
        备注 整改类型 应急预案 整改资金 资金来源 隐患等级 隐患类别 风险等级 问题等级 整改标准 完成标准 验收标准 目标要求
        """;

    private const string Overseers = """
        核查单位 验证人 复核人 验收人 验收人员 验收单位 审核人 填表人 监督领导 监督单位 督办领导 督查领导 督导领导 督办单位 监督人 监督责任人 督办责任人
        审计部门责任人及联系电话
        """;

    /// <summary>The labels that are listed whole.</summary>
    public static IReadOnlyList<KeyValuePair<string, Field>> All { get; } =
    [
        .. Of(Field.Leader, Leaders), .. Of(Field.Person, Persons), .. Of(Field.UnitAndPerson, UnitsAndPersons), .. Of(Field.Unit, Units),
        .. Of(Field.Deadline, Deadlines), .. Of(Field.DeadlineOrActual, "完成时间 整改时间 整改完成时间 完成日期"),
        .. Of(Field.Problem, Problems), .. Of(Field.Measures, Measures), .. Of(Field.Other, Others), .. Of(Field.Oversight, Overseers),
        .. Of(Field.Number, "序号 序 项次 编号 问题编号 问题序号 项目编号 no no. number id"),
        .. Of(Field.Section, "问题类别 类别 问题分类 分类 问题类型 section category"), .. Of(Field.Title, "标题 title"),
        .. Of(Field.Problem, "problem issue"), .. Of(Field.Measures, "measures measure"),
        .. Of(Field.Leader, "领导 leader responsibleleader"), .. Of(Field.Person, "整改人 person responsible responsibleperson owner"),
        .. Of(Field.Unit, "unit department"),
        .. Of(Field.Deadline, "deadline duedate due"),
        .. Of(Field.Phone, "联系电话 电话 手机 手机号 手机号码 联系方式 责任人电话 责任人联系电话 phone mobile"),
    ];

    private static readonly FrozenDictionary<string, Field> ByText = All.ToFrozenDictionary();

    public static bool IsKnown(string compactLabel) => ByText.ContainsKey(compactLabel);

    /// <summary>Whether the label ends like that of a phone number: 举报电话, 联系方式.</summary>
    public static bool IsOfPhone(string label) => PhoneHead().IsMatch(Folding.Compact(label).TrimEnd('*', ':'));

    /// <summary>Whose number stands behind such a label: the leader's in 领导电话, the person's in 责任人电话; null if it does not say so.</summary>
    public static Field? OwnerOfPhone(string label) =>
        label.Contains("领导", StringComparison.Ordinal) ? Field.Leader
        : label.Contains("责任人", StringComparison.Ordinal) || label.Contains("负责人", StringComparison.Ordinal) ? Field.Person
        : null;

    /// <summary>The meaning of a label or of a header's cell, as printed.</summary>
    public static LabelMeaning Read(string label)
    {
        var word = Folding.Compact(label).TrimEnd('*', ':').ToLowerInvariant();
        return Listed(word) ?? OfParts(word);
    }

    private static LabelMeaning? Listed(string word) => ByText.TryGetValue(word, out var field) ? new(field, true) : null;

    // 责任单位及责任人, 整改时限(年月日): the parts must not contradict each other. A remark in brackets that is not known says nothing.
    private static LabelMeaning OfParts(string word)
    {
        if (word.Length > LongestLabel || NoLabel().IsMatch(word) || OfThePast().IsMatch(word))
            return new(Field.Unknown, false);
        if (NoProblem().IsMatch(word))
            return new(Field.Other, false);
        var remark = Remark().Match(word);
        var main = remark.Success ? word[..remark.Index] : word;
        var parts = Joint().Split(main).Where(p => p.Length > 0).Select(OfPart).ToList();
        if (remark.Success && OfRemark(remark.Groups["inside"].Value, parts) is { Field: not Field.Unknown } inside)
            parts.Add(inside);
        var fields = parts.Select(p => p.Field).Distinct().ToList();
        if (fields.Count > 1)
            fields.RemoveAll(f => f is Field.Other or Field.Phone);
        return new(Joined(fields), parts.TrueForAll(p => p.IsWhole));
    }

    // 责任单位(人) and 责任人(单位)
    private static LabelMeaning OfRemark(string inside, List<LabelMeaning> main) => inside switch
    {
        "人" or "姓名" when main is [{ Field: Field.Unit }] => new(Field.Person, true),
        "单位" or "部门" or "科室" when main is [{ Field: Field.Person }] => new(Field.Unit, true),
        _ => OfPart(inside),
    };

    private static Field Joined(List<Field> fields) => fields switch
    {
        [var only] => only,
        [Field.Unit, Field.Person] or [Field.Person, Field.Unit] => Field.UnitAndPerson,
        [Field.Problem, Field.Title] or [Field.Title, Field.Problem] => Field.Problem,
        [Field.Deadline, Field.DeadlineOrActual] or [Field.DeadlineOrActual, Field.Deadline] => Field.Deadline,
        [_, _, ..] when fields.TrueForAll(f => f == Field.Measures || GivesDuty(f)) => Field.Several,
        _ => Field.Unknown,
    };

    private static LabelMeaning OfPart(string part)
    {
        part = Suffix().Replace(part, "");
        if (Listed(part) is { } listed)
            return listed;
        foreach (var (field, pattern) in Heads)
        {
            if (pattern.Match(part) is not { Success: true } head)
                continue;
            var before = part[..head.Groups["head"].Index];
            if (field == Field.Phone && !IsOfSomebodyResponsible(before))
                return IsOwner(before) ? new(Field.Contact, true) : new(Field.Unknown, false);
            var isWhole = Modifiers().IsMatch(before);
            var isSure = isWhole || !GivesDuty(field) || Modifiers().IsMatch(Place().Replace(before, ""));
            return new(isSure ? field : Field.Unknown, isWhole && isSure);
        }
        return new(Field.Unknown, false);
    }

    // 责任人联系电话, but not 举报电话 or 单位电话.
    private static bool IsOfSomebodyResponsible(string owner) => PhoneNote().Replace(owner, "") is { Length: 0 }
        || NamesPeople(OfPart(PhoneNote().Replace(owner, "")).Field);

    // In 王宁电话 a name stands before the label.
    private static bool IsOwner(string word) => word.All(char.IsLetter) && PersonName.Read(word).Kind != NameKind.Person;

    [GeneratedRegex("(?:联系|个人|本人|移动|办公|工作|常用|电话|手机|姓名)+$", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneNote();

    // In this order: 督办事项 is a problem, 督办单位 supervises, and 开工时间 is no deadline.
    private static readonly (Field Field, Regex Head)[] Heads =
    [
        (Field.Number, NumberHead()), (Field.Other, RemarkHead()), (Field.Title, TitleHead()), (Field.Problem, ProblemHead()),
        (Field.Measures, MeasuresHead()), (Field.Other, OtherDayHead()), (Field.Deadline, DeadlineHead()),
        (Field.DeadlineOrActual, DayHead()), (Field.Contact, ContactHead()), (Field.Phone, PhoneHead()),
        (Field.Oversight, OversightHead()), (Field.UnitAndPerson, DutyHead()), (Field.Leader, LeaderHead()), (Field.Person, PersonHead()),
        (Field.Unit, UnitHead()),
    ];

    // 张家湾责任领导: the name of a place says where the duty is.
    [GeneratedRegex("^(?![原前非离])(?:\\p{L}{2,3}(?:[省市县区乡镇村湾]|街道|社区))", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    /// <summary>Whether a value behind such a label makes somebody responsible or gives the day.</summary>
    public static bool GivesDuty(Field field) =>
        field is Field.Leader or Field.Person or Field.UnitAndPerson or Field.Unit or Field.Deadline or Field.DeadlineOrActual;

    /// <summary>Whether a column or a cell of such a label holds duties, alone or beside measures.</summary>
    public static bool HoldsDuty(Field field) => GivesDuty(field) || field == Field.Several;

    /// <summary>Whether a value behind such a label names people who are responsible, whose number may stand behind it.</summary>
    public static bool NamesPeople(Field field) => field is Field.Leader or Field.Person or Field.UnitAndPerson;

    // 各责任单位: addresses readers, and 落实整改措施: tells them what to do.
    [GeneratedRegex(
        "^(?:[各本该其]|有关|相关|全[体县市区乡镇村]|所有|请|由|经(?!办)|对(?!接|应)|向|在|将|把|以|为|与|和|及|如|若|但|因|并|且|要(?!求)|须|应(?!急))"
        + "|^(?:明确|压实|强化|加强|细化|制定|完善|健全|建立|严格|确保|抓[好实]|做[好实]|推进(?!情况|进度|[时限单部节计措])|提出|采取|督促|按照|根据|夯实|追究|履行|切实|全面|明晰|厘清|突出|聚焦"
        + "|解决(?![措时期])|消除|坚持|落实(?=责任|整改|牵头|工作|问题|任务))|[的了]|,|。",
        RegexOptions.CultureInvariant)]
    private static partial Regex NoLabel();

    // 直接责任人(被处理) and 责任人(原) name those who no longer do the work.
    [GeneratedRegex(@"\((?:[^()]*(?:被|离任|离职|处[理分罚]|免职)|原|前)[^()]*\)$", RegexOptions.CultureInvariant)]
    private static partial Regex OfThePast();

    // 遗留问题 and 困难和问题 are no problems of the plan.
    [GeneratedRegex("是否|遗留|困难|^已采取|^下一步|需.*(?:协调|解决)", RegexOptions.CultureInvariant)]
    private static partial Regex NoProblem();

    [GeneratedRegex(@"\((?<inside>[^()]*)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Remark();

    [GeneratedRegex("[/|、&+]|(?<!普|以)及(?!时(?!限|间))|(?<!参)与|(?<!共)和(?!谐)", RegexOptions.CultureInvariant)]
    private static partial Regex Joint();

    [GeneratedRegex(@"(?<=责任人|负责人|领导|单位|部门|人员)(?:姓名|名单|名称|\d|[一二三四五])$", RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();

    [GeneratedRegex("(?<head>序号|编号|编码)$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberHead();

    // 问题来源 and 完成情况 end in what they are.
    [GeneratedRegex("""
        (?<head>整改情况|完成情况|情况说明|(?<!检查|抽查|巡查|排查|现场|问题|隐患|发现|存在)情况|进展|(?<!时序|序时)进度|状态|成效|成果|(?<!检查|抽查|巡查|排查)结果|效果|结论|评价|说明|备注|原因|来源|依据
        |类型|类别|分类|等级|级别|性质|领域|板块|金额|资金|投资|数量|个数|标准|目标|反馈意见|审[核批]意见|领导意见|建议|签[字名章]|盖章|附件|材料|计划|预案|地[点址]|位置|频次|得?分值?|面积|单价|总?数|职[务称位]
        |(?:保障|强制|处罚|应急|惩戒)措施)$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex RemarkHead();

    [GeneratedRegex("(?<head>标题|(?:问题|任务|事项|隐患|项目|工程|工作|实事)名称)$", RegexOptions.CultureInvariant)]
    private static partial Regex TitleHead();

    [GeneratedRegex("""
        (?<head>问题|隐患|任务|事项|实事|项目|短板|不足|缺陷|(?:问题|隐患|事项|任务|风险|违[规法章])描述|表现|表述|(?:检查|抽查|巡查|排查|现场|问题|隐患|发现|存在)情况|(?:检查|抽查|巡查|排查)(?:结果|发现)
        |违[规法章](?:行为|事实)|诉求|(?:主要|整改|问题|任务|工作|隐患|建设|事项)内容|重点工作|(?:任务|问题|隐患|事项|项目)清单)$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex ProblemHead();

    [GeneratedRegex("(?<!保障|强制|处罚|应急|惩戒)(?<head>措施|举措|对策|办法|做法|整改方案|解决方案|(?:处理|处置|整改)意见|整改要求)$", RegexOptions.CultureInvariant)]
    private static partial Regex MeasuresHead();

    // Days of other events than the completion.
    [GeneratedRegex(
        "(?<head>(?:实际|开[工始展]|动工|启动|起始|报送|上报|填[报表]|反馈|下[发达]|印发|发[文现布]|检查|督[查导办]|核[查验]|复[查核]|验收|销号|公示|排查|登记|录入|召开|保[管存]|存放|有效|延"
        + "|移交|交办|受理|审[核批]|更新|追溯|合同|质保|制表|立案|接[收到]).*(?:时[限间效]|期限|限期|日期|节点))$",
        RegexOptions.CultureInvariant)]
    private static partial Regex OtherDayHead();

    [GeneratedRegex(
        "(?<head>时限|期限|限期|整改期|时效|节点"
        + "|(?:预计|计划|要求|拟|截[止至]|限定|规定|目标|最[迟晚]|承诺).*(?:时间|日期)|(?:时间|进度)(?:安排|要求|节点)|(?:时序|序时)(?:进度)?(?:安排|要求)?|时限要求)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex DeadlineHead();

    [GeneratedRegex("(?<head>(?:完成|整改|到位|竣工|完工|办结|落实|达标|解决|办理|推进)(?:时间|日期))$", RegexOptions.CultureInvariant)]
    private static partial Regex DayHead();

    [GeneratedRegex("(?<head>(?:联系|联络|通讯|信息)(?:人员?|员))$", RegexOptions.CultureInvariant)]
    private static partial Regex ContactHead();

    [GeneratedRegex("(?<head>(?:电话|手机)(?:号码?)?|联系方式|号码|热线)$", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneHead();

    [GeneratedRegex("""
        ^(?=.*(?:领导|人|员|者|组长|单位|部门|科室|股室|处室|机构|主体|小组|专班)$)(?<head>.*(?:监[督管察测]|督|审[计核批阅定]|验[收证]|核[查实验]|复[查核检验]|检查|抽查|巡[查视]|销号
        |填[表报写]|[上呈]报|报送|编制|制表|记录|陪同|签[发收字批]|批[示准]|评[估价议]|考核|认定|见证|举报|反映|投诉|信访|受检|被|[接]收|发现|排查|保管|出具|反馈|交办|下达).*)$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex OversightHead();

    [GeneratedRegex("^(?<head>牵头|配合|主办|协办|承办|负责)$", RegexOptions.CultureInvariant)]
    private static partial Regex DutyHead();

    [GeneratedRegex(
        "(?<head>领导(?:干部|同志)?|(?:分管|第一)(?:责任|负责)(?:人员?|同志)|(?:分管|包[联抓保]|牵头|责任|挂[点联]|联系).{0,4}(?:长|书记|主任|主席|委员))$",
        RegexOptions.CultureInvariant)]
    private static partial Regex LeaderHead();

    [GeneratedRegex(
        "(?!负责人$(?<=^(?:单位|部门)负责人))(?<head>(?:责任|负责|承办|经办|对接|落实|整改|牵头|主办|协办|办理|实施|执行|配合|包[联抓保干])(?:责任)?(?:人员?|者|同志|民警|干部))$",
        RegexOptions.CultureInvariant)]
    private static partial Regex PersonHead();

    [GeneratedRegex("""
        (?<=责任|牵头|主办|承办|协办|协助|配合|协同|协作|主责|整改|落实|实施|负责|参[与加]|联合|会办|经办|办理|执行|完成|包[联抓保]|挂联|主体)
        (?<head>(?:责任)?(?:主体)?(?:单位|部门|[科股处]室|站所|机构|主体|支部|村组?|社区|乡镇|镇街|局|科|股|办))$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex UnitHead();

    [GeneratedRegex("""
        ^(?:分管|包[联抓保案干村片]|挂[点牌联钩帮包帅]|联系|主管|主要|第一|直接|具体|牵头|责任|负责|主责|主体|整改|落实|推进|实施|承办|主办|协办|协助|配合|协同|协作|参[与加]|联合|办理|完成|完工|竣工|办结
        |[省市县区州乡镇村局厅院校站所组科股社]|街道|级|部门|单位|科室|党[委组]|政府|班子|项目|工程|问题|任务|隐患|事项|工作|专项|所属|属地|行业|企业|公司|学校|条线|对应|重点|存在|主|反馈|发现|突出
        |处理|处置|防[范治控]|治理|整治|解决|化解|网格|点位|施工|运维|建成|投产|限[期时]|[()]|巡[察视]|督[察办]|审计|检查|目标|民生|年度|当前|预计|计划|要求|细化|分工|集中|期限|工)*$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Modifiers();

    /// <summary>The words, separated by blanks, as labels of the field.</summary>
    public static IEnumerable<KeyValuePair<string, Field>> Of(Field field, string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => KeyValuePair.Create(word, field));
}
