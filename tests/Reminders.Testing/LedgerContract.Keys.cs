using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_key_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        Assert.Empty(await ledger.Keys.KeysAsync(Cancellation));
        Assert.True(await ledger.Keys.TryAddKeyAsync(Build.Key(), Cancellation));
        AssertSame(Build.Key(), Assert.Single(await ledger.Keys.KeysAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task A_session_is_kept_changed_and_ended()
    {
        var ledger = await NewLedgerAsync();
        var (first, second) = (Build.Session("a"), Build.Session("b"));
        Assert.True(await ledger.Keys.TryAddSessionAsync(first, Cancellation));
        Assert.False(await ledger.Keys.TryAddSessionAsync(first with { Key = "other" }, Cancellation));
        Assert.True(await ledger.Keys.TryAddSessionAsync(second, Cancellation));
        Assert.Equal([first, second], (await ledger.Keys.SessionsAsync(Cancellation)).OrderBy(s => s.Id));

        var read = (await ledger.Keys.FindSessionAsync(first.Id, Cancellation))!;
        Assert.Equal(first, read.Value);
        var seen = read with { Value = first with { SeenAt = Build.Now + Duration.FromHours(1) } };
        Assert.True(await ledger.Keys.TrySaveSessionAsync(seen, Cancellation));
        Assert.False(await ledger.Keys.TrySaveSessionAsync(seen, Cancellation));
        Assert.Equal(seen.Value, (await ledger.Keys.FindSessionAsync(first.Id, Cancellation))!.Value);
    }

    [Fact]
    public async Task A_session_that_has_ended_does_not_come_back()
    {
        var ledger = await NewLedgerAsync();
        Assert.True(await ledger.Keys.TryAddSessionAsync(Build.Session("a"), Cancellation));
        var read = (await ledger.Keys.FindSessionAsync("a", Cancellation))!;
        await ledger.Keys.EndSessionsAsync(["a", "unknown"], Cancellation);
        Assert.False(await ledger.Keys.TrySaveSessionAsync(read, Cancellation));
        Assert.Null(await ledger.Keys.FindSessionAsync("a", Cancellation));
        Assert.Empty(await ledger.Keys.SessionsAsync(Cancellation));
    }

    [Fact]
    public async Task A_key_of_which_little_is_known_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        var key = new IssuedKey("a-_9𠮷", "viewer", "", Build.Now, "");
        Assert.True(await ledger.Keys.TryAddKeyAsync(key, Cancellation));
        Assert.Equal(key, Assert.Single(await ledger.Keys.KeysAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task Keys_come_in_the_order_in_which_they_were_made()
    {
        var ledger = await NewLedgerAsync();
        foreach (var (name, day) in ((string, int)[])[("b", 2), ("丙", 3), ("a", 1)])
            Assert.True(
                await ledger.Keys.TryAddKeyAsync(Build.Key(name) with { MadeAt = Build.Now + Duration.FromDays(day) }, Cancellation));
        Assert.Equal(["a", "b", "丙"], (await ledger.Keys.KeysAsync(Cancellation)).Select(k => k.Value.Name));
    }

    [Fact]
    public async Task A_name_that_is_taken_stays_whose_it_is_in_any_letter_case()
    {
        var ledger = await NewLedgerAsync();
        Assert.True(await ledger.Keys.TryAddKeyAsync(Build.Key("Duty"), Cancellation));
        Assert.False(await ledger.Keys.TryAddKeyAsync(Build.Key("Duty", "administrator"), Cancellation));
        Assert.False(await ledger.Keys.TryAddKeyAsync(Build.Key("dUTY", "administrator"), Cancellation));
        Assert.Equal(Build.Key("Duty"), Assert.Single(await ledger.Keys.KeysAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task One_of_many_rivals_that_take_a_name_gets_it()
    {
        var ledger = await NewLedgerAsync();
        var taken = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(n => Task.Run(() => ledger.Keys.TryAddKeyAsync(Build.Key() with { MadeBy = $"{n}" }, Cancellation))));
        Assert.Single(taken, t => t);
        Assert.Equal($"{Array.IndexOf(taken, true)}", Assert.Single(await ledger.Keys.KeysAsync(Cancellation)).Value.MadeBy);
    }

    [Fact]
    public async Task A_saved_key_replaces_the_one_read_and_loses_against_a_rival()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Keys.TryAddKeyAsync(Build.Key() with { RevokedAt = null }, Cancellation);
        await ledger.Keys.TryAddKeyAsync(Build.Key("other"), Cancellation);
        var read = (await ledger.Keys.KeysAsync(Cancellation)).Single(k => k.Value.Name == Build.Key().Name);
        Assert.True(await ledger.Keys.TrySaveKeyAsync(read with { Value = Build.Key() }, Cancellation));
        Assert.False(await ledger.Keys.TrySaveKeyAsync(read with { Value = read.Value with { Hash = "mine" } }, Cancellation));
        Assert.Equivalent((IssuedKey[])[Build.Key(), Build.Key("other")], (await ledger.Keys.KeysAsync(Cancellation)).Select(k => k.Value),
            strict: true);
    }

    [Fact]
    public async Task A_key_that_was_never_added_is_not_saved()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Keys.TryAddKeyAsync(Build.Key(), Cancellation);
        var read = Assert.Single(await ledger.Keys.KeysAsync(Cancellation));
        Assert.False(await ledger.Keys.TrySaveKeyAsync(new Stored<IssuedKey>(Build.Key("other"), read.Tag), Cancellation));
        Assert.Single(await ledger.Keys.KeysAsync(Cancellation));
    }
}
