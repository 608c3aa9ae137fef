using System.Globalization;

namespace Reminders.Web.Console;

/// <summary>What somebody filled into the gaps of an item in the preview of a plan. What was left as it was is null.</summary>
public sealed record PreviewGap(int Ordinal, ImmutableArray<Party>? Persons, ImmutableArray<Party>? Leaders, LocalDate? Deadline)
{
    /// <summary>The most items whose gaps the preview offers, so that a form stays small.</summary>
    public const int Most = 100;

    /// <summary>The name of the field for a gap of an item.</summary>
    public static string Field(string what, ItemView item) => string.Create(CultureInfo.InvariantCulture, $"{what}-{item.Code.Ordinal}");

    /// <summary>The filled gaps of a form.</summary>
    /// <exception cref="ProblemException">A field cannot be read, or names nobody.</exception>
    public static IReadOnlyList<PreviewGap> Read(ConsoleForm form)
    {
        var ordinals =
            from field in form.Fields.Keys
            let parts = field.Split('-')
            where parts is ["persons" or "leaders" or "deadline", _]
            let ordinal = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
            where ordinal > 0
            select ordinal;
        return
        [
            .. from ordinal in ordinals.Distinct().Order()
               let gap = new PreviewGap(
                   ordinal, Parties(form, $"persons-{ordinal}"), Parties(form, $"leaders-{ordinal}"), form.Date($"deadline-{ordinal}"))
               where gap is not { Persons: null, Leaders: null, Deadline: null }
               select gap,
        ];
    }

    /// <summary>
    /// Fills the gaps of the loaded plan. An item that is no draft any more stays as it is; one that still lacks something stays a draft.
    /// </summary>
    internal static async Task FillAsync(IEnumerable<PreviewGap> gaps, int plan, ApiCall call)
    {
        foreach (var gap in gaps)
        {
            var code = new ItemCode(plan, gap.Ordinal);
            if (await call.Ledger.Items.FindItemAsync(code, call.Cancellation) is { Value.State: ItemState.Draft })
            {
                await call.Services.UseCases.ActOnItem.RunAsync(
                    code, new CompleteItem(call.By, gap.Persons, gap.Leaders, gap.Deadline), call.Cancellation);
            }
        }
    }

    private static ImmutableArray<Party>? Parties(ConsoleForm form, string field)
    {
        var parties = ItemPages.People(form, field);
        return parties?.FirstOrDefault(p => p.NamesNobody) is { } nobody
            ? throw ProblemException.Conflict(nobody.NamesNobodyRefusal.Code, nobody.NamesNobodyRefusal.Words)
            : parties;
    }
}
