using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text;

namespace Reminders.Core.Languages;

/// <summary>The language of SMS and of the words for people.</summary>
public enum Language
{
    Chinese,
    English,
}

/// <summary>
/// A sentence for people in English and in Chinese. Code writes the English sentence as an interpolated string. That sentence with its
/// numbered places, such as <c>Item {0} would lack: {1}.</c>, is the key of its Chinese words in <c>Chinese.resx</c>. A value that is
/// itself a sentence is a <see cref="Wording"/> too. Two wordings with the same English words are equal.
/// </summary>
[InterpolatedStringHandler]
public sealed class Wording : IEquatable<Wording>
{
    private static readonly AsyncLocal<Language?> Current = new();

    // No satellite of a culture: the hosts run without the data of cultures.
    private static readonly ResourceManager Catalogue = new("Reminders.Core.Languages.Chinese", typeof(Wording).Assembly);

    private static readonly ConcurrentDictionary<string, string?> Found = new();

    private readonly StringBuilder sentence;
    private readonly List<object> values;
    private readonly string? stored;
    private string? english;

    public Wording(int literalLength, int formattedCount) =>
        (sentence, values) = (new(literalLength + (formattedCount * 3)), new(formattedCount));

    private Wording(string english, string? chinese) => (sentence, values, stored) = (new(Escaped(english)), [], chinese ?? english);

    /// <summary>The language of the reader: of the call that is being answered, or of the command that runs. English by default.</summary>
    public static Language Spoken
    {
        get => Current.Value ?? Language.English;
        set => Current.Value = value;
    }

    /// <summary>The English sentence with its numbered places, the key of the catalogue.</summary>
    public string Key => sentence.ToString();

    public string English => english ??= Words(Language.English);

    /// <summary>The Chinese words; the English ones for a sentence that was stored without Chinese words.</summary>
    public string Chinese => Words(Language.Chinese);

    /// <summary>A text that is the same in each language, such as one that another program wrote.</summary>
    public static Wording Verbatim(string text) => new(text, null);

    /// <summary>A sentence that was stored in words. Without Chinese words it is English for every reader.</summary>
    public static Wording Stored(string english, string? chinese) => new(english, chinese);

    /// <summary>The words of an exception: in both languages if it has them, otherwise its message.</summary>
    public static Wording Of(Exception exception) => exception is IWorded worded ? worded.Words : Verbatim(exception.Message);

    /// <summary>Several sentences in a row. Chinese sentences have no space between them.</summary>
    public static Wording Row(params IEnumerable<Wording> sentences)
    {
        var all = sentences.ToList();
        return new(string.Join(' ', all.Select(s => s.English)), string.Concat(all.Select(s => s.Chinese)));
    }

    /// <summary>A list of words; Chinese has 、 between them.</summary>
    public static Wording List(IEnumerable<Wording> words, string between = ", ")
    {
        var all = words.ToList();
        return new(string.Join(between, all.Select(s => s.English)), string.Join('、', all.Select(s => s.Chinese)));
    }

    /// <inheritdoc cref="List(IEnumerable{Wording}, string)"/>
    public static Wording List(IEnumerable<string> words, string between = ", ") => List(words.Select(Verbatim), between);

    /// <summary>The words in the language of the reader.</summary>
    public static string Say(Wording words) => words.Words(Spoken);

    public string Words(Language language) =>
        language == Language.Chinese && stored is not null ? stored : Formatted(Sentence(language), language);

    /// <summary>The Chinese sentence of a key; null if the catalogue has none.</summary>
    public static string? Find(string key) => Found.GetOrAdd(key, k => Catalogue.GetString(k, CultureInfo.InvariantCulture));

    public void AppendLiteral(string text) => sentence.Append(Escaped(text));

    public void AppendFormatted(Wording? part) => Append(part ?? (object)"");

    public void AppendFormatted(string? text) => Append(text ?? "");

    public void AppendFormatted<T>(T value, string? format = null) =>
        Append(value switch
        {
            IWorded worded => worded.Words,
            IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        });

    public bool Equals(Wording? other) => other is not null && English == other.English;

    public override bool Equals(object? obj) => Equals(obj as Wording);

    public override int GetHashCode() => English.GetHashCode(StringComparison.Ordinal);

    /// <summary>The English words, which logs keep.</summary>
    public override string ToString() => English;

    private void Append(object value)
    {
        sentence.Append(CultureInfo.InvariantCulture, $"{{{values.Count}}}");
        values.Add(value);
    }

    private string Sentence(Language language) => language == Language.Chinese ? Find(Key) ?? Key : Key;

    private string Formatted(string words, Language language) =>
        string.Format(
            CultureInfo.InvariantCulture, words, [.. values.Select(v => v is Wording part ? part.Words(language) : v)]);

    private static string Escaped(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}

/// <summary>Something with a message for people in both languages; logs and rows keep the English one.</summary>
public interface IWorded
{
    Wording Words { get; }
}
