using System.Text;
using System.Text.RegularExpressions;

namespace Reminders.Core.Tests.Texts;

/// <summary>Rules for every text. The run writes the texts to <c>specimens.txt</c> beside the tests, for people to read.</summary>
public sealed partial class SpecimenTests
{
    public static TheoryData<string> Kinds => [.. Specimens.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_punctuation_mark_follows_another(string kind) => Each(kind, text => Assert.DoesNotMatch(TwoMarks(), text));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_code_copied_with_the_text_before_it_names_its_item(string kind) => Each(kind, text =>
    {
        foreach (var code in Codes().EnumerateMatches(text))
        {
            var head = text[..code.Index];
            var mark = Math.Max(head.LastIndexOfAny(['；', '：', '，', ';', ':', '。', '（']), head.LastIndexOf(". ", StringComparison.Ordinal));
            var copied = text[(mark + 1)..(code.Index + code.Length)].Trim(' ', '.');
            Assert.Equal([text.Substring(code.Index, code.Length)], Reply.Read($"{copied} done", Given.Day("2020-06-16")).Codes);
            Assert.False(code.Index > 0 && text[code.Index - 1] is '.' or ')', text);
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_end_of_a_text_says_what_to_do_and_whom_to_tell(string kind)
    {
        var closing = kind switch
        {
            "asked" or "asked and overdue" => "。请批复是否同意延期，并告知整改办。",
            "unreachable" => "。请当面通知本人，并将新号码告知整改办。",
            "unverified" or "look back today" or "look back late" => "。请到现场核查，并将结果告知整改办。",
            "overdue for the leader" or "leader's deputy" or "leader's digest" => "。请督促尽快整改到位，并核查销号。",
            "leader's long digest" => "。请批复延期申请，抓好其余事项落实，并将办理情况告知整改办。",
            "mixed digest" => "落实，并将办理情况告知整改办。",
            _ when kind.Contains("supervisor", StringComparison.Ordinal) || kind == "deputy named" => "。请督促抓紧落实。",
            _ => "完成整改，并向整改办报结。",
        };
        for (var n = 0; n < Specimens.OfEachKind; n++)
            Assert.EndsWith(closing, Specimens.Text(kind, n, Language.Chinese), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void English_words_stay_in_the_alphabet_that_takes_half_the_segments(string kind) => Each(kind, Language.English, text =>
    {
        Assert.Equal(SmsSize.Gsm7, SmsSize.Of(text).Encoding);
        Assert.DoesNotContain("(s)", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(OneOfMany(), text);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_text_has_at_most_four_segments_and_a_persons_digest_three(string kind) =>
        Each(kind, text => Assert.InRange(SmsSize.Of(text).Segments, 1, kind is "digest" or "long digest" ? 3 : 4));

    [Fact]
    public void All_specimens_are_written_to_a_file()
    {
        var all = new StringBuilder();
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var kind in Specimens.Kinds)
            {
                all.AppendLine($"## {language}, {kind}");
                for (var n = 0; n < Specimens.OfEachKind; n++)
                    all.AppendLine(Specimens.Text(kind, n, language, abroad: n % 5 == 4));
            }
        }
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "specimens.txt"), all.ToString());

        Assert.Equal(Specimens.Kinds.Count * (Specimens.OfEachKind + 1) * 2, all.ToString().Split('\n').Length - 1);
    }

    private static void Each(string kind, Action<string> check)
    {
        foreach (var language in Enum.GetValues<Language>())
            Each(kind, language, check);
    }

    private static void Each(string kind, Language language, Action<string> check)
    {
        for (var n = 0; n < Specimens.OfEachKind; n++)
        {
            check(Specimens.Text(kind, n, language));
            check(Specimens.Text(kind, n, language, abroad: true));
        }
    }

    [GeneratedRegex(@"[。；，、：:;,！？!?][。；，、：:;,.]|\.[,;:]|……|(?<!\.)\.\.(?!\.)")]
    private static partial Regex TwoMarks();

    [GeneratedRegex(@"\d+-\d+(?=“| "")")]
    private static partial Regex Codes();

    [GeneratedRegex(@"\b1 (?:working )?days\b|\b1 units\b|\b(?!1\b)\d+ (?:working )?day\b")]
    private static partial Regex OneOfMany();
}
