using System.Globalization;
using System.Net;

namespace Reminders.Web.Tests.Access;

/// <summary>Wrong keys are logged without the key, and a caller with many of them is slowed down.</summary>
public sealed class WrongKeyTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");

    private readonly SettableClock clock = new(Office.Start);

    [Fact]
    public async Task A_wrong_key_is_logged_with_time_and_address_and_never_the_key()
    {
        await using var office = await Office.OpenAsync();

        (await CallAsync(office, "not-the-right-key")).Refused(HttpStatusCode.Unauthorized, "key-wrong");

        var line = Assert.Single(office.Log);
        Assert.StartsWith("Warning ", line, StringComparison.Ordinal);
        Assert.Contains("2026-03-24T00:50:00Z", line, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", line, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-right-key", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_ten_wrong_keys_the_next_waits_and_is_told_how_long()
    {
        await using var office = await Office.OpenAsync();
        await FailAsync(office, FailedKeys.Tries);

        for (var repeat = 0; repeat < 3; repeat++)
        {
            using var answer = await office.SendAsync(HttpMethod.Get, "/api/items", "wrong");
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal("30", answer.Headers.RetryAfter?.ToString());
        }
        (await CallAsync(office, "wrong")).Refused(HttpStatusCode.TooManyRequests, "too-many-wrong-keys");
        // The slow-down is logged once in a pause; otherwise a caller could flood the log.
        Assert.Equal(FailedKeys.Tries + 1, office.Log.Count);
        Assert.Contains("slowed down", office.Log.Last(), StringComparison.Ordinal);

        office.System.Clock.SetTo(Office.Start + FailedKeys.Pause);
        (await CallAsync(office, "wrong")).Refused(HttpStatusCode.Unauthorized, "key-wrong"); // one try
        (await CallAsync(office, "wrong")).Refused(HttpStatusCode.TooManyRequests, "too-many-wrong-keys");
    }

    [Fact]
    public async Task A_session_that_was_there_goes_on_and_a_new_one_waits_for_the_pause()
    {
        await using var office = await Office.OpenAsync();
        var (there, fresh) = (office.SecretOf(KeyRole.Viewer), office.SecretOf(KeyRole.Operator));
        (await CallAsync(office, there)).Ok();
        await FailAsync(office, FailedKeys.Tries);

        (await CallAsync(office, there)).Ok();
        (await CallAsync(office, fresh)).Refused(HttpStatusCode.TooManyRequests, "too-many-wrong-keys");
        office.System.Clock.SetTo(Office.Start + FailedKeys.Pause);
        (await CallAsync(office, fresh)).Ok();
        (await CallAsync(office, fresh)).Ok();
    }

    [Fact]
    public async Task A_call_without_a_key_is_no_guess()
    {
        await using var office = await Office.OpenAsync();
        for (var repeat = 0; repeat <= FailedKeys.Tries; repeat++)
            (await office.CallAsync(HttpMethod.Get, "/api/items", key: null)).Refused(HttpStatusCode.Unauthorized, "key-missing");
        (await CallAsync(office, office.SecretOf(KeyRole.Viewer))).Ok();
    }

    [Fact]
    public void A_good_key_in_between_does_not_make_guessing_free()
    {
        var failed = new FailedKeys(clock);
        for (var tries = 0; tries < FailedKeys.Tries; tries++)
        {
            Assert.Null(failed.WaitOf(Here, "wrong"));
            failed.Add(Here);
            failed.Trust(Here, "own");
        }
        Assert.NotNull(failed.WaitOf(Here, "wrong"));
        Assert.Null(failed.WaitOf(Here, "own"));
    }

    [Fact]
    public void One_of_many_tries_at_the_end_of_a_pause_goes_through()
    {
        var failed = NewFailed();
        clock.SetTo(Office.Start + FailedKeys.Pause);
        Assert.Null(failed.WaitOf(Here, "a"));
        Assert.NotNull(failed.WaitOf(Here, "b"));
    }

    [Fact]
    public void Another_address_is_not_slowed_down_and_a_site_of_IPv6_is_one()
    {
        var failed = NewFailed();
        Assert.NotNull(failed.WaitOf(IPAddress.Parse("::ffff:192.0.2.1"), "wrong"));
        Assert.Null(failed.WaitOf(IPAddress.Parse("192.0.2.2"), "wrong"));
        for (var tries = 0; tries < FailedKeys.Tries; tries++)
            failed.Add(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8::{tries + 1}")));
        Assert.NotNull(failed.WaitOf(IPAddress.Parse("2001:db8::ffff"), "wrong"));
        Assert.Null(failed.WaitOf(IPAddress.Parse("2001:db8:0:1::1"), "wrong"));
    }

    [Fact]
    public void Failures_are_forgotten_after_a_while_and_a_session_ends()
    {
        var failed = NewFailed();
        failed.Trust(Here, "own");
        clock.SetTo(Office.Start + FailedKeys.ForgottenAfter);
        failed.Add(Here);
        Assert.Null(failed.WaitOf(Here, "wrong"));

        clock.SetTo(Office.Start + FailedKeys.SessionLasts);
        for (var tries = 0; tries < FailedKeys.Tries; tries++)
            failed.Add(Here);
        Assert.NotNull(failed.WaitOf(Here, "own"));
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_no_wait_longer_than_a_pause()
    {
        var failed = NewFailed();
        clock.SetTo(Office.Start - Duration.FromDays(1));
        Assert.Equal(FailedKeys.Pause, failed.WaitOf(Here, "wrong")?.Wait);
    }

    [Fact]
    public void A_table_keeps_the_last_value_and_never_more_rows_than_its_bound()
    {
        var table = new RecentTable<string>(2);
        foreach (var key in (string[])["a", "b", "a", "c"])
            table.Set(key, key.ToUpperInvariant());
        Assert.Equal(("A", null, "C", 2), (table.Find("a"), table.Find("b"), table.Find("c"), table.Count));
    }

    private FailedKeys NewFailed()
    {
        var failed = new FailedKeys(clock);
        for (var tries = 0; tries < FailedKeys.Tries; tries++)
            failed.Add(Here);
        return failed;
    }

    private static async Task FailAsync(Office office, int times)
    {
        for (var tries = 0; tries < times; tries++)
            (await CallAsync(office, "wrong")).Refused(HttpStatusCode.Unauthorized, "key-wrong");
    }

    private static Task<Answer> CallAsync(Office office, string key) => office.CallAsync(HttpMethod.Get, "/api/items", key);
}
