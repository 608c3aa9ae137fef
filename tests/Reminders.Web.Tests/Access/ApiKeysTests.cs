namespace Reminders.Web.Tests.Access;

/// <summary>The routes that a key opens, and its expiry.</summary>
public sealed class ApiKeysTests
{
    private readonly InMemoryLedger ledger = new();
    private readonly SettableClock clock = new(Build.Now);
    private readonly (string Secret, string Setting) viewer = ApiKey.Make(KeyRole.Viewer);

    [Fact]
    public async Task A_key_of_the_settings_is_found_by_its_secret_and_by_nothing_else()
    {
        var keys = NewKeys();

        Assert.Equal(KeyRole.Viewer, (await keys.FindAsync(viewer.Secret, Cancellation))?.Role);
        Assert.Null(await keys.FindAsync("", Cancellation));
        Assert.Null(await keys.FindAsync(viewer.Secret[..^1], Cancellation));
        Assert.Null(await keys.FindAsync(viewer.Secret + " ", Cancellation));
        Assert.Null(await keys.FindAsync(viewer.Setting.Split(':')[1], Cancellation)); // the stored hash opens nothing
    }

    [Fact]
    public async Task A_key_of_the_ledger_is_found_with_its_name_and_role_unless_it_is_revoked()
    {
        var (good, revoked) = (await AddAsync("值班室"), await AddAsync("旧", revoked: true));
        var keys = NewKeys();

        var found = await keys.FindAsync(good, Cancellation);

        Assert.Equal(("值班室", KeyRole.Operator), (found?.Name, found?.Role));
        Assert.Null(await keys.FindAsync(revoked, Cancellation));
    }

    [Fact]
    public async Task A_key_that_another_host_revokes_opens_nothing_after_half_a_minute()
    {
        var secret = await AddAsync("值班室");
        var keys = NewKeys();
        Assert.NotNull(await keys.FindAsync(secret, Cancellation));

        await new IssueKeys(ledger, NewKeys(), clock).RevokeAsync("值班室", "administrator", Cancellation);
        clock.SetTo(Build.Now + ApiKeys.ReadAgainAfter - Duration.Epsilon);
        Assert.NotNull(await keys.FindAsync(secret, Cancellation));
        clock.SetTo(Build.Now + ApiKeys.ReadAgainAfter);
        Assert.Null(await keys.FindAsync(secret, Cancellation));
    }

    [Fact]
    public async Task A_key_that_this_host_makes_opens_at_once_and_one_that_it_revokes_nothing_more()
    {
        var keys = NewKeys();
        Assert.Null(await keys.FindAsync("x", Cancellation));
        var issue = new IssueKeys(ledger, keys, clock);

        var made = await issue.MakeAsync("值班室", KeyRole.Viewer, null, "administrator", Cancellation);
        Assert.Equal("值班室", (await keys.FindAsync(made.Value.Secret!, Cancellation))?.Name);
        await issue.RevokeAsync("值班室", "administrator", Cancellation);
        Assert.Null(await keys.FindAsync(made.Value.Secret!, Cancellation));
    }

    [Fact]
    public async Task The_last_administrator_of_settings_and_ledger_together_is_not_revoked()
    {
        await AddAsync("甲", KeyRole.Administrator);
        await AddAsync("乙", KeyRole.Administrator);
        var issue = new IssueKeys(ledger, NewKeys(), clock);

        Assert.Null((await issue.RevokeAsync("甲", "乙", Cancellation)).Refusal);
        Assert.Equal("last-administrator", (await issue.RevokeAsync("乙", "乙", Cancellation)).Refusal?.Code);

        var more = new IssueKeys(ledger, new([ApiKey.Parse("setting", ApiKey.Make(KeyRole.Administrator).Setting)], ledger, clock, clock),
            clock);
        Assert.Null((await more.RevokeAsync("乙", "setting", Cancellation)).Refusal);
    }

    [Fact]
    public async Task Two_simultaneous_rotations_of_a_key_leave_the_later_secret_valid()
    {
        await AddAsync("值班室");
        var keys = NewKeys();
        var results = await Task.WhenAll(Enumerable.Range(0, 2)
            .Select(_ => Task.Run(() => new IssueKeys(ledger, keys, clock).RotateAsync("值班室", null, "administrator", Cancellation))));
        var found = await Task.WhenAll(results.Select(r => keys.FindAsync(r.Value.Secret!, Cancellation)));
        Assert.Single(found, f => f is not null);
    }

    [Fact]
    public async Task A_last_use_that_cannot_be_written_does_not_fail_the_call()
    {
        var secret = await AddAsync("值班室");
        var wire = new Wire();
        var keys = new ApiKeys([], wire.Through(ledger), clock, clock);
        wire.CrashesAt = 2; // after the keys were read

        Assert.Equal("值班室", (await keys.FindAsync(secret, Cancellation))?.Name);
        Assert.Equal("IKeys.TrySaveKeyAsync", wire.Calls[^1]);
    }

    private ApiKeys NewKeys() => new([ApiKey.Parse("viewer", viewer.Setting)], ledger, clock, clock);

    private async Task<string> AddAsync(string name, KeyRole role = KeyRole.Operator, bool revoked = false)
    {
        var (secret, hash) = ApiKey.Make();
        var key = new IssuedKey(name, role.ToString(), hash, clock.GetCurrentInstant(), "administrator")
        {
            RevokedAt = revoked ? Build.Now : null,
        };
        Assert.True(await ledger.Keys.TryAddKeyAsync(key, Cancellation));
        return secret;
    }
}
