using System.Globalization;
using static Reminders.Core.Tests.Texts.ComposerTests;

namespace Reminders.Core.Tests.Texts;

/// <summary>Long and strange titles, names and reasons fit into a message.</summary>
public class FittingTests
{
    [Fact]
    public void A_digest_of_thousands_is_counted_and_not_told()
    {
        var lines = Enumerable.Range(1, 5000).Select(n => new Line(Given.Item(ordinal: n), Role.Leader)).ToList();

        var text = new Composer(Given.Schedule()).Compose("李四", Given.Phone(11), lines, Given.Day("2020-05-25"));

        Assert.Contains("共5000项", text, StringComparison.Ordinal);
        Assert.InRange(SmsSize.Of(text).Segments, 1, 8);
    }

    public static TheoryData<string, string, int> LongTitles => new()
    {
        { "Chinese", "整", 30 },
        { "CJK extension B, surrogate pairs", "𠀀", 30 },
        { "emoji", "😀", 30 },
        { "letters with combining marks, two code units each", "e\u0301", 30 },
        { "families joined by zero-width joiners, 11 code units each", "👨‍👩‍👧‍👦", 6 },
        { "flags, four code units each", "🇨🇳", 16 },
    };

    [Theory]
    [MemberData(nameof(LongTitles))]
    public void A_long_title_is_cut_between_characters(string remark, string character, int length)
    {
        var whole = string.Concat(Enumerable.Repeat(character, length == 30 ? 30 : length - 1));
        var text = Compose("2020-05-13", new Line(Given.Item(title: string.Concat(Enumerable.Repeat(character, 31))), Role.Person));

        var told = text[(text.IndexOf('“', StringComparison.Ordinal) + 1)..text.IndexOf('”', StringComparison.Ordinal)];
        Assert.EndsWith("…", told, StringComparison.Ordinal);
        Assert.Equal("", told[..^1].Replace(character, "", StringComparison.Ordinal));
        Assert.True(new StringInfo(told).LengthInTextElements <= length, remark);
        Assert.True(told.Length < whole.Length + 2, remark);
    }

    [Fact]
    public void An_English_title_is_cut_at_twice_the_length_without_a_mark_that_GSM_lacks() =>
        Assert.Contains(
            "1-1 \"Records of the sewage works do not agree with what the in...\" is due",
            Compose(new() { Language = Language.English }, Given.Phone(1), "2020-05-13", new Line(
                Given.Item(title: "Records of the sewage works do not agree with what the inspectors have seen there"), Role.Person)),
            StringComparison.Ordinal);

    [Fact]
    public void A_title_of_thirty_characters_is_not_cut() =>
        Assert.Contains($"“{new string('整', 30)}”", Compose("2020-05-13", new Line(Given.Item(title: new string('整', 30)), Role.Person)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(Language.Chinese)]
    [InlineData(Language.English)]
    public void Even_the_strangest_names_and_titles_fit(Language language)
    {
        var monster = "整" + new string('\u0301', 500);
        var strange = string.Concat(Enumerable.Repeat(monster, 31));
        var party = new Party(strange, Given.Phone(1));
        var lines = Enumerable.Range(1, 9).Select(i => new Line(
            Given.Item(ordinal: i, title: strange) with { Persons = [party, party, party], Leaders = [party, party, party] },
            Role.Supervisor)).ToArray();

        var text = new Composer(Given.Schedule(new() { Language = language, Signature = new('甲', 20) }))
            .Compose(strange, Given.Phone(1), lines, Given.Day("2021-06-20"));

        Assert.InRange(SmsSize.Of(text).Segments, 1, 8);
    }

    public static TheoryData<string, string> Characters => new()
    {
        { "Chinese", "整" },
        { "letters", "W" },
        { "emoji, two code units each", "😀" },
        { "characters with a mark, two code units each", "整\u0301" },
        { "characters that take two septets, and look like placeholders", "{" },
    };

    [Theory]
    [MemberData(nameof(Characters))]
    public void Every_name_and_every_reason_makes_a_message(string remark, string character)
    {
        var endless = string.Concat(Enumerable.Repeat(character, 500));
        var deputies = Enumerable.Repeat(new Party(endless, Given.Phone(1)) { StandsFor = endless }, 50).ToImmutableArray();
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var state in new[] { ItemState.Open, ItemState.Reported, ItemState.Closed })
            {
                foreach (var role in Enum.GetValues<Role>())
                {
                    var first = EndlessLine(1, state, role);
                    foreach (var to in new[] { Given.Phone(1), Abroad })
                    {
                        foreach (var lines in new[] { [first], new[] { first, EndlessLine(2, state, role) } })
                        {
                            var text = new Composer(Given.Schedule(new() { Language = language, Signature = new('甲', 20) }))
                                .Compose(endless, to, lines, Given.Day("2021-06-20"));

                            Assert.True(SmsSize.Of(text).Segments <= Country.Of(to).MaxSegments, remark);
                            Assert.Contains($"{first.Item.Code}", text, StringComparison.Ordinal);
                        }
                    }
                }
            }
        }

        Line EndlessLine(int ordinal, ItemState state, Role role) => new(
            Given.Item(state) with
            {
                Code = new(int.MaxValue, ordinal),
                Title = endless,
                Unit = $"{ordinal}{endless}",
                Persons = deputies,
                Leaders = deputies,
                Supervisors = deputies,
                Asked = new(new("张三"), Given.At("2020-05-15T10:00"), Given.Day("2020-06-05"), endless),
                Returned = new(new("李四"), Given.At("2020-05-15T10:00"), endless),
                Answered = new(new("李四"), Given.At("2020-05-15T10:00"), false, endless),
            },
            role)
        {
            WaitsSince = state == ItemState.Open ? null : Given.Day("2020-05-15"),
            TellsPerson = true,
            TellsAnswer = true,
        };
    }

    [Fact]
    public void A_line_that_fits_nowhere_still_says_which_item_it_is_about()
    {
        var endless = string.Concat(Enumerable.Repeat("整\u0301", 2000));
        var deputy = new Party(endless, Given.Phone(1)) { StandsFor = endless };
        var item = Given.Item() with
        {
            Persons = [deputy, deputy, deputy],
            Leaders = [deputy, deputy, deputy],
            Supervisors = [deputy, deputy, deputy],
            Returned = new(new("李四"), Given.At("2020-05-15T10:00"), endless),
            Answered = new(new("李四"), Given.At("2020-05-15T10:00"), false, endless),
        };
        var line = new Line(item, Role.Supervisor) { TellsPerson = true, TellsAnswer = true };

        Assert.Equal(
            "[Rectification] 张三: 1-1 \"档案填写不规范\", see the ledger. Please see that it is done.",
            Compose(new() { Language = Language.English }, Given.Phone(1), "2021-05-28", line));
    }
}
