using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reminders.Tables.Json;

/// <summary>A deadline through its factories, which hold kind and date together.</summary>
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
