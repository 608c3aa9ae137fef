using System.Text.RegularExpressions;

namespace Reminders.LocalHost.Tests;

/// <summary>Every sentence that the code makes for people has Chinese words, and the catalogue has no others.</summary>
public sealed partial class CatalogueTests
{
    private static readonly string Functions =
        AppContext.BaseDirectory.Replace("Reminders.LocalHost.Tests", "Reminders.Functions", StringComparison.Ordinal);

    private static readonly IReadOnlySet<string> Said = Directory
        .GetFiles(AppContext.BaseDirectory, "Reminders.*.dll")
        .Where(f => !Path.GetFileName(f).Contains("Test", StringComparison.Ordinal))
        .Append(typeof(ReminderCommands).Assembly.Location)
        .Append(Path.Combine(Functions, "Reminders.Functions.dll"))
        .SelectMany(WordingKeys.In)
        .ToHashSet();

    [Fact]
    public void No_sentence_lacks_its_chinese_words() => Assert.Equal([], Said.Where(key => Wording.Find(key) is null).Order());

    [Fact]
    public void No_chinese_words_are_left_of_a_sentence_that_is_no_longer_said() => Assert.Equal([], Catalogue().Except(Said).Order());

    [Fact]
    public void The_chinese_words_have_the_places_of_the_sentence() =>
        Assert.Equal([], Catalogue().Where(key => !Places(key).SetEquals(Places(Wording.Find(key)!))).Order());

    private static IEnumerable<string> Catalogue()
    {
        using var resources = typeof(Wording).Assembly.GetManifestResourceStream($"{typeof(Wording).Namespace}.Chinese.resources")!;
        using var reader = new System.Resources.ResourceReader(resources);
        return [.. reader.Cast<System.Collections.DictionaryEntry>().Select(e => (string)e.Key)];
    }

    private static HashSet<string> Places(string sentence) => [.. Place().Matches(sentence).Select(m => m.Value)];

    [GeneratedRegex(@"(?<!\{)\{\d+\}(?!\})", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
