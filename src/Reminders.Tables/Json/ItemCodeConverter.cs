using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reminders.Tables.Json;

/// <summary>A code as people write it, <c>3-12</c>.</summary>
internal sealed class ItemCodeConverter : JsonConverter<ItemCode>
{
    public override ItemCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ItemCode.TryParse(reader.GetString(), out var code) ? code : throw new JsonException("An item's code must be such as 3-12.");

    public override void Write(Utf8JsonWriter writer, ItemCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
