using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>The unit that signs the document: it stands right above the date at the end, or before it on the same line.</summary>
internal static partial class DocumentUnit
{
    public static string? Find(RawPlan plan)
    {
        if (DocumentYear.OwnDate(plan) is not { Line: var signed } || signed.Number <= plan.BodyStart)
            return null;
        var above = plan.FrameLines.LastOrDefault(l => l.Number < signed.Number && !l.IsBlank);
        return new[] { Beside().Match(signed.Text).Value.Trim(), above?.Text ?? "" }.FirstOrDefault(t => Unit().IsMatch(t));
    }

    [GeneratedRegex(@"^[^\d二]*", RegexOptions.CultureInvariant)]
    private static partial Regex Beside();

    [GeneratedRegex("^[^。,;:、\\d《》]{2,40}(?:委员会|人民政府|政府|党委|党工委|办公室|领导小组|指挥部|委|局|办|处|所|站|中心|公司|学院|学校|医院|社区|村|支部|组)$", RegexOptions.CultureInvariant)]
    private static partial Regex Unit();
}
