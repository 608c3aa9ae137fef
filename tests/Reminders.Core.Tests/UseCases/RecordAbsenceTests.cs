namespace Reminders.Core.Tests.UseCases;

/// <summary>Which absences are recorded, asked for on 12 May 2020 for 张三 (number 1), whose deputy is 孙七 (number 4).</summary>
public class RecordAbsenceTests
{
    private static readonly Party Deputy = new("孙七", Given.Phone(4));

    private readonly World world = new(Given.At("2020-05-12T10:00"));

    public static TheoryData<string, string, string, string> Days => new()
    {
        { "2020-05-12", "2020-05-12", "InForce", "today alone" },
        { "2020-05-01", "2020-05-12", "InForce", "its last day counts whole" },
        { "2020-05-13", "2020-05-20", "Ahead", "from tomorrow on" },
        { "2020-05-13", "2021-05-13", "Ahead", "366 days, both ends included" },
        { "2020-05-13", "2020-05-12", "until-before-from", "" },
        { "2020-05-01", "2020-05-11", "absence-over", "it ended yesterday" },
        { "2020-05-13", "2021-05-14", "absence-too-long", "367 days" },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public async Task The_days_decide(string from, string until, string expected, string remark)
    {
        await LoadAsync();
        var result = await RecordAsync(from, until);
        Assert.Equal((expected, remark), (result.Refusal?.Code ?? result.Value.Absence.StageAt(world.Now).ToString(), remark));
        Assert.Equal(result.Refusal is null ? 1 : 0, (await world.Ledger.People.AbsencesAsync(Cancellation)).Count);
    }

    [Theory]
    [InlineData(1, "孙七", 4, null)]
    [InlineData(1, "张三", 1, "deputy-is-absent-one")]
    [InlineData(1, "**", 4, "name-names-nobody")]
    [InlineData(1, "各村支部", 4, "name-names-nobody")]
    [InlineData(1, "钱二", 9, "number-failed")]
    [InlineData(50, "孙七", 4, "number-unknown")]
    public async Task An_absent_person_must_be_known_and_the_deputy_somebody_else_who_can_be_reached(
        int number, string name, int deputy, string? expected)
    {
        await LoadAsync();
        await world.Ledger.Barriers.FlagAsync(new NumberFlag(Given.Phone(9), "30005", world.Now), Cancellation);
        Assert.Equal(expected, (await RecordAsync("2020-05-13", "2020-05-20", number, new(name, Given.Phone(deputy)))).Refusal?.Code);
    }

    [Theory]
    [InlineData(1, 5, "2020-05-20", "2020-05-25", "absence-overlaps")]
    [InlineData(1, 5, "2020-05-21", "2020-05-25", null)] // the day after
    [InlineData(11, 1, "2020-05-20", "2020-05-20", "deputy-absent")]
    [InlineData(11, 1, "2020-05-21", "2020-05-21", null)]
    [InlineData(4, 5, "2020-05-13", "2020-05-13", "stands-in-then")]
    [InlineData(4, 5, "2020-05-12", "2020-05-12", null)]
    [InlineData(11, 4, "2020-05-13", "2020-05-20", null)] // one deputy may stand in for several
    public async Task A_person_has_one_absence_at_a_time_and_a_deputy_has_none(
        int number, int deputy, string from, string until, string? expected)
    {
        await LoadAsync(new Contact("孙七", Given.Phone(4)));
        Assert.Null((await RecordAsync("2020-05-13", "2020-05-20")).Refusal);
        Assert.Equal(expected, (await RecordAsync(from, until, number, new("周一", Given.Phone(deputy)))).Refusal?.Code);
    }

    [Fact]
    public async Task An_absence_recorded_twice_is_one_and_a_cancelled_absence_can_be_recorded_again()
    {
        await LoadAsync();
        var first = (await RecordAsync("2020-05-13", "2020-05-20")).Value.Absence;
        Assert.Equal(first, (await RecordAsync("2020-05-13", "2020-05-20")).Value.Absence);
        Assert.NotNull((await world.CancelAbsence.RunAsync(first.Id, Given.Office, Cancellation)).Value.Absence.CancelledAt);
        Assert.NotEqual(first.Id, (await RecordAsync("2020-05-13", "2020-05-20")).Value.Absence.Id);
        Assert.Equal(2, (await world.Ledger.People.AbsencesAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task One_of_two_simultaneous_absences_for_a_number_counts()
    {
        await LoadAsync();
        var rival = (Outcome<AbsenceFollowed>?)null;
        var ledger = Overtaken.On(world.Ledger, "TryAddAbsenceAsync", async () => rival = await RecordAsync("2020-05-19", "2020-05-22"));
        var result = await world.On(ledger).RecordAbsence
            .RunAsync(Given.Phone(1), Deputy, (Given.Day("2020-05-13"), Given.Day("2020-05-20")), "", Given.Office, Cancellation);
        Assert.IsType<Outcome<AbsenceFollowed>.Done>(rival);
        Assert.Equal("absence-overlaps", result.Refusal?.Code);
        Assert.Single(await world.Ledger.People.AbsencesAsync(Cancellation));
    }

    [Fact]
    public async Task An_absence_that_is_over_or_unknown_cannot_be_cancelled()
    {
        await LoadAsync();
        var absence = (await RecordAsync("2020-05-12", "2020-05-12")).Value.Absence;
        world.Clock.SetTo(Given.At("2020-05-13T00:00"));
        Assert.Equal("absence-over", (await world.CancelAbsence.RunAsync(absence.Id, Given.Office, Cancellation)).Refusal?.Code);
        Assert.IsType<Outcome<AbsenceFollowed>.Missing>(await world.CancelAbsence.RunAsync("nobody-1", Given.Office, Cancellation));
    }

    private Task<LoadResult> LoadAsync(params Contact[] more) => world.LoadAsync(Given.Plan("2020-06-20"), [.. Given.Contacts(), .. more]);

    private Task<Outcome<AbsenceFollowed>> RecordAsync(string from, string until, int number = 1, Party? deputy = null) =>
        world.RecordAbsence.RunAsync(Given.Phone(number), deputy ?? Deputy, (Given.Day(from), Given.Day(until)), "", Given.Office,
            Cancellation);
}
