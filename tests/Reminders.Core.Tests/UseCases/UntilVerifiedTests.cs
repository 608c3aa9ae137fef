namespace Reminders.Core.Tests.UseCases;

/// <summary>No item falls out of sight between "done" and "verified", and its people hear what happened to it.</summary>
public class UntilVerifiedTests
{
    private readonly World world = new(Given.At("2020-05-12T10:00"));

    private Task<LoadResult> LoadAsync() => world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

    private static ReportItem Report => new(new(Given.Person.Name), "整改完成");

    private static VerifyItem Verify(string? lookBack = null) =>
        new(new(Given.Leader.Name), new(true, true, true, true), "现场已核查", lookBack is null ? null : Given.Day(lookBack));

    private async Task<string> ToldSinceAsync(string local) => string.Join(", ",
        from taken in world.Provider.Taken
        where taken.At >= Given.At(local)
        from step in world.NoticeOfAsync(taken).Result.Steps
        where step.Dropped is null
        select $"{step.Id.Role} {step.Id.Name}");

    [Fact]
    public async Task The_leader_is_asked_to_verify_until_somebody_has_and_then_the_supervisor_too()
    {
        await LoadAsync();
        await world.RunUntilAsync(Given.At("2020-05-15T10:00"));
        await world.ActAsync(1, Report);

        await world.RunUntilAsync(Given.At("2020-05-26T10:00"));

        Assert.Equal(
            "Leader verify-2020-05-18, Leader verify-2020-05-20, Leader verify-2020-05-22, Supervisor verify-2020-05-25, "
                + "Leader verify-2020-05-26",
            await ToldSinceAsync("2020-05-15T10:00"));
        await world.ActAsync(1, Verify());
        await world.RunUntilAsync(Given.At("2020-07-30T10:00"));
        Assert.Equal("", await ToldSinceAsync("2020-05-26T10:00"));
    }

    [Fact]
    public async Task After_an_outage_the_leader_is_asked_once()
    {
        await LoadAsync();
        await world.ActAsync(1, Report);

        await world.OutageUntilAsync(Given.At("2020-05-21T12:00"));

        Assert.Equal("Leader verify-2020-05-21, Supervisor verify-2020-05-20", await ToldSinceAsync("2020-05-12T10:00"));
        Assert.Equal(
            ["verify-2020-05-13", "verify-2020-05-15", "verify-2020-05-19"],
            (await FileAsync()).Steps.Where(s => s.Outcome == StepOutcome.Superseded).Select(s => $"{s.Step.Name}"));
    }

    [Fact]
    public async Task A_return_is_told_the_same_day_and_the_schedule_resumes()
    {
        await LoadAsync();
        await world.RunUntilAsync(Given.At("2020-05-14T10:00"));
        await world.ActAsync(1, Report);
        await world.ActAsync(1, new ReturnItem(new(Given.Leader.Name), "照片看不清"));

        await world.RunUntilAsync(Given.At("2020-05-21T10:00"));

        Assert.Equal(
            "Person returned-20200514T020000Z, Person before-3, Person before-1, Person due, Person overdue-1, Leader overdue-1",
            string.Join(", ", (await ToldSinceAsync("2020-05-14T10:00")).Split(", ").OrderBy(s => s == "Leader overdue-1")));
        Assert.Contains("还剩6天，报结已被退回（原因：照片看不清）。", world.Provider.Taken[1].Sms.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_to_verify_is_dropped_if_the_item_is_returned_before_the_send()
    {
        await LoadAsync();
        await world.ActAsync(1, Report);
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        await world.ActAsync(1, new ReturnItem(new(Given.Leader.Name), "照片看不清"));
        await world.ActAsync(1, Report);

        await world.RunUntilAsync(Given.At("2020-05-14T10:00"));

        Assert.Equal("Leader verify-2020-05-14", await ToldSinceAsync("2020-05-12T10:00"));
        Assert.Equal(StepOutcome.Superseded, (await FileAsync()).Steps.Single(s => $"{s.Step.Name}" == "verify-2020-05-13").Outcome);
    }

    [Fact]
    public async Task The_leader_hears_of_a_request_and_the_person_of_the_answer()
    {
        await LoadAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T10:00"));
        await world.ActAsync(1, new RequestExtension(new(Given.Person.Name), Given.Day("2020-06-05"), "设备未到"));
        await world.RunUntilAsync(Given.At("2020-05-14T10:00"));

        Assert.Equal("Leader asked-20200513T020000Z", await ToldSinceAsync("2020-05-13T10:00"));
        await world.ActAsync(1, new DeclineExtension(new(Given.Leader.Name), "工期充足"));
        await world.RunUntilAsync(Given.At("2020-05-15T10:00"));
        Assert.Equal("Person answered-20200514T020000Z, Person before-3", await ToldSinceAsync("2020-05-14T10:00"));
        Assert.Contains("延期申请未获同意（原因：工期充足", world.Provider.Taken[^2].Sms.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_return_is_not_told_again_when_the_deadline_moves()
    {
        await LoadAsync();
        await world.ActAsync(1, Report);
        await world.ActAsync(1, new ReturnItem(new(Given.Leader.Name), "照片看不清"));
        await world.RunUntilAsync(Given.At("2020-05-13T10:00"));

        await world.ActAsync(1, new ExtendItem(Given.Office, Given.Day("2020-06-30"), "汛期"));
        await world.RunUntilAsync(Given.At("2020-05-20T10:00"));

        Assert.Equal("Person returned-20200512T020000Z, Person before-7", await ToldSinceAsync("2020-05-12T10:00"));
    }

    [Fact]
    public async Task A_look_back_is_asked_for_until_it_is_recorded_and_reaches_the_leader_of_that_day()
    {
        await LoadAsync();
        await world.ActAsync(1, Report);
        await world.ActAsync(1, Verify("2020-06-15"));
        await world.RunUntilAsync(Given.At("2020-06-15T08:00"));
        Assert.Empty(world.Provider.Taken);

        await world.ActAsync(1, new CompleteItem(Given.Office, Leaders: [new("王五", Given.Phone(12))]));
        await world.RunUntilAsync(Given.At("2020-06-18T10:00"));
        Assert.Equal("Leader look-back-2020-06-15, Leader look-back-2020-06-17", await ToldSinceAsync("2020-05-12T10:00"));
        Assert.All(world.Provider.Taken, t => Assert.Equal(Given.Phone(12), t.Sms.To));

        Assert.Equal("verifier-is-doer", (await world.ActAsync(1, new LookBackItem(new(Given.Person.Name), "未反弹"))).Refusal?.Code);
        Assert.Null((await world.ActAsync(1, new LookBackItem(new("王五"), "未反弹"))).Refusal);
        await world.RunUntilAsync(Given.At("2020-07-30T10:00"));
        Assert.Equal(2, world.Provider.Taken.Count);
        Assert.Equal("not-allowed-in-state", (await world.ActAsync(1, new CompleteItem(Given.Office))).Refusal?.Code);
    }

    [Fact]
    public async Task A_look_back_that_is_planned_later_finds_the_leader_of_that_day()
    {
        await LoadAsync();
        await world.ActAsync(1, Report);
        await world.ActAsync(1, Verify());
        await world.Contacts.RunAsync(
            [.. Given.Contacts().Select(c => (c.Name == Given.Leader.Name ? c with { Phone = Given.Phone(12) } : c).Within(1))],
            Given.Office, Cancellation);

        await world.ActAsync(1, new LookBackItem(Given.Office, "未反弹", Given.Day("2020-06-15")));
        await world.RunUntilAsync(Given.At("2020-06-15T10:00"));

        Assert.Equal(Given.Phone(12), Assert.Single(world.Provider.Taken).Sms.To);
    }

    [Fact]
    public async Task A_request_that_waits_and_is_answered_is_accounted_for()
    {
        await LoadAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T21:00")); // night: the request waits for the next slot
        await world.ActAsync(1, new RequestExtension(new(Given.Person.Name), Given.Day("2020-06-05"), "设备未到"));
        await world.RunUntilAsync(Given.At("2020-05-13T22:00"));
        Assert.Equal(StepOutcome.Waiting, (await FileAsync()).Account.Single(s => s.Step.Name.Kind == StepKind.Asked).Outcome);

        await world.ActAsync(1, new ExtendItem(new(Given.Leader.Name), Given.Day("2020-06-05"), "情况属实"));

        Assert.Equal((StepOutcome.Suppressed, Reasons.Newer),
            (await FileAsync()).Account.Where(s => s.Step.Name.Kind == StepKind.Asked).Select(s => (s.Outcome, s.Detail)).Single());
    }

    [Fact]
    public async Task An_answer_of_before_a_report_is_not_told_when_that_is_returned()
    {
        await LoadAsync();
        await world.ActAsync(1, new RequestExtension(new(Given.Person.Name), Given.Day("2020-06-05"), "设备未到"));
        await world.ActAsync(1, new DeclineExtension(new(Given.Leader.Name), "工期充足"));
        await world.ActAsync(1, Report);
        await world.ActAsync(1, new ReturnItem(new(Given.Leader.Name), "照片看不清"));
        await world.RunUntilAsync(Given.At("2020-05-14T10:00"));

        Assert.DoesNotContain("answered", await ToldSinceAsync("2020-05-12T10:00"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_is_also_the_leader_reads_why_the_report_was_returned()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), new("张三", Given.Phone(1)) { Items = ["1"] },
            new("张三", Given.Phone(1), Role.Leader) { Items = ["1"] });
        await world.RunUntilAsync(Given.At("2020-05-21T08:00"));
        await world.ActAsync(1, Report);
        await world.ActAsync(1, new ReturnItem(Given.Office, "照片看不清"));
        await world.RunUntilAsync(Given.At("2020-05-21T10:00"));

        Assert.Contains("报结已被退回（原因：照片看不清", world.Provider.Taken[^1].Sms.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the policy's", 30, null, "2020-06-11")]
    [InlineData("whoever closes says another", 30, "2020-05-20", "2020-05-20")]
    [InlineData("none", 0, null, null)]
    public async Task The_day_of_the_look_back_is_set_at_the_closing(string remark, int policy, string? asked, string? on)
    {
        var own = new World(Given.At("2020-05-12T10:00"), new() { LookBackAfterDays = policy });
        await own.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await own.ActAsync(1, Report);
        await own.ActAsync(1, Verify(asked));

        Assert.Equal((remark, on is null ? null : (LocalDate?)Given.Day(on)), (remark, (await own.ItemAsync()).LookBack?.On));
    }

    [Theory]
    [InlineData("2020-05-12", "look-back-past")]
    [InlineData("2020-05-13", null)]
    public async Task A_look_back_is_later_than_the_closing(string on, string? refusal)
    {
        await LoadAsync();
        await world.ActAsync(1, Report);

        Assert.Equal(refusal, (await world.ActAsync(1, Verify(on))).Refusal?.Code);
    }

    [Fact]
    public async Task A_leader_whose_number_works_again_is_asked_to_verify()
    {
        await LoadAsync();
        await world.ActAsync(1, Report);
        await world.UseCases.FlagNumber.RunAsync(Given.Phone(11), "30003", world.Now, Cancellation);
        await world.RunUntilAsync(Given.At("2020-05-14T10:00"));
        Assert.Equal("", await ToldSinceAsync("2020-05-12T10:00"));

        await world.UseCases.LiftFlag.RunAsync(Given.Phone(11), Given.Office, Cancellation);
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));

        Assert.Equal("Leader verify-2020-05-13", await ToldSinceAsync("2020-05-12T10:00"));
    }

    private Task<ItemFile> FileAsync() => world.FileAsync();
}
