using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Reminders.Export.Tests;

/// <summary>A filled-in template is read as it was meant, and an empty one holds nothing.</summary>
public class OfficeTemplatesTests
{
    [Fact]
    public void An_empty_ledger_holds_no_items() =>
        Assert.Equal(RefusalCodes.NoItems, Assert.Throws<InputRefusedException>(() => Read(OfficeTemplates.TryMake("ledger")!)).Code);

    [Fact]
    public void An_empty_contact_list_holds_nobody() =>
        Assert.Equal(
            RefusalCodes.NoContacts,
            Assert.Throws<InputRefusedException>(() => ContactFile.Read(OfficeTemplates.TryMake("contacts")!)).Code);

    [Fact]
    public void A_ledger_filled_in_with_its_own_examples_lacks_nothing()
    {
        var item = Assert.Single(Read(FilledIn("ledger")).Items);

        Assert.Equal(("1", "河道管理", "清河村河道两侧堆放垃圾", "一是组织清运；二是设立警示牌"), (item.Number, item.Section, item.Problem, item.Measures));
        var (leader, person) = (Assert.Single(item.Leaders), Assert.Single(item.Persons));
        Assert.Equal(("林晓燕", "王建军", "+8613900000001"), (leader.Name, person.Name, person.Phone!.Value.Value));
        Assert.Equal(["村建所", "清河村"], item.Units);
        Assert.Equal(new LocalDate(2026, 5, 20), item.Deadline.Date);
        Assert.DoesNotContain(item.Findings, f => f.Code.Split('-')[0] is "person" or "deadline");
    }

    [Fact]
    public void A_contact_list_filled_in_with_its_own_examples_is_read()
    {
        var contact = Assert.Single(ContactFile.Read(FilledIn("contacts")).Contacts);

        Assert.Equal(("王建军", "+8613900000001", Role.Person, "村建所"), (contact.Name, contact.Phone.Value, contact.Role, contact.Unit));
        Assert.Equal(["3", "5"], contact.Items);
    }

    [Theory]
    [InlineData("ledger")]
    [InlineData("contacts")]
    public void A_template_is_a_valid_workbook(string name)
    {
        using var package = SpreadsheetDocument.Open(new MemoryStream(OfficeTemplates.TryMake(name)!), isEditable: false);

        var faults = new OpenXmlValidator(FileFormatVersions.Office2019).Validate(package, TestContext.Current.CancellationToken);
        Assert.Equal([], faults.Select(e => $"{e.Path?.XPath}: {e.Description}"));
        Assert.Contains(name, OfficeTemplates.Names);
    }

    [Fact]
    public void There_is_no_other_template() => Assert.Null(OfficeTemplates.TryMake("plan"));

    [Theory]
    [InlineData("ledger")]
    [InlineData("contacts")]
    public void A_number_that_an_office_types_stays_text(string name)
    {
        using var package = SpreadsheetDocument.Open(new MemoryStream(OfficeTemplates.TryMake(name)!), isEditable: false);

        var formats = package.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ToList();
        var columns = Worksheets(package)[0].Descendants<Column>().ToList();
        Assert.NotEmpty(columns);
        Assert.All(columns, c => Assert.Equal(49u, formats[(int)c.Style!.Value].NumberFormatId!.Value)); // the built-in format @
    }

    private static PlanDraft Read(byte[] book) =>
        PlanFile.Read(book, "清河乡整改台账.xlsx", new PlanReadingOptions(null, new LocalDate(2026, 11, 23)));

    private static List<Worksheet> Worksheets(SpreadsheetDocument package) =>
    [
        .. package.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>()
            .Select(s => ((WorksheetPart)package.WorkbookPart.GetPartById(s.Id!.Value!)).Worksheet!),
    ];

    // Copies the third column of the notes into the row below the header.
    private static byte[] FilledIn(string name)
    {
        using var stream = new MemoryStream();
        stream.Write(OfficeTemplates.TryMake(name)!);
        using (var package = SpreadsheetDocument.Open(stream, isEditable: true))
        {
            var sheets = Worksheets(package);
            var examples = sheets[1].GetFirstChild<SheetData>()!.Elements<Row>().Skip(1).Select(r => r.Elements<Cell>().Last().InnerText);
            var cells = examples.Select(e => new Cell(new InlineString(new Text(e))) { DataType = CellValues.InlineString });
            sheets[0].GetFirstChild<SheetData>()!.Append(new Row(cells));
        }
        return stream.ToArray();
    }
}
