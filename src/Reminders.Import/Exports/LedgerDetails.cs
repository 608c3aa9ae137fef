using System.Text.RegularExpressions;

namespace Reminders.Import.Exports;

/// <summary>
/// What a line of a history says, in the words of an office. The ledger keeps it in the words of the action that wrote it; only what stands
/// where an action puts it is worded anew, and people's own words stay as they are.
/// </summary>
internal static partial class LedgerDetails
{
    private const string StillMissing = "still missing: ";
    private const string NewNumber = ": number";
    private const string Date = @"(\d{4}-\d\d-\d\d)";

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["number"] = "编号",
        ["section"] = "类别",
        ["title"] = "标题",
        ["problem"] = "问题",
        ["measures"] = "整改措施",
        ["units"] = "责任单位",
        ["persons"] = "责任人",
        ["leaders"] = "责任领导",
        ["supervisors"] = "督查",
        ["deadline"] = "整改时限",
        ["names"] = "名单",
        ["findings"] = "存疑",
    };

    public static string Of(HistoryEntry entry) => entry.Action switch
    {
        HistoryEntry.Load => Enum.TryParse<ItemState>(entry.Detail, out var state) ? LedgerWords.Of(state) : entry.Detail,
        nameof(ItemAction.Reopen) => Cycle().Replace(entry.Detail, "反弹，第$1轮整改，时限 $2 → $3："),
        nameof(ItemAction.Extend) or nameof(ItemAction.AskExtension) => Moved().Replace(entry.Detail, "时限 $1 → $2："),
        nameof(ItemAction.Verify) => LookBack().Replace(entry.Detail, "（$1回头看）"),
        nameof(ItemAction.LookBack) => NextLookBack().Replace(entry.Detail, "（$1再次回头看）"),
        nameof(ItemAction.Complete) or nameof(ItemAction.Revise) =>
            string.Join("；", HandedOver().Replace(entry.Detail, "$1移交$2; ").Split("; ").Select(Part)),
        _ => entry.Detail,
    };

    private static string Part(string part)
    {
        if (part == "listed again")
            return "重新列入方案";
        if (FlagLifted().Match(part) is { Success: true } lifted)
            return $"{lifted.Groups[1].Value}的号码恢复使用";
        if (part.StartsWith(StillMissing, StringComparison.Ordinal))
            return "仍待完善：" + string.Join("、", part[StillMissing.Length..].Split(", ").Select(LedgerWords.OfMissing));
        var end = part.IndexOfAny([' ', ':']);
        if (!Fields.TryGetValue(end < 0 ? part : part[..end], out var field))
            return LedgerWords.OfFlag(part);
        var rest = end < 0 ? "" : part[(end + 1)..].Trim();
        return rest switch
        {
            "" => $"{field}有变动",
            _ when rest.EndsWith(NewNumber, StringComparison.Ordinal) => $"{field} {rest[..^NewNumber.Length]}号码有变动",
            _ => $"{field} {StandsFor().Replace(Nobody().Replace(rest, "无"), "（代$1）")}",
        };
    }

    [GeneratedRegex(@"\Acycle (\d+), (\d{4}-\d\d-\d\d|) → " + Date + ": ")]
    private static partial Regex Cycle();

    [GeneratedRegex(@"\A" + Date + " → " + Date + "(?:: |\\? )")]
    private static partial Regex Moved();

    [GeneratedRegex(@" \(look-back " + Date + @"\)\z")]
    private static partial Regex LookBack();

    [GeneratedRegex(@" \(next " + Date + @"\)\z")]
    private static partial Regex NextLookBack();

    [GeneratedRegex(@"\A([^:;]+) handed over to ([^:;]+): ")]
    private static partial Regex HandedOver();

    [GeneratedRegex(@"\Anumber of (.+): flag lifted\z")]
    private static partial Regex FlagLifted();

    [GeneratedRegex(@"(?<=\A|→ )no(?:body|thing)(?=\z| →)")]
    private static partial Regex Nobody();

    [GeneratedRegex(@" \(for (\S+?)\)")]
    private static partial Regex StandsFor();
}
