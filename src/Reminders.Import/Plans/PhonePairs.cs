using System.Buffers;
using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>Puts the phone numbers of one cell behind the names of another.</summary>
internal static partial class PhonePairs
{
    private static readonly SearchValues<char> OfNumber = SearchValues.Create("0123456789+- ");

    /// <summary>
    /// Numbers and names pair by their order. If the counts differ, or a word among the numbers is none of the names, no name gets a number
    /// and the numbers stay as a line not read.
    /// </summary>
    public static void Add(List<RawField> fields, int named, string phones, Place place) =>
        Add(fields, named, phones, place, place.Label?.ReplaceLineEndings("") ?? "");

    /// <summary>Whether people stand last in the fields, so that a number behind them can be theirs.</summary>
    public static bool CanAddBehind(IReadOnlyList<RawField> fields) => fields is [.., var last] && FieldLabels.NamesPeople(last.Field);

    /// <summary>The people whose number it is: those that the label names, else those just before it; -1 if there are none.</summary>
    public static int OwnerOf(List<RawField> fields, string label) => FieldLabels.OwnerOfPhone(label) switch
    {
        Field.Leader => fields.FindLastIndex(f => f.Field == Field.Leader),
        Field.Person => fields.FindLastIndex(f => f.Field is Field.Person or Field.UnitAndPerson),
        _ => CanAddBehind(fields) ? fields.Count - 1 : -1,
    };

    /// <summary>
    /// Puts the numbers behind a label with the persons before it. Behind several fields of people the last gets a single number, with a
    /// finding, because it can be another's.
    /// </summary>
    public static void AddBehind(List<RawField> fields, LabelledValue phone, Place place)
    {
        if (OwnerOf(fields, phone.Label) is >= 0 and var owner)
            Add(fields, owner, phone.Value, place, phone.Label);
        else if (!NameWords.Nothing().IsMatch(Folding.Compact(phone.Value)))
            fields.Add(NotRead(phone.Label, phone.Value, place));
        var several = fields.Count(f => FieldLabels.NamesPeople(f.Field) || f.Field == Field.Contact) > 1;
        if (FieldLabels.OwnerOfPhone(phone.Label) is null && several && fields[^1].Field != Field.Unknown)
            fields.Add(new(Field.Phone, "", place) { Label = phone.Label, IsGiven = true });
    }

    private static void Add(List<RawField> fields, int named, string phones, Place place, string label)
    {
        var names = fields[named].Text;
        var text = IsHanOnly(names) && IsOneNumber(phones) ? $"{names} {phones}"
            : NameWords.Nothing().IsMatch(Folding.Compact(phones)) ? names
            : HasOtherWords(names, phones) ? null
            : TryPair(fields[named], phones);
        if (text is not null)
            fields[named] = fields[named] with { Text = text };
        else
            fields.Add(NotRead(label, phones, place));
    }

    public static RawField NotRead(string label, string phones, Place place) =>
        new(Field.Unknown, SheetFindings.Short($"{label}: {phones}"), place);

    // Most rows have one name and one number, and a long table has many rows.
    private static bool IsHanOnly(string names) => !names.AsSpan().ContainsAnyExceptInRange('\u4E00', '\u9FFF');

    private static bool IsOneNumber(string phones) => !phones.AsSpan().ContainsAnyExcept(OfNumber);

    private static string? TryPair(RawField names, string phones)
    {
        var reading = NameReading.Read(names.Text);
        List<string> units = names.Field == Field.UnitAndPerson ? [.. reading.Units, .. reading.UnitsBesideNames] : [];
        // 王宁…01,李娜…02: the names among the numbers say whose they are, and make nobody responsible.
        if (NameReading.Read(phones) is { Parties: [_, ..] owners } told)
            return told.IsClear && reading.IsClear && units.Count == 0 ? WithNumbers(reading.Parties, owners) : null;
        var others = reading.Groups.Count - (names.Field == Field.UnitAndPerson ? reading.Units.Count() : 0) + reading.Redactions.Count;
        var numbers = Separator().Split(phones).Where(n => n.Any(char.IsAsciiDigit)).ToList();
        var known = reading.Parties.Count(p => p.Phone is not null);
        var usable = numbers.Count(n => PhoneReading.TryRead(n, out _));
        if (numbers.Count == 0 || (reading.Parties.Count + others == 1 && known + usable <= 1))
            return $"{names.Text} {phones}";
        if (others + known > 0 || numbers.Count != reading.Parties.Count)
            return null;
        var pairs = reading.Parties.Zip(numbers, (party, number) => $"{party.Name} {number}");
        return string.Join('、', [.. units, .. pairs]);
    }

    private static string? WithNumbers(IReadOnlyList<Party> names, IReadOnlyList<Party> owners) =>
        owners.All(o => names.Any(n => n.Name == o.Name && n.Phone is null))
            ? string.Join('、', names.Select(n => $"{n.Name} {(owners.FirstOrDefault(o => o.Name == n.Name) ?? n).Phone?.Value}"))
            : null;

    private static bool HasOtherWords(string names, string phones)
    {
        var known = Folding.Compact(names);
        return Words().Matches(InBrackets().Replace(phones, "")).Any(w => !known.Contains(w.Value, StringComparison.Ordinal));
    }

    [GeneratedRegex(Folded.Han + "+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex("[(（][^()（）]*[)）]", RegexOptions.CultureInvariant)]
    private static partial Regex InBrackets();

    [GeneratedRegex("[、，,；;/|\\n\\r]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();
}
