using System.Net;

namespace Reminders.Functions.Tests;

/// <summary>The Functions host adds the caller's address and the host name. What callers send comes before and must not count.</summary>
public sealed class ForwardedTests
{
    [Fact]
    public async Task Wrong_keys_count_against_the_address_from_the_host_only()
    {
        await using var office = await Office.OpenAsync();
        for (var tries = 0; tries < FailedKeys.Tries; tries++)
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(office, "wrong", $"198.51.100.{tries}, 192.0.2.1"));

        Assert.Equal(HttpStatusCode.TooManyRequests, await CallAsync(office, "wrong", "203.0.113.7, 192.0.2.1:5123"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(office, "wrong", "192.0.2.1, 192.0.2.2"));
        Assert.All(office.Log.Take(FailedKeys.Tries), line => Assert.EndsWith(" 192.0.2.1", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_host_name_of_the_call_counts()
    {
        await using var office = await Office.OpenForAsync("office.example");
        Assert.Equal(HttpStatusCode.OK, await CallAsync(office, office.SecretOf(KeyRole.Viewer), "192.0.2.1", "office.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await CallAsync(office, office.SecretOf(KeyRole.Viewer), "192.0.2.1", "evil.example"));
    }

    private static async Task<HttpStatusCode> CallAsync(Office office, string key, string forwardedFor, string? forwardedHost = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = office.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/items");
        request.Headers.Add(ApiRoutes.KeyHeader, key);
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        if (forwardedHost is not null)
            request.Headers.Add("X-Forwarded-Host", forwardedHost);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
