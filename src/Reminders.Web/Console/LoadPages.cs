using Microsoft.AspNetCore.Mvc;

namespace Reminders.Web.Console;

/// <summary>A plan as a file was read, before anything is stored.</summary>
/// <param name="Plan">The plan; the number is the next free one, or that of the plan that was loaded before.</param>
/// <param name="AlreadyLoaded">Whether the plan was loaded before.</param>
/// <param name="NeedsYear">Whether the year must be given before the plan can be loaded.</param>
/// <param name="Contacts">The number of contacts that come with the plan.</param>
/// <param name="Items">The items as they would be, or as they are in a plan that was loaded before.</param>
/// <param name="Differences">The changes to a plan that was loaded before.</param>
/// <param name="Findings">The findings on the plan as a whole.</param>
/// <param name="Sms">The SMS of the first days; null for a plan that was loaded before or is too long to rehearse at once.</param>
/// <param name="Kept">The files.</param>
public sealed record LoadPreview(
    PlanView Plan, bool AlreadyLoaded, bool NeedsYear, int Contacts, IReadOnlyList<ItemView> Items,
    IReadOnlyList<ItemDifference> Differences, IReadOnlyList<Finding> Findings, IReadOnlyList<RehearsedSms>? Sms, KeptFiles Kept)
{
    /// <summary>How many days are rehearsed, today included.</summary>
    public const int DaysRehearsed = 14;

    /// <summary>Whether loading changes anything.</summary>
    public bool Changes => !AlreadyLoaded || Differences.Count > 0 || Contacts > 0;
}

/// <summary>A plan that was loaded, with the items that lack something.</summary>
public sealed record LoadedPlan(PlanView Plan, bool IsComplete, int Written, IReadOnlyList<ItemView> Drafts);

/// <summary>Loads a plan in two steps: the first shows how the files were read, the second stores it.</summary>
internal static class LoadPages
{
    /// <summary>How many items are rehearsed while the reader waits.</summary>
    private const int MostRehearsed = 500;

    public static IEndpointRouteBuilder MapLoadPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/load", ReadAsync).NeedsSession(KeyRole.Administrator);
        pages.MapPost("/load", LoadAsync).NeedsSession(KeyRole.Administrator);
        pages.MapGet("/templates/{name}.xlsx", FileRoutes.Template);
        return pages;
    }

    private static async Task<IResult> ReadAsync(string? plan, string? done, ApiCall call)
    {
        LoadedPlan? loaded = null;
        if (plan is not null)
        {
            var file = (await PlanRoutes.ReadAsync(plan, call)).Value!;
            loaded = new(file.Plan, file.IsComplete, file.Written, [.. file.Items.Where(i => i.State == ItemState.Draft)]);
        }
        return await PageAsync(call, loaded: loaded, done: done);
    }

    private static async Task<IResult> LoadAsync(ConsoleForm form, ApiCall call)
    {
        var (kept, unread) = await Attempt.RunAsync(() => KeptFiles.ReadAsync(form, ["file", "contacts"], ["year", "units"], call));
        if (kept is null)
            return await PageAsync(call, form, problem: unread);
        var isConfirmed = form["do"] == "load";
        if (isConfirmed && form["seen"] == kept.Seen)
        {
            var (gaps, unclear) = Attempt.Run(() => PreviewGap.Read(form));
            if (gaps is null)
            {
                var (again, _) = await Attempt.RunAsync(() => RunAsync(form, kept, dryRun: true, call));
                return await PageAsync(call, form, again, unclear);
            }
            var (stored, refused) = await Attempt.RunAsync(() => RunAsync(form, kept, dryRun: false, call));
            if (stored is null)
                return await PageAsync(call, form, problem: refused);
            await PreviewGap.FillAsync(gaps, stored.Plan.Number, call);
            return ConsoleRoutes.SeeOther($"/load?plan={stored.Plan.Number}&done={(stored.AlreadyLoaded ? "again" : "new")}");
        }
        var (preview, problem) = await Attempt.RunAsync(() => RunAsync(form, kept, dryRun: true, call));
        return await PageAsync(call, form, preview, problem, done: isConfirmed && preview is not null ? "other" : null);
    }

    private static async Task<LoadPreview> RunAsync(ConsoleForm form, KeptFiles kept, bool dryRun, ApiCall call)
    {
        var file = kept["file"] ?? throw ProblemException.BadRequest("file-missing", $"Choose the file of the plan.");
        var year = form["year"] is { Length: > 0 } given ? given : null;
        var (draft, contacts) = PlanRoutes.Read(file, kept["contacts"], year, form["units"], call.Services);
        var result = await call.Services.UseCases.LoadPlan.RunAsync(draft, contacts, dryRun, call.By, call.Cancellation);
        if (result.Refusal is { } refusal)
            throw ProblemException.Conflict(refusal.Code, refusal.Words);
        var view = await PlanRoutes.ViewAsync(result, call);
        return new(
            view.Plan, view.AlreadyLoaded, draft.YearIsWeak, contacts.Length, [.. view.Items], [.. view.Differences], [.. view.Findings],
            dryRun && !view.AlreadyLoaded && !draft.YearIsWeak && draft.Items.Length <= MostRehearsed
                ? await RehearseAsync(draft, contacts, call) : null,
            kept);
    }

    private static async Task<IReadOnlyList<RehearsedSms>> RehearseAsync(PlanDraft draft, ImmutableArray<Contact> contacts, ApiCall call)
    {
        var (services, now) = (call.Services, call.Services.Clock.GetCurrentInstant());
        var last = services.TodayIn(services.Zone).PlusDays(LoadPreview.DaysRehearsed - 1);
        return await LedgerRehearsal
            .PlayAsync(services.Ledger, draft, contacts, services.Schedule.Policy, services.Zone, now, last, call.Cancellation)
            .ToListAsync(call.Cancellation);
    }

    private static async Task<IResult> PageAsync(
        ApiCall call, ConsoleForm? form = null, LoadPreview? preview = null, ProblemDetails? problem = null, LoadedPlan? loaded = null,
        string? done = null)
    {
        var plans = new List<LoadedPlan>();
        foreach (var plan in preview is null ? await call.Ledger.Plans.PlansAsync(call.Cancellation) : [])
        {
            var written = plan.IsComplete ? plan.ItemCount : await call.Services.UseCases.FollowLoad.RunAsync(plan, call.Cancellation);
            plans.Add(new(PlanView.Of(plan), plan.IsComplete, written, []));
        }
        return new Page<Pages.LoadPage>(
            problem, ("Form", form), ("Preview", preview), ("Loaded", loaded), ("Plans", plans), ("Done", done));
    }
}
