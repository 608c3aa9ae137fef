namespace Reminders.Core.Plans;

/// <summary>
/// Finds the stored item for each item of a plan file that is loaded again: the one with the same problem under any number, otherwise the
/// one with the same number and section whose words are at least half alike. An item without a match is new.
/// </summary>
internal static class PlanPairing
{
    private const double AlikeFrom = 0.5;

    /// <summary>Pairs in the order of the file, then the stored items that the file does not list.</summary>
    public static IReadOnlyList<(Item? Known, ItemDraft? Draft)> Of(IEnumerable<Item> known, IEnumerable<ItemDraft> drafts)
    {
        var open = known.ToList();
        var paired = drafts.Select(d => new Pairing(d)).ToList();
        Pair(i => (i.Unit, i.Section, i.Number, Words(i)), d => (d.Unit, d.Section, d.Number, Words(d)), (_, _) => true);
        Pair(i => (i.Unit, Words(i)), d => (d.Unit, Words(d)), (_, _) => true);
        Pair(i => (i.Unit, i.Section, i.Number), d => (d.Unit, d.Section, d.Number), (i, d) => Likeness(Words(i), Words(d)) >= AlikeFrom);
        return [.. paired.Select(p => (p.Known, (ItemDraft?)p.Draft)), .. open.Select(i => ((Item?)i, (ItemDraft?)null))];

        void Pair<T>(Func<Item, T> keyOfItem, Func<ItemDraft, T> keyOfDraft, Func<Item, ItemDraft, bool> fits)
            where T : notnull
        {
            var waiting = open.ToLookup(keyOfItem);
            var taken = new HashSet<ItemCode>();
            foreach (var pairing in paired.Where(p => p.Known is null))
            {
                pairing.Known = waiting[keyOfDraft(pairing.Draft)].FirstOrDefault(i => !taken.Contains(i.Code) && fits(i, pairing.Draft));
                if (pairing.Known is { } item)
                    taken.Add(item.Code);
            }
            open.RemoveAll(i => taken.Contains(i.Code));
        }
    }

    private static string Words(Item item) => item.Problem.Length > 0 ? item.Problem : item.Title;

    private static string Words(ItemDraft draft) => draft.Problem.Length > 0 ? draft.Problem : draft.Title;

    /// <summary>The similarity of two texts by pairs of neighbouring characters (Dice coefficient), from 0 to 1.</summary>
    private static double Likeness(string one, string other)
    {
        var (a, b) = (Neighbours(one), Neighbours(other));
        return a.Count + b.Count == 0 ? 1 : 2.0 * a.Intersect(b).Count() / (a.Count + b.Count);
    }

    private static HashSet<(char, char)> Neighbours(string text) => [.. text.Zip(text.Skip(1))];

    private sealed class Pairing(ItemDraft draft)
    {
        public ItemDraft Draft { get; } = draft;
        public Item? Known { get; set; }
    }
}

/// <summary>The difference between a stored item and the plan file that is loaded again.</summary>
public enum DifferenceKind
{
    /// <summary>The file has an item that the ledger does not have.</summary>
    Added,

    /// <summary>The file has other values for the item.</summary>
    Changed,

    /// <summary>The file no longer has the item. It gets a finding and keeps its reminders; only a person cancels it.</summary>
    Gone,
}

/// <summary>One field with another value in the file. Values contain no phone numbers.</summary>
public sealed record FieldChange(string Field, string Old, string New);

/// <summary>
/// The effect of a file that is loaded again on one item. <see cref="Kept"/> is the reason why the item stays unchanged: it is closed or
/// cancelled, or would reach nobody.
/// </summary>
public sealed record ItemDifference(
    ItemCode Code, DifferenceKind Kind, string Title, ImmutableArray<FieldChange> Fields, Refusal? Kept = null);
