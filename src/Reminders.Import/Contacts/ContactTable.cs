using System.Text.RegularExpressions;

namespace Reminders.Import.Contacts;

/// <summary>
/// A contact list as people keep it: in several sheets, in tables below each other or side by side, with titles between, and with merged
/// cells for a unit or a leader of several people. Each row with a name or a number is a person.
/// </summary>
internal sealed partial class ContactTable
{
    private const string GoneCode = "contact-gone";
    private const int HeaderRows = 10;
    private const int MaxHeaderDepth = 3;
    private const int MaxQuoted = 10;

    private readonly List<ContactEntry> entries = [];
    private readonly List<Finding> findings = [];
    private readonly bool hasSheets;

    private ContactTable(bool hasSheets) => this.hasSheets = hasSheets;

    public static ContactDraft Read(IReadOnlyList<Sheet> sheets)
    {
        var visible = sheets.Where(s => !s.IsHidden).ToList();
        var list = new ContactTable(visible.Count > 1);
        list.findings.AddRange(sheets.SelectMany(SheetFindings.Of));
        var hasHeader = false;
        foreach (var sheet in visible)
            hasHeader |= list.Add(sheet);
        if (!hasHeader)
        {
            var first = visible.SelectMany(s => s.Rows).FirstOrDefault(r => !r.IsBlank);
            throw NoHeader(new ContactColumns(first?.Cells ?? [], isRow: true).Missing, list.findings);
        }
        if (list.entries.Count == 0 && list.findings.Exists(f => f.Code == GoneCode))
        {
            throw new InputRefusedException(
                RefusalCodes.NoContacts, string.Concat(list.findings.Select(f => f.Message + " ")) + "Nobody in the list is left.");
        }
        return ContactList.Read(list.entries) is var read ? read with { Findings = [.. list.findings, .. read.Findings] } : read;
    }

    // Whether the sheet has a header.
    private bool Add(Sheet sheet)
    {
        var rows = sheet.FilledDown();
        var read = new SheetReading(UnitOf(sheet.Name));
        for (var i = 0; i < rows.Count; i++)
        {
            if (sheet.Rows[i].IsBlank)
                continue;
            if (HeaderAt(sheet, i) is var (tables, depth))
            {
                read.Begin(tables);
                i += depth - 1;
            }
            else if (read.Tables.Count == 0)
            {
                read.Title(rows[i]);
            }
            else
            {
                Add(rows[i], sheet.Rows[i], read);
            }
            if (i >= HeaderRows && read.Tables.Count == 0)
                break;
        }
        if (read.Tables.Count == 0)
        {
            if (rows.Any(r => !r.IsBlank) && hasSheets)
                findings.Add(SheetNotRead(sheet.Name));
            return false;
        }
        findings.AddRange(read.Findings(sheet.Name));
        return true;
    }

    private static (IReadOnlyList<ContactColumns> Tables, int Depth)? HeaderAt(Sheet sheet, int row)
    {
        var end = Math.Min(row + MaxHeaderDepth, sheet.Rows.Count);
        if (!Enumerable.Range(row, end - row).Any(r => ContactColumns.MayBeHeader(sheet.Rows[r].Cells)))
            return null;
        // In each column the lowest word counts.
        var rows = sheet.HeaderRows(row, end - row);
        var words = rows[0].ToList();
        foreach (var cells in rows.Skip(1))
        {
            for (var column = 0; column < words.Count && column < cells.Count; column++)
                words[column] = string.IsNullOrWhiteSpace(cells[column]) ? words[column] : cells[column];
        }
        return ContactColumns.Split(words) is { Count: > 0 } tables ? (tables, rows.Count) : null;
    }

    private void Add(TableRow row, TableRow printed, SheetReading read)
    {
        if (read.IsTitle(printed) || TablePlan.IsFrame(printed))
        {
            read.Title(printed);
            return;
        }
        var before = entries.Count;
        var isGone = false;
        foreach (var table in read.Tables)
        {
            var isPerson = table.Cell(row.Cells, ContactColumns.Name).Length + table.Cell(row.Cells, ContactColumns.Phone).Length > 0;
            if (isPerson && NoteOf(row, table, read.Tables.Count == 1) is { } note)
            {
                findings.Add(new(
                    GoneCode,
                    $"The number of \"{table.Cell(row.Cells, ContactColumns.Name)}\" was not read, because the row says \"{note}\".",
                    $"{row.Place}"));
                isGone = true;
            }
            else if (isPerson)
            {
                var unit = table.Position(ContactColumns.Unit) < 0 ? read.UnitFor() : null;
                entries.Add(new(row.Line, table, row.Cells, hasSheets ? row.Sheet : null, unit));
            }
        }
        if (entries.Count == before && !isGone)
            read.NotRead.Add(printed);
        read.NoteNumbers(row);
    }

    private static string? NoteOf(TableRow row, ContactColumns table, bool isAlone) => row.Cells
        .Where((_, i) => isAlone || table.Header.ElementAtOrDefault(i) is { Length: > 0 })
        .Select(c => Gone().Match(c)).FirstOrDefault(m => m.Success)?.Value;

    // The person has left, or the number is no longer theirs.
    [GeneratedRegex("""
        停用|停机|停止使用|暂停|停职|空号|换号|错号|作废|注销|失效|欠费|已?调[离走出]|调任|调往|借调(?:到|至|去|往|外|出|在)|外借|离[职任岗]|退休|退养|退居|辞职|辞退|免职|撤职|开除
        |去世|病故|已故|亡故|过世|逝世|死亡|不再|不在[岗职]|失联|无法联系|[勿别](?:打|拨|联系)|留置
        |(?:号码?|电话|手机)[^,;。]{0,4}(?:换|改|变更|更换)|(?:已|请)?(?:换|改)[为成打拨]|请(?:打|拨|联系|致电|找)|由.{2,10}(?:负责|接[任替手管]|代[理管替])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Gone();

    private static Finding SheetNotRead(string sheet) => new(
        SheetFindings.NotReadCode,
        "The sheet has no header row with 姓名 (name) and 电话 (phone), so nobody in it was read.",
        $"sheet {sheet}");

    private static string? UnitOf(string text)
    {
        var name = ListWords().Replace(Folding.Compact(text), "");
        return name.Length is > 1 and <= 20 && NameWords.EndsLikeUnit(name) ? name : null;
    }

    private static InputRefusedException NoHeader(IEnumerable<string> missing, IEnumerable<Finding> findings) => new(
        RefusalCodes.ContactsHeader,
        string.Concat(findings.Where(f => f.Code != SheetFindings.NotReadCode).Select(f => f.Message + " "))
        + $"The contact list has no header row with {string.Join(" and ", missing)}. Its first row must name the columns: 姓名 (name), "
        + "电话 (phone) and, if wanted, 角色 (role), 单位 (unit), 分管领导 (leader), 事项 (items).",
        [.. missing.Select(column => new InputError(1, column, "The column is missing."))]);

    [GeneratedRegex("(?:人员|工作人员|联系人|干部|职工)?(?:通[讯信]录|联系[表册]|联系方式|联系人|名单|名册|花名册|一览表|电话表?)+$", RegexOptions.CultureInvariant)]
    private static partial Regex ListWords();

    /// <summary>The tables of one sheet while it is read, with the unit that a title gives to the people below it.</summary>
    private sealed class SheetReading(string? sheetUnit)
    {
        private readonly Dictionary<string, int> taken = [];
        private readonly Dictionary<int, List<int>> numbers = [];
        private string? titleUnit;
        private string? titleAbove;

        public IReadOnlyList<ContactColumns> Tables { get; private set; } = [];
        public List<TableRow> NotRead { get; } = [];

        public void Begin(IReadOnlyList<ContactColumns> tables)
        {
            (titleUnit, titleAbove) = (titleAbove, null);
            Tables = tables;
        }

        /// <summary>Whether the row is a title, not a person without a number: it names a unit, or is in no column of names.</summary>
        public bool IsTitle(TableRow row)
        {
            var texts = Enumerable.Range(0, row.Cells.Count).Where(i => !string.IsNullOrWhiteSpace(row.Cells[i])).Take(2).ToList();
            return texts is [var only] && (UnitOf(row.Cells[only]) is not null
                || !Tables.Any(t => t.Position(ContactColumns.Name) == only || t.Position(ContactColumns.Phone) == only));
        }

        public void Title(TableRow row)
        {
            titleAbove = UnitOf(row.First ?? "");
            if (Tables.Count == 0)
                return;
            titleUnit = titleAbove ?? titleUnit;
            if (titleAbove is null && !TablePlan.IsFrame(row))
                NotRead.Add(row);
        }

        public string? UnitFor()
        {
            var unit = titleUnit ?? sheetUnit;
            if (unit is not null)
                taken[unit] = taken.GetValueOrDefault(unit) + 1;
            return unit;
        }

        /// <summary>Remembers mobile numbers outside of the columns that are read.</summary>
        public void NoteNumbers(TableRow row)
        {
            for (var column = 0; column < row.Cells.Count; column++)
            {
                if (row.Cells[column].Length is >= 11 and <= 20 && !Tables.Any(t => t.Reads(column))
                    && PhoneReading.TryRead(row.Cells[column], out _))
                {
                    (numbers.TryGetValue(column, out var lines) ? lines : numbers[column] = []).Add(row.Line);
                }
            }
        }

        public IEnumerable<Finding> Findings(string sheet)
        {
            var place = sheet.Length > 0 ? $"sheet {sheet}" : null;
            foreach (var (unit, count) in taken)
            {
                yield return new(
                    "unit-from-title", $"The list has no column 单位 (unit), so {count} people got the unit \"{unit}\" from a title.", place);
            }
            if (NotRead.Count > 0)
            {
                yield return new(
                    "rows-not-read",
                    $"Rows without a name and a phone number were not read: {SheetFindings.Quoted(NotRead)}.", place);
            }
            foreach (var (column, lines) in numbers)
            {
                var more = lines.Count > MaxQuoted ? $" and {lines.Count - MaxQuoted} more" : "";
                var rows = string.Join(", ", lines.Take(MaxQuoted)) + more;
                var word = Tables[0].Header.ElementAtOrDefault(column) is { Length: > 0 } header ? $"\"{header.Trim()}\"" : $"{column + 1}";
                yield return new(
                    "phones-not-read",
                    Tables[0].IsOld(column)
                        ? $"The numbers in the column {word} were not read, because its name says that they are old (rows {rows})."
                        : $"The column {word} holds phone numbers, but it is not known and nobody was read from it (rows {rows}).",
                    place);
            }
        }
    }
}
