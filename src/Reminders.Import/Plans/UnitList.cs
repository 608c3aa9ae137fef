using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>A field of units.</summary>
/// <param name="Units">The units without their duties.</param>
/// <param name="Others">The parts of the field that are no unit.</param>
internal sealed partial record UnitList(ImmutableArray<string> Units, ImmutableArray<string> Others)
{
    public static UnitList Read(string text)
    {
        var parts = Separator().Split(ListNumber().Replace(text, "；"))
            .Select(u => NameWords.AndOthers().Replace(Duty().Replace(Note().Replace(u.Trim(), ""), "$1"), ""))
            .Where(u => u.Length > 0 && !NameWords.Nothing().IsMatch(u)).Distinct().ToLookup(IsNoUnit);
        return new([.. parts[false]], [.. parts[true]]);
    }

    // 10月底前完成, 片区号:何平, 王宁 and 甲局王宁 behind a unit, and a unit that is no more.
    private static bool IsNoUnit(string part) =>
        NoUnit().IsMatch(Folding.Fold(part)) || (NameReading.Read(part).Parties.Count > 0 && !LikeUnits().IsMatch(part));

    // 1.甲局;2.乙局
    [GeneratedRegex(@"(?:^|(?<=[;；、，,\s]))(?:\d{1,2}[.．、)）](?!\d)|[(（]\d{1,2}[)）])\s*|[①-⑳]", RegexOptions.CultureInvariant)]
    private static partial Regex ListNumber();

    // 县储备库 and 各村党总支: a unit before a word that could be a name.
    [GeneratedRegex("^各|(?:库|总支|场|园|馆|店|台)$", RegexOptions.CultureInvariant)]
    private static partial Regex LikeUnits();

    [GeneratedRegex(
        @":|\d ?[年月日号]|\d{5,}|[底末]前|^原|^同[上左前]$|^除.+外|.[及和与]各|\([^()]*(?:已|撤销|合并|更名|注销)[^()]*\)$"
        + "|(?:督[办导查]|监[督管]|检查|验收)(?:单位|部门).", RegexOptions.CultureInvariant)]
    private static partial Regex NoUnit();

    // 甲局(牵头) and 乙局(按职责分工负责): the note is no part of the name, but 某公司(北京) keeps its bracket.
    [GeneratedRegex(
        @"(?:[(（][^()（）]*(?:牵头|配合|负责|分工|排名|排[第在]|单位|主办|协办|参与|指导|按|为|以下|下同|等|见|附|含|均|其中)[^()（）]*[)）]"
        + "|[(（][^()（）]{7,}[)）])+$", RegexOptions.CultureInvariant)]
    private static partial Regex Note();

    // 由甲局牵头, 乙局按职责分工负责.
    [GeneratedRegex(
        "^由?(.{2,}?)(?:等?按职责分工|分别|共同)?(?:牵头|主办|负责|配合|协助|协办|参与|承办|落实)(?:负责|落实|实施|配合|办理)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Duty();

    // 各县（市、区）人民政府 is one unit.
    [GeneratedRegex(@"[、，,；;。/／\s]+(?![^(（]*[)）])", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();
}
