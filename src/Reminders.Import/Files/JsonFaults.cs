using System.Text.Json;

namespace Reminders.Import.Files;

/// <summary>Reads JSON strictly and collects the faults, so that one refusal lists them all.</summary>
internal sealed class JsonFaults
{
    private readonly List<InputError> errors = [];

    /// <summary>Whether the text looks like JSON. A text can start with [, as in [2026]8号, so a list must continue like one.</summary>
    public static bool IsJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start is ['{', ..] || (start is ['[', ..] && start[1..].TrimStart() is ['{' or '[' or ']' or '"', ..]);
    }

    public static JsonDocument Parse(string text)
    {
        try
        {
            var document = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false });
            RequireText(document.RootElement);
            return document;
        }
        catch (JsonException error)
        {
            var line = (int?)error.LineNumber + 1;
            throw new InputRefusedException(
                RefusalCodes.JsonInvalid,
                $"The JSON is damaged near line {line ?? 1}: it is not well formed or has a property twice. Correct it and load it again.",
                [new(line, null, $"The JSON is not well formed here, or a property is there twice.")],
                error);
        }
    }

    // Half a surrogate pair is well-formed JSON, but GetString throws on it. Find it here, before any other code asks.
    private static void RequireText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    RequireText(property.Value);
                break;
            case JsonValueKind.Array:
                foreach (var entry in element.EnumerateArray())
                    RequireText(entry);
                break;
            case JsonValueKind.String:
                try
                {
                    if (Folded.HasNul(element.GetString()!))
                    {
                        throw new InputRefusedException(
                            RefusalCodes.JsonInvalid, $"The JSON has the character NUL (\\u0000) in a text. Remove it and load it again.");
                    }
                }
                catch (InvalidOperationException half)
                {
                    throw new InputRefusedException(
                        RefusalCodes.JsonInvalid,
                        $"The JSON has half a character in a text (one of \\ud800 to \\udfff without its partner). Correct it.",
                        inner: half);
                }
                break;
        }
    }

    public void Add(int? row, string path, Wording message) => errors.Add(new(row, path, message));

    public void ThrowIfAny(string code, Wording what)
    {
        if (errors.Count > 0)
            throw InputRefusedException.Of(code, what, [.. errors]);
    }

    /// <summary>The text of a property without hidden characters; null if it is absent or null. Another type is a fault.</summary>
    public string? Text(JsonElement element, string name, int? row, string path, bool required = false)
    {
        if (element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && (!required || !string.IsNullOrWhiteSpace(value.GetString())))
        {
            return Folded.Text(value.GetString()!);
        }
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.String))
            Add(row, path + name, $"must be a text, not {Kind(value)}.");
        else if (required)
            Add(row, path + name, $"is missing.");
        return null;
    }

    /// <summary>The elements of a list; empty if it is absent or null. Another type is a fault.</summary>
    public IEnumerable<JsonElement> List(JsonElement element, string name, int? row, string path)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return [];
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray();
        Add(row, path + name, $"must be a list, not {Kind(value)}.");
        return [];
    }

    /// <summary>Whether the element is an object. Another type is a fault.</summary>
    public bool IsObject(JsonElement element, int? row, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            Add(row, path, $"must be an object, not {Kind(element)}.");
        return element.ValueKind == JsonValueKind.Object;
    }

    public static Wording Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"a list",
        JsonValueKind.Object => $"an object",
        JsonValueKind.String => $"a text",
        JsonValueKind.Number => $"a number",
        JsonValueKind.Null => $"null",
        _ => $"true or false",
    };
}
