using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace Reminders.Import.Files;

/// <summary>The marks of one sheet. Rows and columns count from 0.</summary>
/// <param name="Hidden">The rows that somebody hid.</param>
/// <param name="Filtered">The rows that a filter hides.</param>
/// <param name="Struck">The cells with text that is struck through.</param>
internal sealed record SheetMarks(IReadOnlySet<int> Hidden, IReadOnlySet<int> Filtered, IReadOnlyList<(int Row, int Column)> Struck);

/// <summary>What ExcelDataReader does not tell: the date system, the rows that a filter hides, and text that is struck through.</summary>
internal abstract class WorkbookMarks : IDisposable
{
    public DateTime Epoch { get; protected set; } = NumberCell.Epoch1900;

    /// <summary>Leaves the stream open and at its beginning.</summary>
    public static WorkbookMarks Open(MemoryStream stream, FileLimits limits)
    {
        var start = stream.ReadByte();
        stream.Position = 0;
        WorkbookMarks marks = start == 'P' ? new XlsxMarks(stream, limits) : new XlsMarks(stream.ToArray());
        stream.Position = 0;
        return marks;
    }

    /// <param name="sheet">The position of the sheet in the workbook.</param>
    /// <param name="name">The name of the sheet.</param>
    /// <param name="hidden">The rows without height.</param>
    public abstract SheetMarks Of(int sheet, string name, HashSet<int> hidden);

    public abstract void Dispose();
}

/// <summary>The marks of an xlsx. A sheet is read for them only if it has hidden rows, or if the workbook strikes text through.</summary>
internal sealed class XlsxMarks : WorkbookMarks
{
    private readonly FileLimits limits;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, string> sheetParts = [];
    private readonly HashSet<int> struckFormats = [];
    private readonly HashSet<int> struckStrings = [];
    private readonly bool strikes;
    private readonly bool hasSharedTexts;

    public XlsxMarks(Stream stream, FileLimits limits)
    {
        this.limits = limits;
        archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (Load("xl/workbook.xml") is not { } book)
            return;
        if (IsOn(Named(book, "workbookPr").FirstOrDefault()?.Attribute("date1904")))
            Epoch = NumberCell.Epoch1904;
        var targets = Targets("xl/workbook.xml");
        foreach (var sheet in Named(book, "sheet"))
        {
            var id = sheet.Attributes().FirstOrDefault(a => a.Name.LocalName == "id" && a.Name.Namespace != XNamespace.None)?.Value;
            if (sheet.Attribute("name")?.Value is { } name && id is not null && targets.TryGetValue(id, out var part))
                sheetParts.TryAdd(name, part);
        }
        if (Load("xl/styles.xml") is { } styles)
            ReadFormats(styles);
        hasSharedTexts = Entry("xl/sharedStrings.xml") is not null;
        if (hasSharedTexts && Mentions("xl/sharedStrings.xml", "strike"u8))
            ReadStrings();
        strikes = struckFormats.Count + struckStrings.Count > 0;
    }

    public override SheetMarks Of(int sheet, string name, HashSet<int> hidden)
    {
        if (!sheetParts.TryGetValue(name, out var part) || (hidden.Count == 0 && !strikes && !StrikesInside(part)))
            return new(hidden, new HashSet<int>(), []);
        var read = new SheetPart(struckFormats, struckStrings);
        using (var reader = Reader(part))
        {
            if (reader is not null)
                read.Read(reader);
        }
        var filters = hidden.Count == 0 ? [] : read.Filters.Concat(TableFilters(part)).ToList();
        var filtered = hidden
            .Where(r => read.IsFiltered && filters.Count == 0 || filters.Exists(f => r > f.First && r <= f.Last)).ToHashSet();
        return new(hidden.Except(filtered).ToHashSet(), filtered, read.Struck);
    }

    public override void Dispose() => archive.Dispose();

    // A program that shares no texts writes them into the cells.
    private bool StrikesInside(string part) => !hasSharedTexts && Mentions(part, "strike"u8);

    private void ReadFormats(XDocument styles)
    {
        var fonts = Named(styles, "fonts").FirstOrDefault()?.Elements().ToList() ?? [];
        var struck = Enumerable.Range(0, fonts.Count)
            .Where(i => fonts[i].Elements().Any(e => e.Name.LocalName == "strike" && !IsOff(e.Attribute("val")))).ToHashSet();
        var formats = Named(styles, "cellXfs").FirstOrDefault()?.Elements().ToList() ?? [];
        for (var i = 0; i < formats.Count && struck.Count > 0; i++)
        {
            if (int.TryParse(formats[i].Attribute("fontId")?.Value, CultureInfo.InvariantCulture, out var font) && struck.Contains(font))
                struckFormats.Add(i);
        }
    }

    private void ReadStrings()
    {
        using var reader = Reader("xl/sharedStrings.xml");
        var index = -1;
        while (reader?.Read() == true)
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.LocalName == "si")
                index++;
            else if (reader.LocalName == "strike" && reader.GetAttribute("val") is not ("0" or "false"))
                struckStrings.Add(index);
        }
    }

    // A table (ListObject) of a sheet has its own filter.
    private IEnumerable<(int First, int Last)> TableFilters(string part) =>
        from target in Targets(part).Values
        where target.Contains("table", StringComparison.OrdinalIgnoreCase)
        let table = Load(target)
        where table is not null
        from filter in Named(table, "autoFilter")
        where filter.Elements().Any(e => e.Name.LocalName == "filterColumn")
        select SheetPart.RowsOf(filter.Attribute("ref")?.Value);

    private Dictionary<string, string> Targets(string part)
    {
        var slash = part.LastIndexOf('/');
        var relations = Load($"{part[..slash]}/_rels/{part[(slash + 1)..]}.rels");
        var targets = new Dictionary<string, string>();
        foreach (var relation in relations?.Root?.Elements() ?? [])
        {
            if (relation.Attribute("Id")?.Value is { } id && relation.Attribute("Target")?.Value is { } target)
                targets.TryAdd(id, Resolved(part[..slash], target));
        }
        return targets;
    }

    private static string Resolved(string folder, string target)
    {
        if (target.StartsWith('/'))
            return target[1..];
        var path = folder.Split('/').ToList();
        foreach (var step in target.Split('/'))
        {
            if (step == ".." && path.Count > 0)
                path.RemoveAt(path.Count - 1);
            else if (step is not ("." or ".."))
                path.Add(step);
        }
        return string.Join('/', path);
    }

    private ZipArchiveEntry? Entry(string part) =>
        archive.GetEntry(part) ?? archive.Entries.FirstOrDefault(e => e.FullName.Equals(part, StringComparison.OrdinalIgnoreCase));

    private XmlReader? Reader(string part)
    {
        var settings = new XmlReaderSettings
        {
            CloseInput = true,
            DtdProcessing = DtdProcessing.Prohibit,
            MaxCharactersInDocument = limits.MaxUnpackedBytes,
        };
        return Entry(part) is { } entry ? XmlReader.Create(entry.Open(), settings) : null;
    }

    private XDocument? Load(string part)
    {
        using var reader = Reader(part);
        return reader is null ? null : XDocument.Load(reader);
    }

    private bool Mentions(string part, ReadOnlySpan<byte> word)
    {
        if (Entry(part) is not { } entry)
            return false;
        using var stream = entry.Open();
        var buffer = new byte[64 * 1024];
        var kept = 0;
        while (stream.Read(buffer, kept, buffer.Length - kept) is > 0 and var count)
        {
            var filled = buffer.AsSpan(0, kept + count);
            if (filled.IndexOf(word) >= 0)
                return true;
            kept = Math.Min(word.Length - 1, filled.Length);
            filled[^kept..].CopyTo(buffer);
        }
        return false;
    }

    private static IEnumerable<XElement> Named(XDocument document, string name) =>
        document.Descendants().Where(e => e.Name.LocalName == name);

    private static bool IsOn(XAttribute? value) => value is not null && !IsOff(value);

    private static bool IsOff(XAttribute? value) => value?.Value is "0" or "false" or "off";
}

/// <summary>The filters of an xlsx sheet, and its cells with text that is struck through.</summary>
internal sealed class SheetPart(IReadOnlySet<int> struckFormats, IReadOnlySet<int> struckStrings)
{
    public List<(int First, int Last)> Filters { get; } = [];
    public List<(int Row, int Column)> Struck { get; } = [];

    /// <summary>Whether a filter is on; an advanced filter names no range.</summary>
    public bool IsFiltered { get; private set; }

    public void Read(XmlReader reader)
    {
        var (row, column) = (-1, -1);
        var (isString, filter) = (false, "");
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            switch (reader.LocalName)
            {
                case "sheetPr":
                    IsFiltered = reader.GetAttribute("filterMode") is "1" or "true";
                    break;
                case "row":
                    row = int.TryParse(reader.GetAttribute("r"), CultureInfo.InvariantCulture, out var number) ? number - 1 : row + 1;
                    column = -1;
                    break;
                case "c":
                    column = ColumnOf(reader.GetAttribute("r")) ?? column + 1;
                    isString = reader.GetAttribute("t") == "s";
                    if (int.TryParse(reader.GetAttribute("s"), CultureInfo.InvariantCulture, out var format)
                        && struckFormats.Contains(format))
                    {
                        Struck.Add((row, column));
                    }
                    break;
                case "v" when isString && struckStrings.Count > 0:
                    if (reader.Read() && int.TryParse(reader.Value, CultureInfo.InvariantCulture, out var index)
                        && struckStrings.Contains(index))
                    {
                        Struck.Add((row, column));
                    }
                    break;
                // Text inside the cell itself.
                case "strike" when reader.GetAttribute("val") is not ("0" or "false"):
                    Struck.Add((row, column));
                    break;
                case "autoFilter":
                    filter = reader.GetAttribute("ref") ?? "";
                    break;
                case "filterColumn" when filter.Length > 0:
                    Filters.Add(RowsOf(filter));
                    filter = "";
                    break;
            }
        }
    }

    /// <summary>The rows of a range such as A1:F20, from 0; without rows the whole sheet.</summary>
    public static (int First, int Last) RowsOf(string? range)
    {
        var rows = (range ?? "").Split(':').Select(end => end.TrimStart('$').TrimStart([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]).TrimStart('$'))
            .Select(end => int.TryParse(end, CultureInfo.InvariantCulture, out var row) ? row - 1 : -1).ToList();
        return rows is [>= 0, _, ..] && rows[1] >= 0 ? (rows[0], rows[1]) : (-1, int.MaxValue);
    }

    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in (reference ?? "").TakeWhile(char.IsAsciiLetterUpper).Take(3))
            column = (column * 26) + letter - 'A' + 1;
        return column > 0 ? column - 1 : null;
    }
}

/// <summary>
/// The marks of an xls ([MS-XLS]): records that begin with their type and length. ExcelDataReader does not tell its hidden rows either.
/// </summary>
internal sealed class XlsMarks : WorkbookMarks
{
    private const int BeginOfSubstream = 0x809;
    private const int DateMode = 0x22;
    private const int Font = 0x31;
    private const int ExtendedFormat = 0xE0;
    private const int RowRecord = 0x208;
    private const int FilterMode = 0x9B;
    private const int ShortText = 0x204;
    private const int SharedText = 0xFD;

    private readonly List<(HashSet<int> Hidden, bool IsFiltered, List<(int Row, int Column)> Struck)> sheets = [];

    public XlsMarks(byte[] content)
    {
        var file = new CompoundFile(content);
        var book = (file.Stream("Workbook") ?? file.Stream("Book") ?? []).AsSpan();
        var (fonts, formats) = (new List<bool>(), new List<bool>());
        for (var at = 0; at + 4 <= book.Length;)
        {
            var (type, length) = (Word(book, at), Word(book, at + 2));
            var data = book[(at + 4)..Math.Min(book.Length, at + 4 + length)];
            at += 4 + length;
            switch (type)
            {
                // 0x10 is a worksheet; the first substream is the workbook's own.
                case BeginOfSubstream when data.Length >= 4 && Word(data, 2) == 0x10:
                    sheets.Add(([], false, []));
                    break;
                case DateMode when data.Length >= 2 && Word(data, 0) == 1:
                    Epoch = NumberCell.Epoch1904;
                    break;
                case Font when data.Length >= 4:
                    fonts.Add((Word(data, 2) & 0x08) != 0);
                    // No font has the number 4.
                    if (fonts.Count == 4)
                        fonts.Add(false);
                    break;
                case ExtendedFormat when data.Length >= 2:
                    formats.Add(fonts.ElementAtOrDefault(Word(data, 0)));
                    break;
                case RowRecord when sheets.Count > 0 && data.Length >= 14 && (Word(data, 12) & 0x20) != 0:
                    sheets[^1].Hidden.Add(Word(data, 0));
                    break;
                case FilterMode when sheets.Count > 0:
                    sheets[^1] = sheets[^1] with { IsFiltered = true };
                    break;
                case ShortText or SharedText when sheets.Count > 0 && data.Length >= 6 && formats.ElementAtOrDefault(Word(data, 4)):
                    sheets[^1].Struck.Add((Word(data, 0), Word(data, 2)));
                    break;
            }
        }
    }

    public override SheetMarks Of(int sheet, string name, HashSet<int> hidden)
    {
        if (sheet >= sheets.Count)
            return new(hidden, new HashSet<int>(), []);
        var marks = sheets[sheet];
        hidden.UnionWith(marks.Hidden);
        return marks.IsFiltered ? new(new HashSet<int>(), hidden, marks.Struck) : new(hidden, new HashSet<int>(), marks.Struck);
    }

    public override void Dispose()
    {
    }

    private static ushort Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
