namespace Reminders.Import.Names;

/// <summary>In which duty names are read; the findings say which.</summary>
internal enum PartyDuty
{
    Person,
    Leader,
}

/// <summary>The findings on the names of one item in one duty.</summary>
internal static class PartyFindings
{
    public static IEnumerable<Finding> Of(NameReading reading, PartyDuty duty, string? place)
    {
        foreach (var text in reading.Redactions)
            yield return new(Redacted(duty), $"The {Word(duty)} is redacted: \"{text}\". Name one.", place);
        foreach (var text in reading.Groups)
            yield return new(Group(duty), $"The {Word(duty)} \"{text}\" is a group, a post or a unit, not a person. Name one.", place);
        foreach (var fault in reading.PhoneFaults)
            yield return new(FindingCodes.PhoneInvalid, $"The {Word(duty)}'s phone number cannot be used: {PhoneReading.Describe(fault)}.", place);
    }

    public static Finding Absent(PartyDuty duty, string? place) => new(Missing(duty), $"No {Word(duty)} is named.", place);

    public static string Missing(PartyDuty duty) => duty == PartyDuty.Person ? FindingCodes.PersonMissing : FindingCodes.LeaderMissing;

    private static string Redacted(PartyDuty duty) => duty == PartyDuty.Person ? FindingCodes.PersonRedacted : FindingCodes.LeaderRedacted;

    private static string Group(PartyDuty duty) => duty == PartyDuty.Person ? FindingCodes.PersonGroup : FindingCodes.LeaderGroup;

    private static string Word(PartyDuty duty) => duty == PartyDuty.Person ? "responsible person 责任人" : "responsible leader 责任领导";
}
