namespace Reminders.LocalHost.Terminal;

/// <summary>An item as it stands: what it is, who does it, until when, and what is asked, missing or doubtful.</summary>
internal static class ItemSheet
{
    /// <param name="file">The item whole.</param>
    /// <param name="zone">The plan's zone, in which moments are told.</param>
    public static IEnumerable<string> Lines(ItemFileView file, DateTimeZone zone) =>
        Fields(file, zone).Select(f => $"  {f.Name}: {Standing.Plain(f.Value)}")
            .Prepend(Standing.Plain($"{file.Item.Code} {file.Item.Title}{(file.Item.Number is { } number ? $" ({number})" : "")}"));

    private static IEnumerable<(string Name, string Value)> Fields(ItemFileView file, DateTimeZone zone)
    {
        var item = file.Item;
        yield return (
            "State 状态",
            $"{Standing.Words(item.State, item.Light, item.Missing, item.WorkingDaysLate)}; light 灯 {item.Colour}{(file.Cycle > 1 ? $"; cycle {file.Cycle}" : "")}");
        yield return ("Deadline 时限", $"{PlanTable.Deadline(item)}{(item.Deadline.Date is null ? "" : $" ({item.Deadline.Text})")}{(item.Deadline.Version > 1 ? $", version {item.Deadline.Version}" : "")}");
        yield return ("Persons 责任人", People(item.Persons));
        yield return ("Leaders 责任领导", People(item.Leaders));
        if (item.Supervisors.Any())
            yield return ("Supervisors 督查", People(item.Supervisors));
        if (item.Units.Any())
            yield return ("Units 单位", string.Join('、', item.Units));
        foreach (var (name, text) in new[] { ("Section 类别", item.Section), ("Problem 问题", file.Problem), ("Measures 措施", file.Measures) })
        {
            if (text.Length > 0)
                yield return (name, text);
        }
        if (file.Report is { } report)
            yield return ("Reported 报结", Said(report.By, report.At, report.Note));
        if (file.Returned is { } returned)
            yield return ("Returned 退回", Said(returned.By, returned.At, returned.Text));
        if (file.Asked is { } asked)
            yield return ("Extension asked 申请延期", $"until {asked.Deadline:uuuu-MM-dd}, {Said(asked.By, asked.At, asked.Reason)}");
        if (file.Answered is { } answered)
            yield return (answered.Granted ? "Extension granted 同意延期" : "Extension refused 不同意延期", Said(answered.By, answered.At, answered.Reason));
        if (file.LookBack is { } lookBack)
            yield return ("Look-back 回头看", $"from {lookBack.On:uuuu-MM-dd}");
        foreach (var evidence in file.Evidence ?? []) // none of an office that keeps none yet
            yield return ("Evidence 佐证", Said(evidence.By, evidence.At, evidence.Note.Length > 0 ? $"{evidence.Link ?? evidence.Name}: {evidence.Note}" : evidence.Link ?? evidence.Name));
        foreach (var finding in item.Findings)
            yield return ("Doubtful 存疑", $"{finding.Message} [{finding.Code}]");

        string Said(Actor by, Instant at, string text) => $"{ItemTimeline.When(at, zone)} {ItemTimeline.Who(by)}{(text.Length > 0 ? $": {text}" : "")}";
    }

    private static string People(IEnumerable<PartyView> parties) => string.Join('、', parties.Select(p => $"{p.Name} ({p.Phone ?? "no number"}{(p.StandsFor is { } absent ? $", for {absent}" : "")})")) is { Length: > 0 } people ? people : "nobody";
}
