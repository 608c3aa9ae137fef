using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Reminders.Import.Tests;

/// <summary>What an office fills in reads as it was meant, and what it has not filled in is nothing.</summary>
public class TemplateTests
{
    [Fact]
    public void An_empty_ledger_holds_no_items() =>
        PlanFiles.Refusal(() => PlanFiles.Read(OfficeTemplates.TryMake("ledger")!), RefusalCodes.NoItems);

    [Fact]
    public void An_empty_contact_list_holds_nobody() =>
        PlanFiles.Refusal(() => ContactFile.Read(OfficeTemplates.TryMake("contacts")!, "contacts.xlsx"), RefusalCodes.NoContacts);

    [Fact]
    public void A_ledger_filled_in_with_its_own_examples_lacks_nothing()
    {
        var plan = PlanFiles.Read(FilledIn("ledger"), fileName: "清河乡整改台账.xlsx");

        var item = Assert.Single(plan.Items);
        Assert.Equal(("1", "河道管理", "清河村河道两侧堆放垃圾", "一是组织清运；二是设立警示牌"), (item.Number, item.Section, item.Problem, item.Measures));
        Assert.Equal(("林晓燕", "王建军", "+8613900000001"), (item.Leaders.Names(), item.Persons.Names(), item.Persons[0].Phone!.Value.Value));
        Assert.Equal(["村建所", "清河村"], item.Units);
        Assert.Equal(new LocalDate(2026, 5, 20), item.Deadline.Date);
        Assert.DoesNotContain(item.Findings, f => f.Code.StartsWith("person", StringComparison.Ordinal) || f.Code.StartsWith("deadline", StringComparison.Ordinal));
    }

    [Fact]
    public void A_contact_list_filled_in_with_its_own_examples_is_read()
    {
        var contact = Assert.Single(ContactFile.Read(FilledIn("contacts"), "contacts.xlsx"));

        Assert.Equal(("王建军", "+8613900000001", Role.Person, "村建所"), (contact.Name, contact.Phone.Value, contact.Role, contact.Unit));
        Assert.Equal(["3", "5"], contact.Items);
    }

    [Theory]
    [InlineData("ledger")]
    [InlineData("contacts")]
    public void A_template_is_a_valid_workbook(string name)
    {
        using var package = SpreadsheetDocument.Open(new MemoryStream(OfficeTemplates.TryMake(name)!), isEditable: false);

        Assert.Equal([], new OpenXmlValidator(FileFormatVersions.Office2019).Validate(package, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        Assert.Contains(name, OfficeTemplates.Names);
    }

    [Fact]
    public void There_is_no_other() => Assert.Null(OfficeTemplates.TryMake("plan"));

    // As somebody does who copies the third column of the notes into the row below the header.
    private static byte[] FilledIn(string name)
    {
        using var stream = new MemoryStream();
        stream.Write(OfficeTemplates.TryMake(name)!);
        using (var package = SpreadsheetDocument.Open(stream, isEditable: true))
        {
            var sheets = package.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().Select(s => ((WorksheetPart)package.WorkbookPart.GetPartById(s.Id!.Value!)).Worksheet!).ToList();
            var examples = sheets[1].GetFirstChild<SheetData>()!.Elements<Row>().Skip(1).Select(r => r.Elements<Cell>().Last().InnerText);
            sheets[0].GetFirstChild<SheetData>()!.Append(new Row(examples.Select(e => new Cell(new InlineString(new Text(e))) { DataType = CellValues.InlineString })));
        }
        return stream.ToArray();
    }
}
