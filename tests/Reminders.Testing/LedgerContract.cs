using System.Collections;
using System.Reflection;
using Xunit;

namespace Reminders.Testing;

/// <summary>The promises of <see cref="Ledger"/>, one test for each.</summary>
public abstract partial class LedgerContract
{
    /// <summary>An empty ledger that no other test uses.</summary>
    protected abstract Task<Ledger> NewLedgerAsync();

    /// <summary>A ledger with one plan and these items.</summary>
    protected async Task<Ledger> LedgerWithAsync(params Item[] items)
    {
        var ledger = await NewLedgerAsync();
        foreach (var plan in items.Select(i => i.Code.Plan).Distinct())
        {
            await ledger.Plans.TryAddPlanAsync(Build.Plan(plan), Cancellation);
            await ledger.Items.AddItemsAsync([.. items.Where(i => i.Code.Plan == plan)], Build.Now, Build.Office, Cancellation);
        }
        return ledger;
    }

    /// <summary>Asserts equality in every field, and that the builder fills every field, so that a new field is tested too.</summary>
    private static void AssertSame<T>(T expected, T? actual)
    {
        AssertFilled(expected!, typeof(T).Name);
        Assert.Equivalent(expected, actual, strict: true);
    }

    private static void AssertFilled(object value, string path)
    {
        foreach (var property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(p => p.CanWrite && p.GetIndexParameters().Length == 0))
        {
            var field = property.GetValue(value);
            var empty = field is null or "" or 0 or false || (field is Instant at && at == default)
                || (field is IEnumerable many && !many.Cast<object>().Any());
            Assert.False(empty, $"{path}.{property.Name} is empty in the value built for this test.");
        }
    }
}
