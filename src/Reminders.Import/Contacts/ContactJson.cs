using System.Text.Json;

namespace Reminders.Import.Contacts;

/// <summary>A contact list as a JSON array of objects whose properties are named like the columns.</summary>
internal static class ContactJson
{
    public static ImmutableArray<Contact> Read(string text)
    {
        using var document = JsonFaults.Parse(text);
        var faults = new JsonFaults();
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            faults.Add(null, "the document", $"must be a list of contacts, not {JsonFaults.Kind(document.RootElement)}.");
        faults.ThrowIfAny(RefusalCodes.JsonInvalid, "The JSON is no contact list.");

        var rows = document.RootElement.EnumerateArray().Select((element, index) => Row(element, index + 1, faults)).ToList();
        faults.ThrowIfAny(RefusalCodes.JsonInvalid, "The JSON is no contact list.");
        return ContactList.Read(rows);
    }

    private static (int, ContactColumns, IReadOnlyList<string>) Row(JsonElement element, int row, JsonFaults faults)
    {
        if (!faults.IsObject(element, row, $"[{row - 1}]"))
            return (row, new([]), []);
        var properties = element.EnumerateObject().ToList();
        return (row, new([.. properties.Select(p => p.Name)]), [.. properties.Select(p => Cell(p, row, faults))]);
    }

    private static string Cell(JsonProperty property, int row, JsonFaults faults)
    {
        switch (property.Value.ValueKind)
        {
            case JsonValueKind.Null:
                return "";
            case JsonValueKind.String or JsonValueKind.Number:
                return property.Value.ToString();
            case JsonValueKind.Array when property.Value.EnumerateArray().All(e => e.ValueKind is JsonValueKind.String or JsonValueKind.Number):
                return string.Join(',', property.Value.EnumerateArray());
            default:
                faults.Add(row, property.Name, $"must be a text, a number or a list of them, not {JsonFaults.Kind(property.Value)}.");
                return "";
        }
    }
}
