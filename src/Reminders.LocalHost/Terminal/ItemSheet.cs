using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>An item's state in words and as a colour.</summary>
internal static class Standing
{
    /// <summary>The item and its state, in one line.</summary>
    public static string Line(ItemView item) =>
        Plain(Say(item.Deadline.Date is { } date
            ? $"{item.Code} {item.Title}: {Words(item)}, deadline {date:uuuu-MM-dd}"
            : (Wording)$"{item.Code} {item.Title}: {Words(item)}"));

    public static Wording Words(ItemView item) => Words(item.State, item.Light, item.Missing, item.WorkingDaysLate);

    public static Wording Words(ItemState state, Light light, IEnumerable<string> missing, int? workingDaysLate) => light switch
    {
        Light.Draft => $"waits for: {ItemWords.OfMissing(missing)}",
        Light.OnTrack => $"open 整改中",
        Light.Near => $"open, deadline near 临期",
        Light.Overdue when workingDaysLate == 1 => $"open, overdue by 1 working day 逾期1个工作日",
        Light.Overdue when workingDaysLate > 1 => Stored(
            $"open, overdue by {workingDaysLate} working days 逾期{workingDaysLate}个工作日", $"整改中，逾期{workingDaysLate}个工作日"),
        Light.Overdue => $"open, overdue 逾期",
        Light.Reported => $"reported, to be verified 待核查",
        _ when state == ItemState.Cancelled => $"cancelled 已撤销",
        _ => $"closed 已销号",
    };

    public static Color Colour(Light light) => light switch
    {
        Light.OnTrack => Color.Green,
        Light.Near => Color.Yellow,
        Light.Overdue => Color.Red,
        Light.Reported => Color.Blue,
        Light.Draft => Color.Grey,
        _ => Color.Default,
    };

    /// <summary>A text as one line. What people type may contain line breaks and control characters.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}

/// <summary>An item's present fields, with what is asked for, missing or doubtful.</summary>
internal static class ItemSheet
{
    /// <param name="file">The item with its history.</param>
    /// <param name="zone">The plan's zone.</param>
    public static IEnumerable<string> Lines(ItemFileView file, DateTimeZone zone) =>
        Fields(file, zone).Select(f => $"  {Say(f.Name)} {Standing.Plain(Say(f.Value))}")
            .Prepend(Standing.Plain($"{file.Item.Code} {file.Item.Title}{(file.Item.Number is { } number ? $" ({number})" : "")}"));

    private static IEnumerable<(Wording Name, Wording Value)> Fields(ItemFileView file, DateTimeZone zone)
    {
        var item = file.Item;
        Wording light = $"{Standing.Words(item)}; light 灯 {item.Colour}";
        yield return ($"State 状态:", file.Cycle > 1 ? $"{light}; cycle {file.Cycle}" : light);
        var deadline = Verbatim(PlanTable.Deadline(item) + (item.Deadline.Date is null ? "" : $" ({item.Deadline.Text})"));
        yield return ($"Deadline 时限:", item.Deadline.Version > 1 ? $"{deadline}, version {item.Deadline.Version}" : deadline);
        yield return ($"Persons 责任人:", People(item.Persons));
        yield return ($"Leaders 责任领导:", People(item.Leaders));
        if (item.Supervisors.Any())
            yield return ($"Supervisors 督查:", People(item.Supervisors));
        if (item.Units.Any())
            yield return ($"Units 单位:", Verbatim(string.Join('、', item.Units)));
        foreach (var (name, text) in new (Wording, string)[]
        {
            ($"Section 类别:", item.Section), ($"Problem 问题:", file.Problem), ($"Measures 措施:", file.Measures),
        })
        {
            if (text.Length > 0)
                yield return (name, Verbatim(text));
        }
        if (file.Report is { } report)
            yield return ($"Reported 报结:", Said(report.By, report.At, report.Note));
        if (file.Returned is { } returned)
            yield return ($"Returned 退回:", Said(returned.By, returned.At, returned.Text));
        if (file.Asked is { } asked)
            yield return ($"Extension asked 申请延期:", $"until {asked.Deadline:uuuu-MM-dd}, {Said(asked.By, asked.At, asked.Reason)}");
        if (file.Answered is { } answered)
        {
            yield return (
                answered.Granted ? (Wording)$"Extension granted 同意延期:" : $"Extension refused 不同意延期:",
                Said(answered.By, answered.At, answered.Reason));
        }
        if (file.LookBack is { } lookBack)
            yield return ($"Look-back 回头看:", $"from {lookBack.On:uuuu-MM-dd}");
        foreach (var evidence in file.Evidence ?? []) // null from an older office
        {
            var name = evidence.Link ?? evidence.Name;
            yield return ($"Evidence 佐证:", Said(evidence.By, evidence.At, evidence.Note.Length > 0 ? $"{name}: {evidence.Note}" : name));
        }
        foreach (var finding in item.Findings)
            yield return ($"Doubtful 存疑:", $"{finding.Words} [{finding.Code}]");

        Wording Said(Actor by, Instant at, string text)
        {
            Wording said = $"{ItemTimeline.When(at, zone)} {ItemTimeline.Who(by)}";
            return text.Length > 0 ? $"{said}: {text}" : said;
        }
    }

    private static Wording People(IEnumerable<PartyView> parties)
    {
        var people = parties.Select(p => (Number: p.Phone is { } phone ? Verbatim(phone) : $"no number", Party: p)).Select(p =>
            p.Party.StandsFor is { } absent
                ? (Wording)$"{p.Party.Name} ({p.Number}, for {absent})"
                : $"{p.Party.Name} ({p.Number})");
        return List(people.DefaultIfEmpty((Wording)$"nobody"), "、");
    }
}

/// <summary>An item's history and its SMS, in order of time: a sent SMS at its sending, a step without one at its due time.</summary>
internal static class ItemTimeline
{
    /// <param name="file">The item with its history.</param>
    /// <param name="zone">The plan's zone.</param>
    public static IEnumerable<string> Lines(ItemFileView file, DateTimeZone zone)
    {
        var loaded = file.History.Select(h => (Instant?)h.At).FirstOrDefault() ?? Instant.MinValue;
        var lines = file.History.Select(h => (h.At, Text: Happened(h))).Concat(
            from step in file.Steps
            where IsOwed(step, loaded)
            select (At: step.SentAt ?? Instant.Max(step.DueAt, loaded), Text: Told(step)));
        return lines.OrderBy(l => l.At).Select(l => $"{When(l.At, zone)} {Standing.Plain(l.Text)}")
            .Prepend(Say($"History and SMS (time of {zone.Id}):"));
    }

    // A step from before the plan was loaded is owed only if it was caught up on.
    private static bool IsOwed(StepView step, Instant loaded) =>
        step.DueAt >= loaded || step.SentAt is not null || step.Outcome is StepOutcome.Noticed or StepOutcome.Waiting;

    public static string When(Instant at, DateTimeZone zone) => $"{at.InZone(zone):uuuu-MM-dd HH:mm}";

    /// <summary>The actor, and the key's name if another person recorded it.</summary>
    public static Wording Who(Actor by) =>
        by.RecordedBy is { } key && key != by.Name ? (Wording)$"by {by.Name}, recorded by {key}" : $"by {by.Name}";

    private static string Happened(HistoryView entry)
    {
        // Without words from an older office.
        Wording happened = $"{(entry.Words is { } words ? Verbatim(words) : ItemWords.DoneOf(entry.Action))} {Who(entry.By)}";
        return Say(entry.Detail.Length > 0 ? $"{happened}: {entry.Detail}" : happened);
    }

    private static string Told(StepView step)
    {
        var to = step.Phone is { } phone
            ? $"SMS to {step.Name} ({Timeline.RoleName(step.Role)}, {phone})"
            : (Wording)$"SMS to {step.Name} ({Timeline.RoleName(step.Role)})";
        return Say($"{to}: {step.Step}, {Outcome(step)}");
    }

    private static Wording Outcome(StepView step) => step.Outcome switch
    {
        StepOutcome.Superseded => $"not sent: {step.Detail} replaces it",
        StepOutcome.Suppressed => $"not sent: {step.Detail}",
        StepOutcome.Waiting => $"waits: {step.Detail}",
        _ => step.Notice switch
        {
            null or NoticeState.Pending or NoticeState.Queued => $"waits to be sent",
            NoticeState.Sending => $"is being sent",
            NoticeState.Unknown => $"perhaps sent: the provider's answer was lost",
            NoticeState.Sent => $"sent 已发送",
            NoticeState.Delivered => $"delivered 已送达",
            NoticeState.Undelivered => $"not delivered 未送达",
            NoticeState.Failed => $"refused by the provider 发送失败",
            _ => $"not sent",
        },
    };
}

/// <summary>The board as a table, and the number of items per light.</summary>
internal static class BoardTable
{
    public static void Write(IReadOnlyList<ItemView> items)
    {
        var table = PlanTable.New($"State 状态");
        foreach (var item in items)
        {
            table.AddRow(
                new Text($"{item.Code}"), new Text(Standing.Plain(item.Title)), new Text(PlanTable.Deadline(item)),
                new Text(PlanTable.Names(item.Persons)), new Text(PlanTable.Names(item.Leaders)),
                new Text(Say(Standing.Words(item)), new Style(Standing.Colour(item.Light))));
        }
        if (items.Count > 0)
            Screen.Out.Write(table);
        foreach (var item in items)
        {
            foreach (var finding in item.Findings.Where(f => f.Code.StartsWith("sms-", StringComparison.Ordinal)))
                Screen.Out.WriteLine(Standing.Plain(Say($"{item.Code}: {finding.Words}")));
        }
        var lights = items.GroupBy(i => i.Light).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.First().Colour}");
        Screen.Out.WriteLine(Say(
            items.Count > 0 ? (Wording)$"{items.Count} items: {List(lights)}." : $"{0} items."));
    }
}
