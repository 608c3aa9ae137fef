using System.Runtime.Versioning;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The first key of a data folder when several processes start at once.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task If_two_first_starts_run_at_once_one_makes_the_key_and_the_other_reads_it()
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
    public async Task After_a_first_start_that_stored_no_key_the_next_start_makes_one()
    {
        await using (await KeyFile.OpenAsync(folder.Path, Cancellation))
        {
        }

        await using var next = await KeyFile.OpenAsync(folder.Path, Cancellation);
        Assert.NotNull(next.NewSecret);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_may_read_the_file_even_if_an_older_version_left_it_open()
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
    public async Task A_damaged_file_is_refused_in_one_line_that_says_what_to_do(string json, string why)
    {
        var path = folder.Write("keys.json", json);
        var refused = await Assert.ThrowsAsync<InputRefusedException>(() => KeyFile.CheckAsync(folder.Path, Cancellation));
        Assert.Equal(
            ("keys-damaged", $"{path} cannot be used: {why}. Restore it, or delete it to get a new administrator's key."),
            (refused.Code, refused.Message));
    }

    [Fact]
    public async Task A_duplicate_key_is_damage()
    {
        var (_, setting) = ApiKey.Make(KeyRole.Administrator);
        folder.Write("keys.json", $$"""{"administrator": "{{setting}}", "administrator": "{{setting}}"}""");
        await Assert.ThrowsAsync<InputRefusedException>(() => KeyFile.CheckAsync(folder.Path, Cancellation));
    }

    public void Dispose() => folder.Dispose();
}
