using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Reminders.Rows;

internal delegate bool TryParse<T>(string? text, out T value);

/// <summary>A value as the text in which people write it.</summary>
internal sealed class TextConverter<T>(TryParse<T> tryParse, Func<T, string> text) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        tryParse(reader.GetString(), out var value) ? value : throw new JsonException($"The text is not a {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
}

/// <summary>A value of NodaTime as the converter of its library writes it, with <see cref="LastText{T}"/>.</summary>
internal sealed class LastTextConverter<T>(JsonConverter<T> converter, IPattern<T> pattern) : JsonConverter<T>
    where T : struct, IEquatable<T>
{
    private readonly LastText<T> texts = new(pattern);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        converter.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(texts.Of(value));
}

/// <summary>A deadline, read through the factories that keep kind and date consistent.</summary>
internal sealed class DeadlineConverter : JsonConverter<Deadline>
{
    public override Deadline Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var fields = JsonSerializer.Deserialize<Fields>(ref reader, options)!;
        return fields.Date is { } date
            ? Deadline.On(date, fields.Text, fields.Version)
            : Deadline.None(fields.Kind, fields.Text, fields.Version);
    }

    public override void Write(Utf8JsonWriter writer, Deadline value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Fields(value.Kind, value.Date, value.Text, value.Version), options);

    private sealed record Fields(DeadlineKind Kind, LocalDate? Date, string Text, int Version);
}
