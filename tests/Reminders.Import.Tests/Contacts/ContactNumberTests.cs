using System.Text;

namespace Reminders.Import.Tests.Contacts;

/// <summary>Which number of a contact list is whose, and which counts.</summary>
public class ContactNumberTests
{
    [Theory]
    [InlineData("单位,负责人,电话,联系人,电话", "石桥村,王建军,13900000001,李秀英,13900000002", "李秀英+8613900000002")]
    [InlineData("单位,手机,姓名,分管领导", "石桥村,13900000001,李秀英,林晓燕", "李秀英+8613900000001")]
    [InlineData("姓名,民族,职务,办公电话,手机", "李秀英,汉,站长,,13900000001", "李秀英+8613900000001")]
    [InlineData("单位,分管领导,电话,姓名,电话", "石桥村,林晓燕,13900000001,李秀英,13900000002", "李秀英+8613900000002")]
    [InlineData("单位,主要负责人,手机号码,姓名", "石桥村,王建军,13900000001,李秀英", null)]
    [InlineData("单位,书记,手机号码,姓名", "石桥村,王建军,13900000001,李秀英", null)]
    [InlineData("单位,攻坚清障,手机号码,姓名", "石桥村,王建军,13900000001,李秀英", null)]
    [InlineData("姓名,家属姓名,电话", "李秀英,王建军,13900000001", null)]
    [InlineData("姓名,接替人,电话", "李秀英,王建军,13900000001", null)]
    [InlineData("姓名,联系人,联系电话", "李秀英,王建军,13900000001", null)]
    [InlineData("职务,姓名,电话,村民小组长,电话", "书记,李秀英,13900000001,王建军,13900000002", "李秀英+8613900000001")]
    [InlineData("单位,姓名,电话,副职,电话", "石桥村,李秀英,13900000001,王建军,13900000002", "李秀英+8613900000001")]
    [InlineData("姓名,职务,政治面貌,是否党员,手机", "李秀英,站长,党员,是,13900000001", "李秀英+8613900000001")]
    public void A_number_is_that_of_the_name_at_its_left(string header, string row, string? read)
    {
        var content = Encoding.UTF8.GetBytes($"{header}\n{row}\n");
        if (read is null)
            PlanFiles.Refusal(() => ContactFile.Read(content), RefusalCodes.ContactsHeader);
        else
            Assert.Equal(read, string.Concat(ContactFile.Read(content).Contacts.Select(c => c.Name + c.Phone.Value)));
    }

    [Theory]
    [InlineData("王建军", "已停用")]
    [InlineData("王建军", "2026年3月已调离")]
    [InlineData("王建军", "空号")]
    [InlineData("王建军", "已故")]
    [InlineData("王建军", "暂停使用")]
    [InlineData("王建军", "停职")]
    [InlineData("王建军", "借调外单位")]
    [InlineData("王建军", "号码已换为13900000033")]
    [InlineData("王建军", "请打13900000033")]
    [InlineData("王建军", "4月起由陈静负责")]
    [InlineData("王建军（已离职）", "")]
    public void A_number_that_a_note_ends_is_not_read(string name, string note)
    {
        var draft = ContactFile.Read(Xlsx.Of([["姓名", "电话", "备注"], [name, "13900000001", note], ["李秀英", "13900000002", "组长"]]));

        Assert.Equal("李秀英", Assert.Single(draft.Contacts).Name);
        Assert.Contains("王建军", Assert.Single(draft.Findings, f => f.Code == "contact-gone").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_which_nobody_is_left_is_refused_with_the_reason()
    {
        var refusal = PlanFiles.Refusal(
            () => ContactFile.Read(Xlsx.Of([["姓名", "电话", "备注"], ["王建军", "13900000001", "已故"]])), RefusalCodes.NoContacts);

        Assert.Contains("已故", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("姓名,旧号码,新号码", "王建军,13900000001,13900000002", "13900000002", "phones-not-read", "旧号码")]
    [InlineData("姓名,原手机号,现手机号", "王建军,13900000001,13900000002", "13900000002", "phones-not-read", "原手机号")]
    [InlineData("姓名,电话,新号码", "王建军,13900000001,13900000002", "13900000002", "phone-chosen", "row 2 (新号码)")]
    [InlineData("姓名,电话,新号码", "王建军,13900000001,", "13900000001", "phone-chosen", "row 2 (电话)")]
    [InlineData("姓名,电话2,电话1", "王建军,13900000001,13900000002", "13900000002", "phone-chosen", "row 2 (电话1)")]
    [InlineData("姓名,电话1,电话2", "王建军,0571-88000000,13900000002", "13900000002", "phone-chosen", "row 2 (电话2)")]
    [InlineData("姓名,电话1,电话2", "王建军,1390000,13900000002", "13900000002", "phone-chosen", "row 2 (电话2)")]
    [InlineData("姓名,电话1,电话2", "王建军,13900000001,", "13900000001", null, null)]
    [InlineData("姓名,电话,手机", "王建军,0571-88000000,13900000001", "13900000001", null, null)]
    [InlineData("姓名,备用电话,电话", "王建军,13900000001,13900000002", "13900000002", "phone-chosen", "row 2 (电话)")]
    [InlineData("电话1,电话2,姓名", "13900000001,13900000002,王建军", "13900000001", "phone-chosen", "row 2 (电话1)")]
    public void Of_several_numbers_the_first_that_can_be_used_counts(string header, string row, string number, string? code, string? quoted)
    {
        var draft = ContactFile.Read(Encoding.UTF8.GetBytes($"{header}\n{row}\n"));

        Assert.Equal(("王建军", "+86" + number), (Assert.Single(draft.Contacts).Name, draft.Contacts[0].Phone.Value));
        Assert.Equal(code, draft.Findings.SingleOrDefault()?.Code);
        Assert.Contains(quoted ?? "", string.Concat(draft.Findings.Select(f => f.Message)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("姓名,旧号码", "王建军,13900000001", RefusalCodes.ContactsHeader)]
    [InlineData("姓名,电话1,电话2", "王建军,1390,0571-88000000", RefusalCodes.ContactsInvalid)]
    [InlineData("姓名,旧号码,新号码", "王建军,13900000001,", RefusalCodes.ContactsInvalid)]
    public void Without_a_number_that_can_be_used_there_is_no_contact(string header, string row, string code) =>
        PlanFiles.Refusal(() => ContactFile.Read(Encoding.UTF8.GetBytes($"{header}\n{row}\n")), code);

    [Theory]
    [InlineData("职务,姓名,电话,村民小组长,电话", "书记,李秀英,,王建军,13900000002")]
    [InlineData("单位,姓名,电话,副职,电话", "石桥村,李秀英,,王建军,13900000002")]
    public void Nobody_gets_the_number_of_another_columns_person(string header, string row)
    {
        var draft = ContactFile.Read(Encoding.UTF8.GetBytes($"{header}\n{row}\n,陈静,13900000005,,\n"));

        Assert.Equal("陈静", Assert.Single(draft.Contacts).Name);
        Assert.Contains("李秀英", Assert.Single(draft.Findings, f => f.Code == "contact-without-phone").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("13900000001/13900000011")]
    [InlineData("13900000001（短号661001）")]
    [InlineData("13900000001（13900000011）")]
    [InlineData("0571-88000000转801、13900000001")]
    [InlineData("手机：13900000001")]
    public void Of_a_cell_with_more_than_a_number_the_first_mobile_number_counts(string cell)
    {
        var draft = ContactFile.Read(Encoding.UTF8.GetBytes($"姓名,电话\n王建军,{cell}\n陈静,13900000005\n"));

        Assert.Equal(["+8613900000001", "+8613900000005"], draft.Contacts.Select(c => c.Phone.Value));
        Assert.Contains("row 2", Assert.Single(draft.Findings, f => f.Code == "phone-chosen").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("13900000001（妻子）")]
    [InlineData("陈静13900000001")]
    public void A_number_beside_a_word_for_another_is_refused(string cell) => PlanFiles.Refusal(
        () => ContactFile.Read(Encoding.UTF8.GetBytes($"姓名,电话\n王建军,{cell}\n陈静,13900000005\n")), RefusalCodes.ContactsInvalid);

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("json")]
    public void Somebody_without_a_number_is_named_and_the_others_are_read(string format)
    {
        var draft = format switch
        {
            "xlsx" => ContactFile.Read(Xlsx.Of([["姓名", "电话"], ["王建军", "13900000001"], ["李秀英", null], ["赵国强", "无"]])),
            "json" => ContactFile.Read("""[{"name":"王建军","phone":"13900000001"},{"name":"李秀英"},{"name":"赵国强","phone":null}]"""u8.ToArray()),
            _ => ContactFile.Read(Encoding.UTF8.GetBytes("姓名,电话\n王建军,13900000001\n李秀英,\n赵国强,——\n")),
        };

        Assert.Equal("王建军", Assert.Single(draft.Contacts).Name);
        var finding = Assert.Single(draft.Findings, f => f.Code == "contact-without-phone");
        Assert.Contains("\"李秀英\"", finding.Message, StringComparison.Ordinal);
        Assert.Contains("\"赵国强\"", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("王建军,石桥村,13900000001\n王建军,白马村,\n李秀英,,13900000003\n", "a namesake of another unit would get the SMS")]
    [InlineData("王建军,,13900000001\n王建军,白马村,\n李秀英,,13900000003\n", "a namesake without a unit would get the SMS")]
    [InlineData("王建军,石桥村,\n李秀英,白马村,\n", "nobody has a number")]
    public void A_missing_number_that_another_would_take_the_place_of_is_refused(string rows, string remark)
    {
        var refusal = PlanFiles.Refusal(
            () => ContactFile.Read(Encoding.UTF8.GetBytes("姓名,单位,电话\n" + rows)), RefusalCodes.ContactsInvalid);

        Assert.True(refusal.Errors.All(e => e.Column == "电话"), remark);
    }

    [Fact]
    public void Two_phone_columns_are_not_two_tables()
    {
        var draft = ContactFile.Read(Encoding.UTF8.GetBytes("姓名,电话,手机,手机\n王建军,0839-3260000,13900000001,13900000002\n"));

        Assert.Equal("+8613900000001", Assert.Single(draft.Contacts).Phone.Value);
        Assert.Equal("phone-chosen", Assert.Single(draft.Findings).Code);
    }

    [Fact]
    public void Numbers_in_a_column_that_is_not_known_are_named()
    {
        var draft = ContactFile.Read(Encoding.UTF8.GetBytes("姓名,电话,领导手机\n王建军,13900000001,13900000009\n李秀英,13900000002,\n"));

        var finding = Assert.Single(draft.Findings);
        Assert.Equal("phones-not-read", finding.Code);
        Assert.Contains("领导手机", finding.Message, StringComparison.Ordinal);
    }
}
