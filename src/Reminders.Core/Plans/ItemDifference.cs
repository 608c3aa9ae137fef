namespace Reminders.Core.Plans;

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
public sealed record ItemDifference(ItemCode Code, DifferenceKind Kind, string Title, ImmutableArray<FieldChange> Fields, Refusal? Kept = null);
