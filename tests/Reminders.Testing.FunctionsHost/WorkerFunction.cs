using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reminders.Testing.FunctionsHost;

/// <summary>A function that a worker has declared, with its trigger as the host reads it.</summary>
public sealed partial class WorkerFunction
{
    private readonly JsonElement trigger;

    /// <exception cref="InvalidOperationException">The trigger names a setting that is not there.</exception>
    internal WorkerFunction(string id, string name, string trigger, IReadOnlyDictionary<string, string> settings)
    {
        (Id, Name) = (id, name);
        this.trigger = JsonDocument.Parse(trigger).RootElement;
        Settings = this.trigger.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(p => p.Name, p => Percent().Replace(p.Value.GetString()!, m => Setting(m.Groups[1].Value)));
        // The connection is the name of a setting, or of the settings below it.
        if (Settings.TryGetValue("connection", out var connection)
            && !settings.Any(s => s.Key.StartsWith($"{connection}:", StringComparison.Ordinal) && s.Value != ""))
            Setting(connection);

        string Setting(string name) => settings.GetValueOrDefault(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"The trigger of {Name} names the setting {name}, which is not there.");
    }

    public string Id { get; }

    public string Name { get; }

    /// <summary>The trigger's texts, in which <c>%NAME%</c> is replaced by the setting of that name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The kind of trigger, such as <c>timerTrigger</c>.</summary>
    public string Trigger => Settings["type"];

    /// <summary>The parameter that the trigger fills.</summary>
    public string Parameter => Settings["name"];

    /// <summary>Whether the trigger takes HTTP calls of that method. One that lists none takes all, as the host documents it.</summary>
    public bool Takes(HttpMethod method)
    {
        if (Trigger != "httpTrigger")
            return false;
        if (!trigger.TryGetProperty("methods", out var methods) || methods.ValueKind != JsonValueKind.Array
            || methods.GetArrayLength() == 0)
            return true;
        return methods.EnumerateArray().Any(m => m.GetString()!.Equals(method.Method, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Percent();
}
