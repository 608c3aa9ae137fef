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

    private static Dictionary<string, string> All(string file)
    {
        var manager = new ResourceManager($"Reminders.Web.Console.Resources.{file}", typeof(At).Assembly);
        return manager.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
    }

    private static IEnumerable<string> Keys<T>(string prefix)
        where T : struct, Enum => Enum.GetNames<T>().Select(n => $"{prefix}.{n}");

    private static IEnumerable<string> Places(string words) => Place().Matches(words).Select(p => p.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
