using System.Collections;
using System.Globalization;
using System.Net;
using System.Resources;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

public sealed partial class WordsTests
{
    [Fact]
    public void Both_languages_have_the_same_words_with_the_same_places()
    {
        var (chinese, english) = (All("Chinese"), All("English"));
        Assert.Equal(chinese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(chinese, words => Assert.Equal(Places(words.Value), Places(english[words.Key])));
        Assert.All(chinese.Concat(english), words => Assert.NotEmpty(words.Value));
    }

    [Fact]
    public void Every_state_action_role_and_outcome_has_words()
    {
        var words = All("Chinese");
        foreach (var key in Keys<StepKind>("step").Concat(Keys<ItemState>("state"))
            .Concat(Keys<ItemAction>("action")).Concat(Keys<Light>("light"))
            .Concat(Keys<NoticeState>("notice")).Concat(Keys<StepOutcome>("outcome"))
            .Concat(Enum.GetValues<KeyRole>().Select(r => $"role.{r.Name()}"))
            .Concat(Enum.GetNames<Role>().Select(r => $"role.{r.ToLowerInvariant()}")).Append($"action.{HistoryEntry.Load}"))
        {
            Assert.Contains(key, words.Keys);
        }
    }

    [Fact]
    public void Every_value_of_a_list_on_a_page_has_words()
    {
        var words = All("Chinese");
        // SMS to real phones need no note, nor does a plain day or a month that is over or shown.
        var keys = Keys<AbsenceStage>("absence").Concat(Keys<DifferenceKind>("load.kind"))
            .Concat(Keys<SmsWay>("sms-way", SmsWay.Twilio)).Concat(Keys<DayKind>("day-kind", DayKind.Working))
            .Concat(Keys<Planning>("calendar", Planning.Over, Planning.Shown))
            .Concat(PolicyRow.Of(new()).Select(r => $"policy.{r.Name}"))
            .Concat(ItemFields().Select(f => $"field.{f}"));
        Assert.All(keys, key => Assert.Contains(key, words.Keys));
    }

    [Fact]
    public void Every_code_of_a_finding_has_words()
    {
        var words = All("Chinese");
        var codes = typeof(FindingCodes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)
            .Concat(Enum.GetValues<DeadlineKind>().Where(k => k != DeadlineKind.Date).Select(FindingCodes.Deadline))
            .Concat(new Item(new(1, 1), null, "") { Persons = [new("林晓燕", null)], Leaders = [new("周建平", null)] }.Missing);
        Assert.All(codes, code => Assert.Contains($"finding.{code}", words.Keys));
    }

    /// <summary>Reads the sources, because the codes stand where they are used.</summary>
    [Fact]
    public void Every_code_in_the_sources_that_a_page_can_show_has_words()
    {
        var words = All("Chinese");
        string[] folders = ["Reminders.Core", "Reminders.Import", "Reminders.Web/Console", "Reminders.Web/Routes", "Reminders.Web/Access"];
        var codes = folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Sources(), f), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Code().Matches(File.ReadAllText(file))).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.Superset(new HashSet<string> { "verifier-is-reporter", "phone-owner", "form-stale", "name-taken" }, codes);
        Assert.All(
            codes.Except(ForPrograms), code => Assert.True(words.ContainsKey($"problem.{code}") || words.ContainsKey($"finding.{code}"), code));
    }

    [Theory]
    [InlineData(null, "zh-CN")]
    [InlineData("zh-TW", "zh-CN")]
    [InlineData("fr", "zh-CN")]
    [InlineData("en", "en")]
    [InlineData("en-GB, zh;q=0.4", "en")]
    [InlineData("en;q=0.2, zh-CN;q=0.9", "zh-CN")]
    [InlineData("fr, en;q=0.5", "en")]
    [InlineData("en;q=0", "zh-CN")]
    [InlineData(";;;", "zh-CN")]
    public async Task A_page_speaks_the_language_that_the_browser_prefers(string? preferred, string language)
    {
        await using var office = await Office.OpenAsync();
        using var browser = new Browser(office, preferred);
        Assert.Contains($"<html lang=\"{language}\">", (await browser.GetAsync("/sign-in")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_choice_of_the_reader_counts_more_than_the_browser()
    {
        await using var office = await Office.OpenAsync();
        using var browser = new Browser(office, "zh-CN");
        var chosen = await browser.GetAsync("/language?to=en&next=/sign-in");
        Assert.Equal((HttpStatusCode.SeeOther, "/sign-in"), (chosen.Status, chosen.Location));
        Assert.Contains("Sign in", (await browser.GetAsync("/sign-in")).Text, StringComparison.Ordinal);
        Assert.Equal("/", (await browser.GetAsync("/language?to=en&next=//evil.example")).Location);
    }

    // The codes of answers to programs alone.
    private static readonly string[] ForPrograms =
    [
        "account-other", "body-invalid", "body-missing", "body-too-large", "file-twice", "form-broken", "query-unknown",
        "signature-invalid",
    ];

    private static string Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Reminders.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests were built outside of the repository.");
        return Path.Combine(folder.FullName, "src");
    }

    private static Dictionary<string, string> All(string file)
    {
        var manager = new ResourceManager($"Reminders.Web.Console.Resources.{file}", typeof(At).Assembly);
        return manager.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
    }

    private static IEnumerable<string> Keys<T>(string prefix, params T[] without)
        where T : struct, Enum => Enum.GetValues<T>().Except(without).Select(v => $"{prefix}.{v}");

    // The fields of an item that differs from its file in all of them.
    private static IEnumerable<string> ItemFields()
    {
        var says = new ItemDraft(1, "1", "标题")
        {
            Section = "类别",
            Problem = "问题",
            Measures = "措施",
            Units = ["党政办"],
            Persons = [new("林晓燕", null)],
            Deadline = Deadline.None(DeadlineKind.Missing, "年底"),
        };
        return ReviseItem.Changes(new(new(1, 1), null, ""), says).Select(c => c.Field);
    }

    private static IEnumerable<string> Places(string words) => Place().Matches(words).Select(p => p.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?:new|Finding|Refusal|Refused?|Exception|BadRequest|Conflict)\(\s*(?:[\w.]+,\s*)?""([a-z]+(?:-[a-z]+)+)""")]
    private static partial Regex Code();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
