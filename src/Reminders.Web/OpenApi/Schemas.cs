using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace Reminders.Web.OpenApi;

/// <summary>
/// Types as schemas, by the very options that read or write them. Not by the serializer's own exporter: its references point into the schema that they stand in,
/// which is no place in an OpenAPI document.
/// </summary>
internal static class Schemas
{
    private static readonly Dictionary<Type, (JsonSchemaType Type, string? Format)> Simple = new()
    {
        [typeof(string)] = (JsonSchemaType.String, null),
        [typeof(bool)] = (JsonSchemaType.Boolean, null),
        [typeof(int)] = (JsonSchemaType.Integer, "int32"),
        [typeof(ItemCode)] = (JsonSchemaType.String, null),
        [typeof(PhoneNumber)] = (JsonSchemaType.String, null),
        [typeof(LocalDate)] = (JsonSchemaType.String, "date"),
        [typeof(Instant)] = (JsonSchemaType.String, "date-time"),
    };

    /// <summary>What is read as a body of that type.</summary>
    public static OpenApiSchema Read(Type type) => Of(type, BodyJson.Options, mayBeNull: false);

    /// <summary>What is written of that type.</summary>
    public static OpenApiSchema Written(Type type) => Of(type, ApiJson.Options, mayBeNull: false);

    public static OpenApiSchema File(string? note = null) => new() { Type = JsonSchemaType.String, Format = "binary", Description = note };

    private static OpenApiSchema Of(Type type, JsonSerializerOptions options, bool mayBeNull)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var schema = Bare(bare, options);
        if (mayBeNull || bare != type)
            schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private static OpenApiSchema Bare(Type type, JsonSerializerOptions options)
    {
        if (Simple.TryGetValue(type, out var simple))
            return new() { Type = simple.Type, Format = simple.Format, MaxLength = type == typeof(string) && options == BodyJson.Options ? BodyJson.LongestText : null };
        if (type.IsEnum)
            return new() { Type = JsonSchemaType.String, Enum = [.. Enum.GetNames(type).Select(n => JsonNamingPolicy.CamelCase.ConvertName(n))] };
        var info = options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new() { Type = JsonSchemaType.Array, Items = Of(info.ElementType!, options, mayBeNull: false) },
            JsonTypeInfoKind.Object => Object(info, options),
            _ => throw new ArgumentException($"There are no words for a {type.Name}.", nameof(type)),
        };
    }

    private static OpenApiSchema Object(JsonTypeInfo info, JsonSerializerOptions options)
    {
        var read = options == BodyJson.Options;
        var properties = info.Properties.Where(p => read ? p.Set is not null : p.Get is not null).ToList();
        return new()
        {
            Type = JsonSchemaType.Object,
            Properties = properties.ToDictionary(p => p.Name, p => (IOpenApiSchema)Of(p.PropertyType, options, !p.PropertyType.IsValueType && (read ? p.IsSetNullable : p.IsGetNullable))),
            Required = properties.Where(p => p.IsRequired).Select(p => p.Name).ToHashSet(),
            AdditionalPropertiesAllowed = !read,
        };
    }
}
