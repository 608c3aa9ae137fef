using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reminders.Tables.Json;

/// <summary>The name of a step as text, <c>before-7</c>.</summary>
internal sealed class StepNameConverter : JsonConverter<StepName>
{
    public override StepName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StepName.TryParse(reader.GetString(), out var name) ? name : throw new JsonException("A step's name must be such as before-7.");

    public override void Write(Utf8JsonWriter writer, StepName value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
