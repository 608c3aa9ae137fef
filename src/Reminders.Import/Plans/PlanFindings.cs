namespace Reminders.Import.Plans;

/// <summary>The findings that reading a plan makes.</summary>
internal static class PlanFindings
{
    public const string TableTurnedCode = "table-turned";

    private const int MaxQuoted = 10;
    private const string ItemsDoneCode = "items-done";

    public static Finding NumbersNotRead { get; } = new(
        "numbers-not-read",
        "Word computes numbers in this document that cannot be read from the format doc, so items may be split wrongly. "
        + "Save it as docx and load that.");

    public static Finding TitleMissing(string title) => new("title-missing", $"The plan has no title, so \"{title}\" is used.", null);

    public static Finding YearAssumed(IEnumerable<int> years, YearContext context) => new(
        FindingCodes.YearAssumed,
        $"Dates without a year were read as {string.Join(" and ", years.Order())}. {context.Basis} "
        + "Name the year at loading if that is wrong.");

    public static Finding MeasuresMissing(string place) => new(FindingCodes.MeasuresMissing, "No measures 整改措施 are given.", place);

    public static Finding ProblemMissing(string place) => new(FindingCodes.ProblemMissing, "No problem is described.", place);

    public static Finding HeadingWithoutFields(string heading, IEnumerable<string> dates, string place) => new(
        "heading-without-fields",
        $"{Quote(heading)} is a heading beside items, but it has no measures, person or deadline, so it is not read as an item."
        + string.Concat(dates.Select(d => $" It has the date {Quote(d)}.")),
        place);

    public static Finding HeadingBetweenItems(string heading, string place) => new(
        "heading-as-item",
        $"{Quote(heading)} stands between items and has no measures, person or deadline. It is read as an item without them.",
        place);

    public static Finding LineNotRead(string line, string place) =>
        new("line-not-read", $"{Quote(line)} is not understood, so no person, leader, unit or date is taken from it.", place);

    public static Finding ChangeNotRead(string note, string place) => new(
        "change-not-read",
        $"{Quote(note)} may change who does the work, the deadline or the item itself, and nothing is read from it. "
        + "Enter the change if it is one.",
        place);

    public static Finding ItemDone(string note, string place) => new(
        ItemsDoneCode,
        $"{Quote(note)} says that the work is done, and it is read like any other. Delete what needs no reminder.",
        place);

    public static Finding Overseer(string label, string text, string place) => new(
        "label-not-read", $"{Quote($"{label}: {text}")} names no one who does the work, so nobody is reminded because of it.", place);

    public static Finding NumberOfEither(string label, string place) => new(
        "phone-owner",
        $"The number behind \"{label}\" stands below several people. It was read as that of the one next to it; check it.",
        place);

    public static Finding DateSeen(string text, string place) => new(
        "date-seen", $"{Quote(text)} has a date, but no label says that it is the deadline. Give the date if it is.", place);

    public static Finding FieldUnknown(string name, string place) =>
        new("field-unknown", $"\"{name}\" is not known and was not read.", place);

    public static Finding RowWithoutProblem(string text, string place) =>
        new("row-not-read", $"The row \"{text}\" has no problem, so it is not read as an item.", place);

    public static Finding TextStruck(IEnumerable<string> texts) => new(
        "text-struck",
        $"Text that is struck through was read like any other: {Quoted(texts)}. Delete what no longer counts and load the file again.");

    public static Finding TextHidden(IEnumerable<string> texts) => new(
        "text-hidden", $"Hidden text was not read: {Quoted(texts)}. Show it in Word if it belongs to the plan.");

    public static Finding ItemsNotRead(string where, IEnumerable<RawItem> items) => new(
        "items-not-read",
        $"Items stand in the text and in a table. Those in the {where} were not read: "
        + $"{Quoted(items.Select(i => i.Title ?? (i.Problem.Length > 0 ? i.Problem : i.Section)))}. Load them as a file of their own.");

    public static Finding ItemsRepeated(IEnumerable<RawItem> items) => new(
        "items-repeated",
        $"Several sheets or tables have the same problems, and each is an item: {Quoted(items.Select(i => i.Problem))}. "
        + "Delete what only repeats the others.");

    public static Finding ItemsDone(IEnumerable<TableRow> rows, string place) => new(
        ItemsDoneCode,
        $"The list marks items as done, and they are read like any other: {SheetFindings.Quoted(rows)}. "
        + "Delete the rows that need no reminder.",
        place);

    // The text of a finding is shown to many, so it holds no phone number.
    private static string Quote(string text) => $"\"{SheetFindings.WithoutNumbers(text)}\"";

    private static string Quoted(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        var quoted = string.Join(", ", all.Take(MaxQuoted).Select(t => $"\"{SheetFindings.Short(t)}\""));
        return all.Count > MaxQuoted ? $"{quoted} and {all.Count - MaxQuoted} more" : quoted;
    }

    public static Finding TableBelowNotRead(string header, string place) => new(
        "table-not-read", $"The rows below the header \"{header}\" do not belong to the list above it and were not read as items.", place);

    public static Finding ColumnTaken(string label, string place) => new(
        "column-taken",
        $"No column is called 存在问题 or the like, so the column \"{label.ReplaceLineEndings("")}\" was taken as the problem: "
        + "it is the only one left that can be. Name it 存在问题 if that is right.",
        place);

    public static Finding ColumnUnknown(string label, string place) => new(
        "column-unknown", $"The column \"{label.ReplaceLineEndings("")}\" is not known and was not read.", place);

    public static Finding SheetNotRead(string sheet) =>
        new(SheetFindings.NotReadCode, "The sheet has no header of a list of items and was not read.", $"sheet {sheet}");

    public static Finding TableTurned(IEnumerable<string> problems) => new(
        TableTurnedCode,
        $"A table has an item in each column and was not read: {Quoted(problems)}. Turn it so that each item has a row (in Excel or WPS: "
        + "copy it, then paste it with the option 转置 transpose) and load the file again.");

    public static Finding TableNotRead(string why) => new("table-not-read", why);
}

/// <summary>The duty of the persons in a field of names.</summary>
internal enum PartyDuty
{
    Person,
    Leader,
}

/// <summary>The findings on the names of one item in one duty.</summary>
internal static class PartyFindings
{
    public static IEnumerable<Finding> Of(NameReading reading, PartyDuty duty, string? place)
    {
        foreach (var text in reading.Redactions)
            yield return new(Redacted(duty), $"The {Word(duty)} is redacted: \"{text}\". Name a person.", place);
        foreach (var text in reading.Groups)
        {
            yield return new(
                Group(duty),
                $"The {Word(duty)} \"{text}\" is not one person for certain: a group, a post, a unit, or names that ran together. "
                + "Name each person.",
                place);
        }
        if (reading.LooseNumbers.Count > 0)
        {
            yield return new(
                FindingCodes.PhoneInvalid,
                $"Nothing says for certain whose number each phone number beside the {Word(duty)} is, so nobody got one. "
                + "Write each number behind its name.",
                place);
        }
        foreach (var fault in reading.PhoneFaults)
            yield return PhoneInvalid($"The {Word(duty)}'s phone number", fault, place);
    }

    public static Finding PhoneInvalid(string whose, PhoneFault fault, string? place) =>
        new(FindingCodes.PhoneInvalid, $"{whose} cannot be used: {PhoneReading.Describe(fault)}.", place);

    public static Finding Absent(PartyDuty duty, string? place) => new(Missing(duty), $"No {Word(duty)} is named.", place);

    public static string Missing(PartyDuty duty) => duty == PartyDuty.Person ? FindingCodes.PersonMissing : FindingCodes.LeaderMissing;

    private static string Redacted(PartyDuty duty) => duty == PartyDuty.Person ? FindingCodes.PersonRedacted : FindingCodes.LeaderRedacted;

    private static string Group(PartyDuty duty) => duty == PartyDuty.Person ? FindingCodes.PersonGroup : FindingCodes.LeaderGroup;

    private static string Word(PartyDuty duty) => duty == PartyDuty.Person ? "responsible person 责任人" : "responsible leader 责任领导";
}
