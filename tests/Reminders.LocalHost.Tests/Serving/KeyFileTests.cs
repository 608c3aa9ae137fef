using System.Runtime.Versioning;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The first key of a data folder when several processes start at once.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_first_starts_one_makes_the_key_and_the_other_waits_and_reads_it()
    {
        await using var first = await KeyFile.OpenAsync(folder.Path, Cancellation);
        var waiting = KeyFile.OpenAsync(folder.Path, Cancellation);
        Assert.NotNull(first.NewSecret);
        Assert.False(waiting.IsCompleted);

        await first.KeepAsync(Cancellation);

        await using var second = await waiting;
        Assert.Null(second.NewSecret);
        Assert.Equal(first.Keys.Single().Hash, second.Keys.Single().Hash);
    }

    [Fact]
    public async Task A_first_start_that_ends_before_it_has_kept_its_key_leaves_the_turn_to_the_next()
    {
        await using (await KeyFile.OpenAsync(folder.Path, Cancellation))
        {
        }

        await using var next = await KeyFile.OpenAsync(folder.Path, Cancellation);
        Assert.NotNull(next.NewSecret);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_file_is_its_owners_alone_also_where_an_older_start_left_it_open()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using (var first = await KeyFile.OpenAsync(folder.Path, Cancellation))
            await first.KeepAsync(Cancellation);
        var path = Path.Combine(folder.Path, "keys.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using (await KeyFile.OpenAsync(folder.Path, Cancellation))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("null", "it contains no key")]
    [InlineData("{}", "it contains no key")]
    [InlineData("", "it is not a JSON object of keys by name, see line 1")]
    [InlineData("[]", "it is not a JSON object of keys by name, see line 1")]
    [InlineData("{\n\"administrator\": \"administrator:", "it is not a JSON object of keys by name, see line 2")]
    [InlineData("{\"administrator\": 7}", "it is not a JSON object of keys by name, see line 1")]
    [InlineData("{\"administrator\": null}", "a key is not a role, a colon and a SHA-256")]
    [InlineData("{\"administrator\": \"boss:00\"}", "a key is not a role, a colon and a SHA-256")]
    public async Task A_damaged_file_is_told_in_one_line_that_says_what_to_do(string json, string why)
    {
        var path = folder.Write("keys.json", json);
        var refused = await Assert.ThrowsAsync<InputRefusedException>(() => KeyFile.CheckAsync(folder.Path, Cancellation));
        Assert.Equal(("keys-damaged", $"{path} cannot be used: {why}. Restore it, or delete it to get a new administrator's key."), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task A_key_that_stands_there_twice_is_damage()
    {
        var (_, setting) = ApiKey.Make(KeyRole.Administrator);
        folder.Write("keys.json", $$"""{"administrator": "{{setting}}", "administrator": "{{setting}}"}""");
        await Assert.ThrowsAsync<InputRefusedException>(() => KeyFile.CheckAsync(folder.Path, Cancellation));
    }

    public void Dispose() => folder.Dispose();
}
