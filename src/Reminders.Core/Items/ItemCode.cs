using System.Globalization;

namespace Reminders.Core.Items;

/// <summary>
/// The short name of an item for people: <c>3-12</c> is plan 3, item 12. Both parts count from 1, and a code is never reused.
/// </summary>
public readonly record struct ItemCode(int Plan, int Ordinal) : IComparable<ItemCode>
{
    /// <summary>Whether the text contains the plan, and not only an ordinal.</summary>
    public static bool IsWhole(string code) => TryParse(code, out _);

    /// <summary>Reads <c>3-12</c>. Full-width digits and blanks are refused.</summary>
    public static bool TryParse(string? text, out ItemCode code)
    {
        code = default;
        var parts = (text ?? "").Split('-');
        if (parts.Length != 2 || !TryParsePart(parts[0], out var plan) || !TryParsePart(parts[1], out var ordinal))
            return false;
        code = new(plan, ordinal);
        return true;
    }

    public int CompareTo(ItemCode other) => (Plan, Ordinal).CompareTo((other.Plan, other.Ordinal));

    public static bool operator <(ItemCode left, ItemCode right) => left.CompareTo(right) < 0;
    public static bool operator >(ItemCode left, ItemCode right) => left.CompareTo(right) > 0;
    public static bool operator <=(ItemCode left, ItemCode right) => left.CompareTo(right) <= 0;
    public static bool operator >=(ItemCode left, ItemCode right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Plan}-{Ordinal}");

    private static bool TryParsePart(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
}

/// <summary>
/// The permanent identity of a step: the item, the version of its deadline (0 for a step without a deadline), the name and the role.
/// </summary>
public readonly record struct StepId(ItemCode Item, int DeadlineVersion, StepName Name, Role Role);
