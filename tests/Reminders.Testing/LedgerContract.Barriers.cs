using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_new_ledger_has_no_halt_and_no_flag()
    {
        var ledger = await NewLedgerAsync();
        var barriers = await ledger.Barriers.BarriersAsync(Cancellation);
        Assert.Empty(barriers.Flags);
        Assert.Null(barriers.Halt);
    }

    [Fact]
    public async Task A_flag_and_a_halt_are_read_as_they_were_written()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Barriers.FlagAsync(Build.Flag(), Cancellation);
        await ledger.Barriers.SaveHaltAsync(Build.Halt(), Cancellation);
        var barriers = await ledger.Barriers.BarriersAsync(Cancellation);
        AssertSame(Build.Flag(), Assert.Single(barriers.Flags));
        AssertSame(Build.Halt(), barriers.Halt);
    }

    [Fact]
    public async Task The_first_flag_of_a_number_stays()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Barriers.FlagAsync(Build.Flag(1), Cancellation);
        await ledger.Barriers.FlagAsync(Build.Flag(1) with { Reason = "opted-out", At = Build.Now - Duration.FromDays(1) }, Cancellation);
        await ledger.Barriers.FlagAsync(Build.Flag(2), Cancellation);
        var flags = (await ledger.Barriers.BarriersAsync(Cancellation)).Flags;
        Assert.Equal([Build.Flag(1), Build.Flag(2)], flags.OrderBy(f => f.Number.Value));
    }

    [Fact]
    public async Task A_flag_is_lifted_and_the_others_and_the_halt_stay()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Barriers.FlagAsync(Build.Flag(1), Cancellation);
        await ledger.Barriers.FlagAsync(Build.Flag(2), Cancellation);
        await ledger.Barriers.SaveHaltAsync(Build.Halt(), Cancellation);
        await ledger.Barriers.UnflagAsync(Build.Flag(1).Number, Cancellation);
        Assert.Equal([Build.Flag(2)], (await ledger.Barriers.BarriersAsync(Cancellation)).Flags);
        Assert.Equal(Build.Halt(), (await ledger.Barriers.BarriersAsync(Cancellation)).Halt);
    }

    [Fact]
    public async Task A_number_can_be_flagged_anew_after_its_flag_was_lifted()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Barriers.FlagAsync(Build.Flag(), Cancellation);
        await ledger.Barriers.UnflagAsync(Build.Flag().Number, Cancellation);
        var anew = Build.Flag() with { Reason = "opted-out", At = Build.Now + Duration.FromDays(2) };
        await ledger.Barriers.FlagAsync(anew, Cancellation);
        Assert.Equal([anew], (await ledger.Barriers.BarriersAsync(Cancellation)).Flags);
    }

    [Fact]
    public async Task Lifting_a_flag_that_there_is_not_is_fine()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Barriers.FlagAsync(Build.Flag(1), Cancellation);
        await ledger.Barriers.UnflagAsync(Build.Flag(2).Number, Cancellation);
        await ledger.Barriers.UnflagAsync(Build.Flag(2).Number, Cancellation);
        Assert.Equal([Build.Flag(1)], (await ledger.Barriers.BarriersAsync(Cancellation)).Flags);
    }

    [Fact]
    public async Task A_halt_takes_the_place_of_the_one_before()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Barriers.SaveHaltAsync(Build.Halt("20003"), Cancellation);
        await ledger.Barriers.SaveHaltAsync(Build.Halt("30002"), Cancellation);
        Assert.Equal(Build.Halt("30002"), (await ledger.Barriers.BarriersAsync(Cancellation)).Halt);
    }

    [Fact]
    public async Task A_halt_is_lifted_and_the_flags_stay()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Barriers.FlagAsync(Build.Flag(), Cancellation);
        await ledger.Barriers.SaveHaltAsync(Build.Halt(), Cancellation);
        await ledger.Barriers.SaveHaltAsync(null, Cancellation);
        Assert.Equal([Build.Flag()], (await ledger.Barriers.BarriersAsync(Cancellation)).Flags);
        Assert.Null((await ledger.Barriers.BarriersAsync(Cancellation)).Halt);
        await ledger.Barriers.SaveHaltAsync(Build.Halt(), Cancellation);
        Assert.Equal(Build.Halt(), (await ledger.Barriers.BarriersAsync(Cancellation)).Halt);
    }

    [Fact]
    public async Task Lifting_a_halt_that_there_is_not_is_fine()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Barriers.SaveHaltAsync(null, Cancellation);
        await ledger.Barriers.SaveHaltAsync(null, Cancellation);
        Assert.Null((await ledger.Barriers.BarriersAsync(Cancellation)).Halt);
    }

    [Fact]
    public async Task A_restoration_is_read_as_it_was_written_beside_flags_and_a_halt_and_lifted_without_them()
    {
        var ledger = await NewLedgerAsync();
        Assert.Null((await ledger.Barriers.BarriersAsync(Cancellation)).Restoration);
        await ledger.Barriers.FlagAsync(Build.Flag(), Cancellation);
        await ledger.Barriers.SaveHaltAsync(Build.Halt(), Cancellation);
        var part = new Restoration(new('a', 64), Build.Now - Duration.FromDays(1), Build.Now + Duration.FromNanoseconds(1),
            IsComplete: false);
        await ledger.Barriers.SaveRestorationAsync(part, Cancellation);
        Assert.Equal(part, (await ledger.Barriers.BarriersAsync(Cancellation)).Restoration);
        await ledger.Barriers.SaveRestorationAsync(part with { IsComplete = true }, Cancellation);
        AssertSame(part with { IsComplete = true }, (await ledger.Barriers.BarriersAsync(Cancellation)).Restoration);

        await ledger.Barriers.SaveRestorationAsync(null, Cancellation);
        await ledger.Barriers.SaveRestorationAsync(null, Cancellation);
        var barriers = await ledger.Barriers.BarriersAsync(Cancellation);
        Assert.Null(barriers.Restoration);
        Assert.Equal([Build.Flag()], barriers.Flags);
        Assert.Equal(Build.Halt(), barriers.Halt);
    }
}
