namespace Reminders.Core.Tests.Texts;

/// <summary>Twenty texts of every kind, as offices word them: titles and reasons end in every mark that people type.</summary>
internal static class Specimens
{
    public const int OfEachKind = 20;

    private static readonly LocalDate Today = Given.Day("2020-06-16");

    private static readonly (string Chinese, string English)[] Titles =
    [
        ("垃圾清运不及时", "Waste is collected late"), ("河道两侧堆放建筑垃圾。", "Rubble lies along the river."),
        ("低保对象动态管理不到位", "Benefit files are not kept up to date"),
        ("“三会一课”制度落实不严格", "The \"three meetings\" are not held"), ("档案资料不规范、不完整；", "Files are incomplete;"),
        ("农村饮水工程管护责任不清", "Nobody maintains the village well"),
        ("消防通道被占用", "The fire lane is blocked – again"), ("扶贫项目资金拨付进度缓慢，", "Project money is paid out late,"),
        ("村务公开不及时、内容不全", "Notices are not put up in time"),
        ("危房改造“回头看”不彻底", "Old houses’ repairs were not looked at again"), ("公益岗位人员考勤记录缺失", "Attendance is not recorded"),
        ("易地搬迁后续帮扶措施针对性不强", "Help after relocation is too general"),
        ("党员发展程序不规范", "Members are admitted without a vote"), ("污水处理站运行记录不完整……", "Records of the sewage works stop…"),
        ("食堂食品留样不足48小时", "Food samples are kept too short"),
        ("惠农补贴“一卡通”信息更新滞后", "Subsidy cards show old names"), ("地质灾害隐患点巡查不到位", "Slopes are not patrolled"),
        ("道路两侧违章搭建未拆除", "Sheds by the road still stand"),
        ("信访件答复超过规定时限", "Letters are answered late"),
        ("秸秆焚烧巡查记录与实际情况不符且缺少乡镇分管领导签字确认", "The straw-burning patrol's log does not agree with what was seen and is not signed"),
    ];

    private static readonly (string Chinese, string English)[] Reasons =
    [
        ("设备未到", "parts are late"), ("连续降雨，无法施工。", "it rained for weeks."), ("资金尚未拨付到位；", "the money has not come;"),
        ("照片看不清", "the photo is blurred"),
        ("现场仍有积存。", "there is still some left."), ("材料不齐，请补充", "papers are missing, please add them"),
        ("施工单位更换！", "the builder has changed!"), ("是否已公示？", "was it made public?"),
        ("与村民协商未果……", "talks go on…"), ("整改前后照片为同一张。", "both photos are the same."),
    ];

    private static readonly string[] ChineseNames = ["林晓燕", "何志强", "邓文博", "韩雪", "欧阳建国", "吴敏"];
    private static readonly string[] EnglishNames = ["Lin", "Baker", "O'Neill", "Grant", "Summers", "Wu"];
    private static readonly string[] ChineseUnits = ["柳树湾村", "石桥村", "环卫站", "民政办", "第3社区", "水务站", "东风街道"];
    private static readonly string[] EnglishUnits = ["East", "West", "Ward 3", "Water", "Roads", "Schools", "Parks"];

    /// <summary>The kinds of texts.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "left", "today", "overdue", "overdue for the leader", "overdue for the supervisor", "unverified", "unverified for the supervisor",
        "look back today", "look back late",
        "look back for the supervisor", "unreachable", "asked", "asked and overdue", "returned", "granted", "refused", "deputy",
        "leader's deputy", "deputy named",
        "digest", "leader's digest", "mixed digest", "long digest", "leader's long digest", "supervisor's long digest",
    ];

    /// <summary>One text of a kind; abroad it also names the possible replies.</summary>
    public static string Text(string kind, int n, Language language, bool abroad = false)
    {
        var english = language == Language.English;
        var names = english ? EnglishNames : ChineseNames;
        var to = abroad ? PhoneNumber.Parse("+12025550100") : Given.Phone(1);
        var many = kind.Contains("long", StringComparison.Ordinal) ? 8 + (2 * n) : 2 + (n % 2);
        var line = (int i) => Line(kind, n, i, english, to);
        Line[] lines = kind switch
        {
            "mixed digest" =>
                [Line("overdue for the leader", n, 1, english, to), Line(n % 2 == 0 ? "unverified" : "asked", n, 2, english, to),
                    .. n % 3 == 0 ? [Line("left", n, 3, english, to)] : Array.Empty<Line>()],
            _ when kind.EndsWith("digest", StringComparison.Ordinal) => [.. Enumerable.Range(1, many).Select(line)],
            _ => [line(1)],
        };
        return new Composer(Given.Schedule(new() { Language = language })).Compose(names[n % names.Length], to, lines, Today);
    }

    private static Line Line(string kind, int n, int i, bool english, PhoneNumber to)
    {
        var names = english ? EnglishNames : ChineseNames;
        var reason = Reasons[(n + i) % Reasons.Length] is var said && english ? said.English : said.Chinese;
        var words = Titles[(n + (i * 7)) % Titles.Length];
        var late = Today.PlusDays(-1 - ((n * i) % 40));
        var soon = Today.PlusDays(1 + ((n + i) % 7));
        var by = new Actor(names[(n + 2) % names.Length]);
        var item = new Item(new(1 + (n % 3), (n * 3) + i), null, english ? words.English : words.Chinese)
        {
            Persons = Parties(names, n + 1, 1 + (n % 5)),
            Leaders = Parties(names, n + 3, 1),
            Supervisors = Parties(names, n + 4, 1),
            Unit = n % 4 == 0 && i % 3 == 0 ? null : (english ? EnglishUnits : ChineseUnits)[(n + i) % (1 + (n % 7))],
            Deadline = Deadline.On(soon, ""),
            State = ItemState.Open,
            OpenSince = Given.At("2020-01-01T00:00"),
        };
        var overdue = item with { Deadline = Deadline.On(late, "") };
        var reported = item with { State = ItemState.Reported, Report = new(by, Given.At("2020-06-01T10:00"), "") };
        var closed = item with { State = ItemState.Closed };
        var asked = new ExtensionRequest(by, Given.At("2020-06-15T10:00"), Today.PlusDays(20 + n), reason);
        return kind switch
        {
            "today" => new(item with { Deadline = Deadline.On(Today, "") }, Role.Person),
            "overdue" => new(overdue, Role.Person),
            "overdue for the leader" or "leader's digest" => new(overdue, Role.Leader),
            "leader's long digest" => new(i % 5 == 0 ? item with { Asked = asked } : overdue, Role.Leader),
            "overdue for the supervisor" or "supervisor's long digest" => new(overdue, Role.Supervisor),
            "unverified" => new(reported, Role.Leader) { WaitsSince = late },
            "unverified for the supervisor" => new(reported, Role.Supervisor) { WaitsSince = late },
            "look back today" => new(closed, Role.Leader) { WaitsSince = n % 2 == 0 ? Today : Given.Day("2020-06-13") },
            "look back late" => new(closed, Role.Leader) { WaitsSince = late.PlusDays(-4) },
            "look back for the supervisor" => new(closed, Role.Supervisor) { WaitsSince = late.PlusDays(-9) },
            "unreachable" => new(item, Role.Leader, item.Persons[0]),
            "asked" => new(item with { Asked = asked }, Role.Leader),
            "asked and overdue" => new(overdue with { Asked = asked }, Role.Leader),
            "returned" => new((n % 2 == 0 ? item : overdue) with { Returned = new(by, Given.At("2020-06-15T10:00"), reason) }, Role.Person),
            "granted" => Answer(item, granted: true, by, reason),
            "refused" => Answer(item, granted: false, by, reason),
            "deputy" => new(item with { Persons = Absent(names, n, 1 + (n % 5), to) }, Role.Person),
            "leader's deputy" => new(overdue with { Leaders = Absent(names, n, 1, to) }, Role.Leader),
            "deputy named" => new(
                overdue with { Persons = Absent(names, n, 1 + (n % 2), Given.Phone(9)), Leaders = Absent(names, n + 2, 1, Given.Phone(8)) },
                Role.Supervisor),
            "long digest" => new(i % 3 == 0 ? overdue : item, Role.Person),
            _ => new(item, Role.Person),
        };
    }

    private static Line Answer(Item item, bool granted, Actor by, string reason) =>
        new(item with { Answered = new(by, Given.At("2020-06-15T10:00"), granted, reason) }, Role.Person) { TellsAnswer = true };

    private static ImmutableArray<Party> Parties(string[] names, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => new Party(names[i % names.Length], Given.Phone(30 + i)))];

    private static ImmutableArray<Party> Absent(string[] names, int first, int count, PhoneNumber deputy) =>
        [.. Enumerable.Range(first, count).Select(i => new Party(names[(first + 5) % names.Length], deputy)
        {
            StandsFor = names[i % names.Length],
            AbsentPhone = Given.Phone(40 + i),
        })];
}
