namespace Reminders.Core.Plans;

/// <summary>
/// Which item of the ledger a plan's file speaks of when it is loaded again: the one with the same problem, whatever its number is now; else the
/// one under the same number of the same section, if its words are still half the same. What fits neither is another item.
/// </summary>
internal static class PlanPairing
{
    private const double AlikeFrom = 0.5;

    /// <summary>Pairs in the file's order; then the items that it does not list.</summary>
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

    /// <summary>The share of neighbouring characters that two texts have in common (Dice's coefficient), 0 to 1.</summary>
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

/// <summary>How an item of a loaded plan stands to the plan's file when that is loaded again.</summary>
public enum DifferenceKind
{
    /// <summary>The file lists an item that the ledger does not hold.</summary>
    Added,

    /// <summary>Both know the item, and the file says something else about it.</summary>
    Changed,

    /// <summary>The file lists the item no longer. It is flagged and still watched: only somebody can cancel it.</summary>
    Gone,
}

/// <summary>One field of an item that the file gives another value. Numbers of phones are not among the values.</summary>
public sealed record FieldChange(string Field, string Old, string New);

/// <summary>
/// What a file that is loaded again changes about one item. <see cref="Kept"/> says why the item stays as it is all the same: it is closed or
/// cancelled, or would reach nobody.
/// </summary>
public sealed record ItemDifference(
    ItemCode Code, DifferenceKind Kind, string Title, ImmutableArray<FieldChange> Fields, Refusal? Kept = null);
