namespace Reminders.Core.Tests.People;

/// <summary>One person under spellings that look the same.</summary>
public class IdentityTests
{
    private const string Hidden = "林晓\u200B燕";
    private static readonly FourChecks Checks = new(true, true, true, true);

    public static TheoryData<string, string> Names => new()
    {
        { nameof(Actor), new Actor(Hidden).Name },
        { nameof(Party), new Party(Hidden).Name },
        { nameof(Party) + " of before", (Given.Person with { Name = Hidden }).Name },
        { nameof(Party.StandsFor), (Given.Person with { StandsFor = Hidden }).StandsFor! },
        { nameof(Contact), new Contact(Hidden, Given.Phone(1)).Name },
        { nameof(Contact.Leader), new Contact("x", Given.Phone(1), Leader: Hidden).Leader! },
        { nameof(Contact.Unit), new Contact("x", Given.Phone(1), Unit: Hidden).Unit! },
        { nameof(ItemDraft.Units), new ItemDraft(1, null, "x") { Units = [Hidden] }.Units[0] },
        { nameof(ItemDraft.Unit), new ItemDraft(1, null, "x") { Unit = Hidden }.Unit! },
        { nameof(Succession), new Succession(Given.Phone(1), Given.Person) { Name = Hidden }.Name! },
        { nameof(Absence), (Build.Absence() with { Name = Hidden }).Name },
        { nameof(IssuedKey), (Build.Key() with { Name = Hidden }).Name },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_folded_where_it_enters(string where, string name) => Assert.Equal((where, "林晓燕"), (where, name));

    [Theory]
    [InlineData("林晓燕\u200B")]
    [InlineData("林 晓燕")]
    [InlineData("林晓燕\u3164")]
    public void A_reporter_cannot_verify_under_a_name_that_looks_the_same(string other)
    {
        var reported = ReportedBy(new("林晓燕", "key1"));
        var byOffice = ReportedBy(new("办公室")) with { Persons = [new(other)] };

        Assert.Equal("verifier-is-reporter", Verify(reported, new(other, "key2")).Refusal?.Code);
        Assert.Equal("verifier-is-doer", Verify(byOffice, new("林晓燕", "key2")).Refusal?.Code);
    }

    [Theory]
    [InlineData("党政办", "党政办", true)]
    [InlineData("党政办", "党政办\u200B", true)]
    [InlineData("党政办", "纪委", false)]
    [InlineData("党政办", null, false)]
    public void The_history_says_when_one_key_recorded_the_report_and_its_verification(string reporter, string? verifier, bool said)
    {
        var reported = ReportedBy(new("林晓燕", reporter));

        var verified = Verify(reported, new("周建平", verifier));

        Assert.Equal(ItemState.Closed, verified.Item?.State);
        Assert.Equal(said ? $"看过 (the key {verifier} recorded the report too)" : "看过", verified.Detail);
        var strict = Verify(reported, new("周建平", verifier), new() { VerifyWithAnotherKey = true });
        Assert.Equal(said ? "verifier-key-is-reporter-key" : null, strict.Refusal?.Code);
    }

    private static Item ReportedBy(Actor by) =>
        Given.Item() with { State = ItemState.Reported, Report = new(by, Given.At("2020-05-15T10:00"), "已完成") };

    private static Decision Verify(Item item, Actor by, ReminderPolicy? policy = null) =>
        (new VerifyItem(by, Checks, "看过") { Policy = policy ?? new() }).Decide(item, Given.Shanghai, Given.At("2020-05-18T10:00"));
}
