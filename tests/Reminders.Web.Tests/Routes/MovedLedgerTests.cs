using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reminders.Web.Tests.Console;

namespace Reminders.Web.Tests.Routes;

/// <summary>A ledger that was moved away while its host ran: it is shown, and no call changes it.</summary>
public sealed class MovedLedgerTests
{
    private LedgerMove? move;

    public static TheoryData<string> Changes => [.. RouteCalls.All.Keys.Where(k => !k.StartsWith("GET ", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task No_call_changes_it(string route)
    {
        await using var office = await OpenAsync();
        move = new("The ledger was moved to the account office.");
        var before = await office.SnapshotAsync();
        var (path, body) = RouteCalls.All[route];

        var answer = await office.CallAsync(HttpMethod.Parse(route.Split(' ')[0]), path, KeyRole.Administrator, body());

        Assert.Equal(before, await office.SnapshotAsync());
        // The new place asks the provider for receipts.
        if (route != "POST /api/sms/status")
        {
            var line = answer.Refused(HttpStatusCode.ServiceUnavailable, "ledger-unavailable");
            Assert.Equal("The ledger was moved to the account office. Here nothing is sent and every change is refused.", line);
        }
    }

    [Fact]
    public async Task Readiness_says_where_it_is()
    {
        await using var office = await OpenAsync();
        (await office.GetAsync("/api/items")).Ok();
        move = new("The ledger was moved to the account office.");

        var answer = await office.GetAsync("/api/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        var problem = answer.Json.GetProperty("problems").EnumerateArray().Single(p => p.Text("code") == "ledger-moved");
        Assert.Equal(move.Message, problem.Text("message"));
        Assert.Equal(3, (await office.GetAsync("/api/items")).Ok().GetArrayLength());
    }

    [Fact]
    public async Task No_form_of_the_console_changes_it()
    {
        await using var office = await OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        move = new("The ledger was moved to the account office.");
        var before = await office.SnapshotAsync();

        var page = await browser.GetAsync("/items/1-1");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var forms = ConsoleForms();
        Assert.Superset(new HashSet<string> { "/board", "/load", "/people/import", "/settings/keys", "/items/{code}/{action}" }, forms);
        foreach (var form in forms)
        {
            var refused = await browser.PostAsync(form.Replace("{code}", "1-1").Replace("{action}", "Report"), page.Field("token"));
            Assert.Equal((form, HttpStatusCode.ServiceUnavailable), (form, refused.Status));
            refused.Shows("台账暂时不能读写");
        }
        Assert.Equal(before, await office.SnapshotAsync());
    }

    // Signing in and out changes only the sessions.
    private static HashSet<string> ConsoleForms()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapConsole();
        return ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) == true)
            .Select(e => $"/{e.RoutePattern.RawText?.Trim('/')}").Except(["/sign-in", "/sign-out"]).ToHashSet();
    }

    private async Task<Office> OpenAsync()
    {
        var office = await Office.OpenAsync(ledger => ledger with
        {
            Barriers = PortProxy.Over(
                ledger.Barriers,
                call => call.Pass() switch
                {
                    Task<SendBarriers> { Result: var read } => Task.FromResult(read with { Move = move }),
                    var other => other,
                }),
        });
        (await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan, OfficeFiles.Contacts))).Ok();
        return office;
    }
}
