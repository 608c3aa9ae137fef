namespace Reminders.Import.Tests.Plans;

public class JsonPlanTests
{
    private const string DeadlineDate = "items[0].deadline.date";

    private const string Printed = """
        {"title":"清河乡整改方案","year":2020,"yearBasis":"because","issuingUnit":null,
         "items":[
          {"code":"1","number":"(一)","section":"问题/村级","title":"渠道淤堵","problem":"渠道淤堵。水流不畅。","measures":"清淤。",
           "leaders":[{"name":"李明","phone":null}],"persons":[{"name":"王芳","phone":"+8613900000031"}],"units":["水务站"],
           "deadline":{"kind":"date","date":"2020-05-31","text":"5月底前"},
           "findings":[{"code":"deadline-read-as","message":"read"}]},
          {"code":"2","number":null,"section":"","title":"台账缺失","problem":"台账缺失","measures":"","leaders":[],"persons":[],"units":[],
           "deadline":{"kind":"redacted","date":null,"text":"**"},
           "findings":[{"code":"person-redacted","message":"redacted","place":"line 9"},{"code":"leader-missing","message":"none"},
                       {"code":"deadline-redacted","message":"x"}]}],
         "findings":[{"code":"year-assumed","message":"assumed"}]}
        """;

    [Fact]
    public void NUL_in_a_text_is_refused_and_invisible_characters_are_removed_from_names()
    {
        var nul = Printed.Replace("王芳", "王\\u0000芳", StringComparison.Ordinal);
        var refused = Assert.Throws<InputRefusedException>(() => PlanFiles.Read(nul));
        Assert.Contains("NUL", refused.Message, StringComparison.Ordinal);

        var plan = PlanFiles.Read(Printed
            .Replace("王芳", "王\\u200b芳", StringComparison.Ordinal)
            .Replace("水务站", "水务\\u2060站", StringComparison.Ordinal));
        Assert.Equal(("王芳", "水务站"), (plan.Items[0].Persons[0].Name, plan.Items[0].Units[0]));
    }

    [Fact]
    public void The_output_of_import_is_read_back()
    {
        var plan = PlanFiles.Read(Printed);

        Assert.Equal(("清河乡整改方案", 2020, "because"), (plan.Title, plan.Year!.Value, plan.YearBasis!.English));
        Assert.Equal("year-assumed", Assert.Single(plan.Findings).Code);
        var (first, second) = (plan.Items[0], plan.Items[1]);
        Assert.Equal(("1", "(一)", "问题/村级", "渠道淤堵"), (first.Code, first.Number, first.Section, first.Title));
        Assert.Equal(("渠道淤堵。水流不畅。", "清淤。"), (first.Problem, first.Measures));
        Assert.Equal("李明", first.Leaders.Names());
        Assert.Equal("+8613900000031", Assert.Single(first.Persons).Phone?.Value);
        Assert.Equal(["水务站"], first.Units);
        Assert.Equal((new LocalDate(2020, 5, 31), "5月底前"), (first.Deadline.Date!.Value, first.Deadline.Text));
        Assert.Equal("deadline-read-as", first.Codes());
        Assert.Equal((DeadlineKind.Redacted, "**"), (second.Deadline.Kind, second.Deadline.Text));
        Assert.Equal(
            ["deadline-redacted", "leader-missing", "person-redacted"], second.Findings.Select(f => f.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_deadline_as_plain_text_is_read_like_the_text_behind_a_label()
    {
        var plan = PlanFiles.Read(
            """{"title":"方案","items":[{"title":"甲","deadline":"6月底前"},{"title":"乙","deadline":"长期坚持"},{"title":"丙"}]}""", 2026);

        Assert.Equal(new LocalDate(2026, 6, 30), plan.Items[0].Deadline.Date);
        Assert.Equal([DeadlineKind.Date, DeadlineKind.Continuous, DeadlineKind.Missing], plan.Items.Select(i => i.Deadline.Kind));
        Assert.Equal(["1", "2", "3"], plan.Items.Select(i => i.Code));
        Assert.Contains("deadline-read-as", plan.Items[0].Codes(), StringComparison.Ordinal);
        Assert.Equal(2026, plan.Year);
    }

    [Fact]
    public void Every_kind_of_deadline_is_read_back()
    {
        foreach (var kind in Enum.GetValues<DeadlineKind>().Where(k => k != DeadlineKind.Date))
        {
            var name = kind.ToString().ToLowerInvariant();
            var json = $$$"""{"title":"方案","items":[{"title":"甲","deadline":{"kind":"{{{name}}}","date":null,"text":"…"}}]}""";
            Assert.Equal(kind, PlanFiles.Read(json).Items[0].Deadline.Kind);
        }
    }

    [Fact]
    public void A_redacted_name_is_no_person_in_JSON_either()
    {
        var plan = PlanFiles.Read("""{"title":"方案","items":[{"title":"甲","persons":[{"name":"**"}],"leaders":[{"name":"各村支部"}]}]}""");
        var item = plan.Items[0];

        Assert.Empty(item.Persons);
        Assert.Empty(item.Leaders);
        Assert.Equal("leader-group,person-redacted,deadline-missing", item.Codes());
    }

    [Fact]
    public void An_unknown_property_is_a_finding() =>
        Assert.Equal("field-unknown", Assert.Single(PlanFiles.Read("""{"title":"方案","items":[{"title":"甲"}],"owner":1}""").Findings).Code);

    [Theory]
    [InlineData("""{"title":"方案","items":[{"title":"甲"}""", null, "not closed")]
    [InlineData("""{"title":"方案","title":"乙","items":[]}""", null, "a property twice")]
    [InlineData("""[{"title":"甲"}]""", "the document", "no object")]
    [InlineData("""{"items":[{"title":"甲"}]}""", "title", "no title")]
    [InlineData("""{"title":"方案"}""", "items", "no items")]
    [InlineData("""{"title":"方案","items":[{"problem":"甲"}]}""", "items[0].title", "no item title")]
    [InlineData("""{"title":7,"items":[{"title":"甲"}]}""", "title", "wrong type")]
    [InlineData("""{"title":"方案","year":"2026","items":[{"title":"甲"}]}""", "year", "wrong type")]
    [InlineData("""{"title":"方案","items":{"title":"甲"}}""", "items", "wrong type")]
    [InlineData("""{"title":"方案","items":["甲"]}""", "items[0]", "wrong type")]
    [InlineData("""{"title":"方案","items":[{"title":"甲","persons":"王芳"}]}""", "items[0].persons", "wrong type")]
    [InlineData("""{"title":"方案","items":[{"title":"甲","persons":["王芳"]}]}""", "items[0].persons[0]", "wrong type")]
    [InlineData("""{"title":"方案","items":[{"title":"甲","deadline":5}]}""", "items[0].deadline", "wrong type")]
    [InlineData("""{"title":"方案","items":[{"title":"甲","deadline":{"kind":"someday"}}]}""", "items[0].deadline.kind", "unknown kind")]
    [InlineData("""{"title":"方案","items":[{"title":"甲","deadline":{"kind":"date","date":"2026-02-30"}}]}""", DeadlineDate, "no date")]
    [InlineData("""{"title":"方案","items":[{"title":"甲","deadline":{"kind":"missing","date":"2026-02-03"}}]}""", DeadlineDate, "stray")]
    [InlineData("""{"title":"方案","items":[{"title":"甲","code":"A"}]}""", "items[0].code", "no ordinal")]
    [InlineData("""{"title":"方案","items":[{"title":"甲","code":"5"}]}""", "code", "a gap")]
    public void JSON_of_another_shape_is_refused_with_the_place(string json, string? column, string remark)
    {
        var refusal = PlanFiles.Refusal(() => PlanFiles.Read(json), RefusalCodes.JsonInvalid);

        Assert.True(refusal.Errors.Any(e => e.Column == column), remark);
    }

    [Fact]
    public void All_faults_are_listed_at_once()
    {
        const string Json = """{"title":1,"items":[{"title":2},{"measures":3,"title":"甲"}]}""";

        Assert.Equal(3, PlanFiles.Refusal(() => PlanFiles.Read(Json), RefusalCodes.JsonInvalid).Errors.Length);
    }

    [Fact]
    public void The_same_code_twice_is_refused()
    {
        const string Json = """{"title":"方案","items":[{"title":"甲","code":"1"},{"title":"乙","code":"1"}]}""";

        PlanFiles.Refusal(() => PlanFiles.Read(Json), RefusalCodes.ItemDuplicate);
    }

    [Fact]
    public void Properties_may_be_named_by_the_labels_of_a_plan()
    {
        var plan = PlanFiles.Read(
            """
            {"title":"整改台账","year":2026,"items":[
              {"序号":"1","问题描述":"管道渗漏。三处。","整改措施":"更换。","分管领导":"李明","主要责任人":"王宁 13900000001","责任单位":"城建局、供水站",
               "督导单位":"水务局","整改时限":"6月底前"},
              {"title":"照明不足","责任人":"王宁吴安"}]}
            """);

        var item = plan.Items[0];
        Assert.Equal(("1", "管道渗漏", "更换。", "李明"), (item.Number, item.Title, item.Measures, item.Leaders.Names()));
        Assert.Equal(("王宁", "+8613900000001"), (item.Persons.Names(), item.Persons[0].Phone?.Value));
        Assert.Equal(["城建局", "供水站"], item.Units);
        Assert.Equal(new LocalDate(2026, 6, 30), item.Deadline.Date);
        Assert.Equal("督导单位", Assert.Single(item.Findings, f => f.Code == "field-unknown").Message.Split('"')[1]);
        Assert.Empty(plan.Items[1].Persons);
        Assert.Contains(plan.Items[1].Findings, f => f.Code == "person-group" && f.Message.Contains("王宁吴安", StringComparison.Ordinal));
    }
}
