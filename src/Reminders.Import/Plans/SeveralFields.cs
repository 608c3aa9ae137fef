using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>Reads a cell that holds several fields, such as one of the column 整改措施、责任人及时限, by the labels in it.</summary>
internal static partial class SeveralFields
{
    /// <summary>
    /// Adds the fields of the cell. Without labels nothing says what its words are: the cell is then a line not read, except in 责任清单, where
    /// units and their persons stand.
    /// </summary>
    /// <returns>The measures in the cell.</returns>
    public static string Add(List<RawField> fields, Place place, string text)
    {
        var (measures, read) = (new List<string>(), new List<RawField>());
        foreach (var line in SourceLine.Split(text).Where(l => !l.IsBlank))
        {
            var labelled = LabelledLine.Read(line.Raw, line.Text);
            if (labelled.Lead.Trim() is { Length: > 0 } lead)
            {
                if (read is [.., { Text.Length: 0 } open])
                    read[^1] = open with { Text = lead };
                else
                    measures.Add(lead);
            }
            foreach (var value in labelled.Values)
            {
                if (value.Field == Field.Measures)
                    measures.Add(value.Value);
                else if (value.Field == Field.Phone && PhonePairs.CanAddBehind(read))
                    PhonePairs.AddBehind(read, value, place);
                else
                    read.Add(new(value.Field, value.Value, place) { Label = value.Label });
            }
        }
        var label = place.Label?.ReplaceLineEndings("") ?? "";
        if (read.Count > 0)
            fields.AddRange(read);
        else
            fields.Add(Folding.Compact(label) == "责任清单" && !MayNameLeader().IsMatch(text)
                ? new(Field.UnitAndPerson, text, place)
                : new(Field.Unknown, $"{label}: {text}", place));
        var holdsMeasures = label.Contains("措施", StringComparison.Ordinal) || read.Count > 0;
        return holdsMeasures ? string.Join('\n', measures.Where(m => m.Length > 0)) : "";
    }

    [GeneratedRegex("领导|分管|包[联抓保]|挂[点联]|书记|主席|[省市县区镇乡]长", RegexOptions.CultureInvariant)]
    private static partial Regex MayNameLeader();
}
