using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Reminders.Web.Json;

/// <summary>
/// How the API reads JSON. It refuses unknown, missing and repeated properties, unexpected nulls, texts that are too long for a row of the
/// ledger, and dates outside the years of a schedule.
/// </summary>
internal static class BodyJson
{
    public const int LongestText = 4000;

    public static Wording NulFault => $"the text has a NUL character; remove it.";

    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Describes the fault without the names of .NET types.</summary>
    public static Wording Fault(JsonException broken)
    {
        var message = broken.Message;
        var name = message.Split('\'') is [_, var first, ..] ? first : "";
        return message switch
        {
            _ when broken is UnfitJsonException unfit => unfit.Words,
            _ when message.Contains("could not be mapped to any", StringComparison.Ordinal) => $"there is no property '{name}' here.",
            _ when message.Contains("Duplicate property", StringComparison.Ordinal) => $"the property '{name}' is given twice.",
            _ when message.Contains("missing required properties", StringComparison.Ordinal) =>
                $"a required property is missing: {message.Split(": ")[^1].TrimEnd('.')}.",
            _ when message.Contains("null values", StringComparison.Ordinal) =>
                $"'{name}' must not be null; leave it out, or give it a value.",
            _ when message.Contains("could not be converted", StringComparison.Ordinal) => $"the value has the wrong type.",
            _ => Wording.Verbatim(message.Split(" Path:")[0].Split(" LineNumber:")[0].Split('\n')[0].TrimEnd('.') + "."),
        };
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(ApiJson.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            AllowDuplicateProperties = false,
        };
        options.Converters.Insert(0, new DateConverter());
        options.Converters.Insert(0, new TextConverter());
        return options;
    }

    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader switch
        {
            { TokenType: not JsonTokenType.String } => throw new UnfitJsonException($"the value must be a text."),
            _ when reader.GetString() is { Length: <= LongestText } text =>
                Folded.HasNul(text) ? throw new UnfitJsonException(NulFault) : Folded.Text(text),
            _ => throw new UnfitJsonException($"the text has more than {LongestText} characters; shorten it."),
        };

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    private sealed class DateConverter : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && DateText.TryRead(reader.GetString()!, out var date)
                ? date
                : throw new UnfitJsonException(DateText.Expected);

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }
}

/// <summary>A value of the body is not what the API takes; the serializer adds its place.</summary>
internal sealed class UnfitJsonException(Wording words) : JsonException(words.English), IWorded
{
    public Wording Words => words;
}

/// <summary>Reads a date in the years of a schedule.</summary>
internal static class DateText
{
    public static Wording Expected => $"it must be a date such as 2026-05-20, in the years 2000 to 2200.";

    public static bool TryRead(string text, out LocalDate date)
    {
        var parsed = LocalDatePattern.Iso.Parse(text);
        date = parsed.Success ? parsed.Value : default;
        return parsed.Success && date.Year is >= 2000 and <= 2200;
    }

    /// <summary>Reads the date in a query; null if it is not given.</summary>
    /// <exception cref="ProblemException">The text is not such a date.</exception>
    public static LocalDate? Query(string name, string? text) =>
        text is null ? null
        : TryRead(text, out var date) ? date
        : throw ProblemException.BadRequest("query-invalid", $"{name} is '{text}'; {Expected}");
}
