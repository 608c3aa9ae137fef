using System.Text;

namespace Reminders.Import.Tests.Contacts;

public class ContactFileTests
{
    private const string Csv = """
        姓名,电话,角色,单位,分管领导,事项,备注
        王芳,139 0000 0031,责任人,水务站,李明,1 3、5,
        李明,+86 139 0000 0032,责任领导,,,"2，4",
        陈静,13900000033,督查,纪委,,,
        赵强,0086-139-0000-0034,,,,,
        """;

    private const string Json = """
        [{"items":["1","3",5],"leader":"李明","unit":"水务站","phone":"13900000031","name":"王芳","note":null},
         {"name":"李明","mobile":13900000032,"role":"leader","items":"2,4"},
         {"姓名":"陈静","手机":"13900000033","角色":"督查","单位":"纪委"},
         {"Name":"赵强","Phone":"+8613900000034","Role":"person"}]
        """;

    public static TheoryData<string> Formats => ["csv", "semicolons", "gb18030", "xlsx", "json"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Contacts_are_the_same_in_every_format(string format)
    {
        var contacts = ContactFile.Read(Content(format)).Contacts;

        Assert.Equal(["王芳", "李明", "陈静", "赵强"], contacts.Select(c => c.Name));
        Assert.Equal(["+8613900000031", "+8613900000032", "+8613900000033", "+8613900000034"], contacts.Select(c => c.Phone.Value));
        Assert.Equal([Role.Person, Role.Leader, Role.Supervisor, Role.Person], contacts.Select(c => c.Role));
        Assert.Equal(["水务站", null, "纪委", null], contacts.Select(c => c.Unit));
        Assert.Equal(["李明", null, null, null], contacts.Select(c => c.Leader));
        Assert.Equal(["1,3,5", "2,4", "", ""], contacts.Select(c => string.Join(',', c.Items)));
    }

    [Theory]
    [InlineData("phone,name\n13900000031,王芳\n", "English, another order")]
    [InlineData("联系电话,姓　名\n13900000031,王芳\n", "a synonym, an inner space")]
    [InlineData("手机号（必填）,姓名*\n13900000031,王芳\n", "remarks in the header")]
    [InlineData("清河乡通讯录,\n\n姓名,手机\n王芳,13900000031\n", "a title above")]
    [InlineData("姓名,电话,手机,职务\n王芳,0839-3260000,13900000031,镇长\n", "the mobile number wins, a post is no role")]
    public void Columns_are_found_by_their_names(string csv, string remark)
    {
        var contact = Assert.Single(ContactFile.Read(Encoding.UTF8.GetBytes(csv)).Contacts);

        Assert.True(("王芳", "+8613900000031", Role.Person) == (contact.Name, contact.Phone.Value, contact.Role), remark);
    }

    [Fact]
    public void All_bad_rows_are_listed_and_nothing_is_half_read()
    {
        const string Csv = "姓名,手机号,角色,事项\n王芳,13900000031,,\n赵强,12345,组长,1;甲\n**,0839-3260000,,\n各村支部,,,\n";
        var refusal = Refusal(Csv, RefusalCodes.ContactsInvalid);

        Assert.Equal(
            [(3, "手机号"), (3, "角色"), (3, "事项"), (4, "姓名"), (4, "手机号"), (5, "姓名"), (5, "手机号")],
            refusal.Errors.Select(e => (e.Row!.Value, e.Column!)));
        Assert.Contains("fixed line", refusal.Errors[4].Message, StringComparison.Ordinal);
        Assert.Contains("Row 3, 手机号", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("王芳,13900000031\n", RefusalCodes.ContactsHeader, "no header")]
    [InlineData("姓名,角色\n王芳,责任人\n", RefusalCodes.ContactsHeader, "no phone column")]
    [InlineData("姓名,电话\n", RefusalCodes.NoContacts, "no row")]
    [InlineData("[]", RefusalCodes.NoContacts, "no object")]
    [InlineData("", RefusalCodes.FileEmpty, "empty")]
    [InlineData("{\"name\":\"王芳\"}", RefusalCodes.JsonInvalid, "no list")]
    [InlineData("[\"王芳\"]", RefusalCodes.JsonInvalid, "no objects")]
    [InlineData("[{\"name\":\"王芳\",\"phone\":{}}]", RefusalCodes.JsonInvalid, "wrong type")]
    [InlineData("[{\"name\":\"王芳\"}]", RefusalCodes.ContactsInvalid, "no phone")]
    [InlineData("姓名,电话\n\"王芳,13900000031\n", RefusalCodes.CsvInvalid, "an open quotation mark")]
    public void A_file_that_is_no_contact_list_is_refused(string text, string code, string remark) =>
        Assert.NotEmpty(remark + Refusal(text, code).Message);

    [Theory]
    [InlineData("督查室", "督查室", "an office with a number of its own")]
    [InlineData("赵乡长", "赵乡长", "a surname and a post")]
    [InlineData("周建平副镇长", "周建平", "a name and a post")]
    public void A_post_or_an_office_with_a_number_is_a_contact(string written, string name, string remark)
    {
        var contact = Assert.Single(ContactFile.Read(Encoding.UTF8.GetBytes($"姓名,电话\n{written},13900000001\n")).Contacts);

        Assert.True(name == contact.Name, remark);
    }

    [Fact]
    public void A_document_or_a_damaged_workbook_is_refused()
    {
        byte[] document = [.. "PK\x03\x04"u8, 0, 0, .. "word/document.xml"u8];
        byte[] damaged = [.. "PK\x03\x04"u8, 0, 0, .. "xl/workbook.xml"u8];

        PlanFiles.Refusal(() => ContactFile.Read(document), RefusalCodes.NotText);
        PlanFiles.Refusal(() => ContactFile.Read(damaged), RefusalCodes.WorkbookInvalid);
        PlanFiles.Refusal(() => ContactFile.Read(Content("xlsx").AsMemory(0, 600)), RefusalCodes.WorkbookInvalid);
    }

    private static InputRefusedException Refusal(string text, string code) =>
        PlanFiles.Refusal(() => ContactFile.Read(Encoding.UTF8.GetBytes(text)), code);

    private static byte[] Content(string format) => format switch
    {
        "json" => Encoding.UTF8.GetBytes(Json),
        "semicolons" => Encoding.UTF8.GetBytes(Csv.Replace(",", ";", StringComparison.Ordinal)),
        "gb18030" => CodePagesEncodingProvider.Instance.GetEncoding(54936)!.GetBytes(Csv),
        "xlsx" => Xlsx.Of(
            [
                ["姓名", "电话", "角色", "单位", "分管领导", "事项"],
                ["王芳", 13900000031, "责任人", "水务站", "李明", "1 3、5"],
                ["李明", "139 0000 0032", "责任领导", "", "", "2，4"],
                ["陈静", 13900000033, "督查", "纪委"],
                ["赵强", "13900000034"],
            ]),
        _ => Encoding.UTF8.GetBytes(Csv),
    };
}
