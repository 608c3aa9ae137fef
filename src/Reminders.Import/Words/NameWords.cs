using System.Text.RegularExpressions;

namespace Reminders.Import.Words;

/// <summary>Titles to strip from names, and words that mark a group, a post or a unit.</summary>
internal static partial class NameWords
{
    private const string Titles =
        "纪检监察组长|纪检组长|党委书记|党工委书记|党组书记|党总支书记|党支部书记|支部书记|纪委书记|政法委书记|纪检书记|第一书记|副书记|书记|人大主席|副主席|主席|人大主任|副主任|主任|"
        + "常务副镇长|副镇长|镇长|常务副乡长|副乡长|乡长|副县长|县长|副区长|区长|副市长|市长|副局长|局长|副科长|科长|副股长|股长|副所长|所长|副站长|站长|副院长|院长|"
        + "副校长|校长|副园长|园长|副部长|部长|武装部长|组织委员|宣传委员|统战委员|纪检委员|政法委员|委员|副队长|队长|副组长|组长|村长|支书|会计|文书|副处长|处长|副厅长|厅长|"
        + "总工程师|副总工程师|工程师|总经济师|经济师|总会计师|会计师|农艺师|兽医师|秘书长|副秘书长|调研员|督导员|专员|巡视员|党组成员|党委成员|班子成员|网格长|厨师长|"
        + "安全员|机管员|质检员|施工员|资料员|技术员|材料员|监理员|管理员|护林员|保管员|保洁员|值班员|巡查员|信息员|档案员|业务员|驾驶员|操作员|联络员|电工|水工|司机|项目经理|总监|总经理助理|"
        + "出纳员|出纳|库管员|库管|仓管员|仓管|质检|安检员|安检|门卫|保安|校医|村医|护士|辅警|民警|支委|妇女主任|团委书记|妇联主席|工会主席|食堂主管|主管|协管员|书记员|联防员|统计员|核算员|报账员|收银员"
        + "|[局科股所站院校园部组队馆店行社团台会厂场矿班段库路河湖林田塘链片楼警护庭署司州旗盟处室厅]长|副总|副经理|总经理|经理|董事长|副主席|负责人|科员|干事|专干|干部|"
        + "网格员|驻村干部|一级主任科员|四级调研员|同志|老师|医生|警官|主要负责人|分管负责人|主要领导|分管领导|一把手|第一责任人|责任人|领导";

    // 党政办 is a unit; 督办 and 交办 are what somebody does.
    private const string Office = "(?<![督查交转催承主协会代])办";

    /// <summary>The last character of many units.</summary>
    public const string UnitEnd = "局科股所站队组村镇乡县区市厅处委社院校厂部会室";

    private const string UnitWord = "[" + UnitEnd + "]|" + Office + "|中心|街道|公司";

    [GeneratedRegex(
        "^(?:无|暂无|没有|空|空缺|暂缺|待定|未定|待明确|待确定|待补充|待落实|不详|另行(?:确定|明确|通知)|/+|-+|—+|_+|\\.+)?$", RegexOptions.CultureInvariant)]
    public static partial Regex Nothing();

    [GeneratedRegex(@"[*×□●○◯_#?]|某|〇{2}|^[xX]+$|" + Folded.Han + "[xX]|[xX]{2}", RegexOptions.CultureInvariant)]
    public static partial Regex Redacted();

    [GeneratedRegex(
        "各|全体|全乡|全镇|全村|全县|全区|有关|相关|所有|其他|其余|班子|成员|两委|支部|党委|政府|村委|委员会|居委|工作队|帮扶|驻村|"
        + "业主|项目|经营|法人|法定代表人|承包|户主|房东|村民|居民|师傅|家长|单位|部门|办公室|小组|指挥部|专班|公司|学校|医院|卫生院|"
        + "人员|群众|党员|机关|牵头|配合|负责|领导|干部|一把手|[“”\"]", RegexOptions.CultureInvariant)]
    public static partial Regex Group();

    /// <summary>The names of offices and lines of work that begin with a character that is a surname too.</summary>
    [GeneratedRegex("""
        ^(?:纪检|纪委|安保|安全|安监|安环|安办|农业|农经|农机|牧业|水利|水务|林业|林草|林长|河长|路长|湖长|金融|经济|经发|经贸|商务|商贸|文化|文旅|卫生|卫健|卫计|司法|武装|党建|党政|党办|计生|计财
        |项目|管理|管护|监理|监督|时限|时间|房管|路政|常委|常务|干部|车间|车队|包联|包抓|全面|施工|成员|平台|连队|班组|班长
        |全员|全家|全校|全厂|全体|全程|全年|全天|全部|商家|商户|商贩|厂家|包保|包干|包案|师生|教师|家长|家属|农户|农民|牧户|牧民|渔民|鱼贩|车主|房主|路人|司仪|单身|独居
        |左右|上下|陆续|元旦|元月|年末|年终|年前|年后|年内|年中|周末|周内|周期|周边|全期|随后|随即|时下|时日|平时|常年|经常|连日|连年|双休|季末|季初|暑期|班后|终年|后天|从今
        |何[人时地处事种日]|钱[款物财币]|万[元一分事]|金[库银钱]|费[用率]|成[本品绩果]|支[出付部票]|单[据证价一位列]|易[地主燃爆拆]|宗[地旨族]|田[块地间土]|林[地区木下]|路[段面基灯口]|水[源域体面质]|石[料场]
        |山[地区体]|沟[渠道]|井[口盖]|房[屋产舍]|花[木园]|文[件本书档字稿]|方[案式法向位]|章[程节]|印[章件]|计[划量]|程[序度]|合[同约]|高[级层温压空度校速考危]|相[应关等]|强[度制]|应[当该急]|宣[传教]
        |段长|江河|店主|户主|房东|海事|海关|税务|税收|保险|保障|保洁|保管|信访|信用|信息|楼道|楼栋)$|副$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    public static partial Regex LineOfWork();

    /// <summary>
    /// Words of three characters that begin with a surname and are no name: 任务重, 钱不够. A phrase that begins like none of these cannot be
    /// told from a name.
    /// </summary>
    [GeneratedRegex("""
        ^于(?:近期|近日|今[日年天]|明[年天日]|本[月年周季]|月|年)|^陆续|^左右|^全员|^商家|^元旦|^易地|^宗地|^金库|^万元(?:$|以)|^钱款
        |^.(?:[没的很较被把否已][^·]|不[够足齐全到清平实严好准力细强及便见通稳])
        |^(?:任务|时[间限常刻段机]|安[全置排装监检]|管[理护道线网]|严[格重禁肃密]|明[确显细火沟线]|温[度室]|高[度温压空标]|方[法案面式便]|计[划量算]|程[度序]|经[费营常济办]|施工
        |季[度节]|年[度底内初限]|常[态规见抓]|强[化制降]|车[辆间位道]|应[急当该付]|成[本效果]|单[位独项元]|全[部面体年程]|路[面段口灯基肩障]|查[处看验封找]|支[付出撑]|房[屋间产顶]|申[请报]
        |金[额融属]|石[料油材灰]|马[路上桶]|井[盖口]|简[单易]|党[员费务]|景[区点观]|宣[传讲]|阳台|农[村民田户药机]|商[户铺业场]|花[坛卉园费]|冷[库链冻]|包[装括裹扎]|边[坡界沟境角]|连[续接带]
        |丰收|封[闭存堵条]|易[燃爆腐]|危[险房化]|容[易器]|水[管泵池渠闸质电表沟库位井箱压]|公[路共示开司告章厕园]|山[体洪坡]|风[险机]|步[道骤]|空[间调气]|相[关应]|展[板示]|关[闭停]
        |养[殖护老]|种[植子]|法[定规律制]|充[分电]|家[庭具长]|能[力源]|广[告场播]|满[意足]|税[收务费]|光[线缆纤]|多[次处种]|随[时意机]|银行|印[章发]|从[业严]|后[续期勤]|归[档还]|有[效关限害毒]
        |红线|松[动散]|[柴柏]油|解[决除]|习惯|古迹|卫生|毛病|沙[石土]|洪[水涝]|尚未|尤其|游客|费用|宗教|师[资生傅]|仲裁|池塘|干[净旱线渠燥]|铁[路门皮板]|门[窗口锁禁店诊头]|谈话|储[存备物藏]
        |劳[动务保]|扶[贫持手]|堵[塞点漏]|居[民住]|原[因则来料告]|户[主厕口数]|盖[板章]|滑坡|畅通|薄弱|保[障险洁管护证持温密修]|信[息访用号件]|楼[道栋梯顶层]|鱼[塘池])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    public static partial Regex Phrase();

    /// <summary>Several people or units without their names.</summary>
    [GeneratedRegex("^(?:各|全体|全乡|全镇|全村|有关|相关|所有|其他|其余)|班子|成员|等$", RegexOptions.CultureInvariant)]
    public static partial Regex Collective();

    /// <summary>Several units, such as 各科室 and 各有关单位.</summary>
    [GeneratedRegex("^各(?:相关|有关|责任)?(?:单位|部门|科室|股室|处室|站所|支部|镇街|乡镇|街道|社区|村居?|县区?|区县?|局|科|镇|乡|校|学校)$", RegexOptions.CultureInvariant)]
    public static partial Regex Units();

    /// <summary>
    /// The ending of a unit's name. A person's name can end so too, but a unit must never get an SMS, so the office decides.
    /// </summary>
    [GeneratedRegex("(?:" + UnitWord + "|委员|集团|政府|妇联|残联|文联|侨联|工商联)$", RegexOptions.CultureInvariant)]
    public static partial Regex UnitEnding();

    /// <summary>Whether the word ends like one unit, not like several.</summary>
    public static bool EndsLikeUnit(string word) => UnitEnding().IsMatch(word) && !Collective().IsMatch(word);

    [GeneratedRegex("^(?:.*?(?:" + Titles + "))+(?=.)", RegexOptions.CultureInvariant)]
    public static partial Regex TitleBefore();

    [GeneratedRegex("(?<=.)(?:[,、]?.{0,8}?(?:" + Titles + "))$", RegexOptions.CultureInvariant)]
    public static partial Regex TitleBehind();

    [GeneratedRegex("(?<=" + Titles + ")、(?=" + Titles + ")", RegexOptions.CultureInvariant)]
    public static partial Regex BetweenTitles();

    /// <summary>A post in front of a colon.</summary>
    [GeneratedRegex("(?:" + Titles + "|成员|组员|代表|TEL|Tel|tel|手机)$", RegexOptions.CultureInvariant)]
    public static partial Regex Post();

    /// <summary>A unit or a post as a word beside a name: 扶贫办 张伟, 张伟 镇长.</summary>
    [GeneratedRegex("(?:" + Titles + "|" + UnitWord + "|集团|政府|机关|单位|部门|专班|企业)$|[()]", RegexOptions.CultureInvariant)]
    public static partial Regex BesideName();

    [GeneratedRegex("(?:" + Titles + ")+$", RegexOptions.CultureInvariant)]
    public static partial Regex TitlesAtEnd();

    [GeneratedRegex("^(?:" + Titles + ")+$", RegexOptions.CultureInvariant)]
    public static partial Regex TitleAlone();

    /// <summary>A bracket beside a name that leaves the duty as it is: a post, a unit, 女, 牵头.</summary>
    [GeneratedRegex(
        "^(?![原前]|.*(?:已|离[任职]|调[离任]|退休|停职|免职|代[理管]|接[任替])).*(?:" + Titles
        + "|" + UnitWord + "|集团|政府|班|[男女]|族|牵头|主责|配合|负责|[A-Z]角|号码?|电话|手机|兼职?|挂职|[一-龥]+长)$|^$",
        RegexOptions.CultureInvariant)]
    public static partial Regex Note();

    /// <summary>A post that somebody held before: 原局长王宁.</summary>
    [GeneratedRegex("^(?:原|前任|离任|卸任|代理|非|已).*?(?:" + Titles + ")", RegexOptions.CultureInvariant)]
    public static partial Regex FormerPost();

    [GeneratedRegex("(?:" + UnitWord + ")(?=.{2,4}$)", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    public static partial Regex UnitBefore();

    [GeneratedRegex(@"等(?:\d+|[一二三四五六七八九十两几]+)?(?:人|同志|名同志|位同志)?$", RegexOptions.CultureInvariant)]
    public static partial Regex AndOthers();
}
