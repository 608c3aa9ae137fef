using CsCheck;

namespace Reminders.Core.Tests.Time;

public class StepNameTests
{
    private static readonly Gen<Instant> Moment = Gen.Long[0, 4_000_000_000].Select(Instant.FromUnixTimeSeconds);

    private static readonly Gen<StepName> Names = Gen.OneOf(
        Gen.Const(StepName.Due),
        Gen.Select(OneOf(StepKind.Before, StepKind.Overdue, StepKind.Supervisor), Gen.Int[0, 400], StepName.Of),
        Gen.Select(
            OneOf(StepKind.Verify, StepKind.LookBack), Gen.Int[0, 40_000],
            (kind, days) => StepName.Of(kind, new LocalDate(1990, 1, 1).PlusDays(days))),
        Gen.Select(OneOf(StepKind.Returned, StepKind.Asked, StepKind.Answered), Moment, StepName.Of),
        Gen.Select(Gen.Int[0, 99], Moment, (number, at) => StepName.Unreachable(Given.Phone(number), at)));

    private static Gen<StepKind> OneOf(params StepKind[] kinds) => Gen.Int[0, kinds.Length - 1].Select(n => kinds[n]);

    [Fact]
    public void A_name_is_read_as_it_is_written() => Names.Sample(name =>
    {
        Assert.True(StepName.TryParse(name.ToString(), out var read));
        Assert.Equal((name, name.Kind), (read, read.Kind));
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("before-")]
    [InlineData("before--7")]
    [InlineData("before-seven")]
    [InlineData("due-1")]
    [InlineData("verify-2020-02-30")]
    [InlineData("returned-2020-05-21")]
    [InlineData("unreachable-20200521T010000Z")]
    [InlineData("Before-7")]
    [InlineData("第一步")]
    public void A_name_that_no_step_has_is_refused(string? text) => Assert.False(StepName.TryParse(text, out _));

    [Fact]
    public void A_kind_takes_only_the_value_that_its_names_hold()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StepName.Of(StepKind.Due, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StepName.Of(StepKind.Before, new LocalDate(2020, 5, 21)));
        Assert.Throws<ArgumentOutOfRangeException>(() => StepName.Of(StepKind.Verify, Given.At("2020-05-21T09:00")));
        Assert.Throws<FormatException>(() => StepName.Parse("someday"));
    }

    [Fact]
    public void A_leader_is_told_of_one_number_that_cannot_be_reached()
    {
        var name = StepName.Unreachable(Given.Phone(1), Given.At("2020-05-21T09:00"));

        Assert.True(name.IsUnreachable(Given.Phone(1)));
        Assert.False(name.IsUnreachable(Given.Phone(2)));
        Assert.False(StepName.Due.IsUnreachable(Given.Phone(1)));
    }
}
