using System.Text.Json.Nodes;

namespace Reminders.LocalHost.Tests.Deployment;

/// <summary>The template that infra/main.bicep compiles to, with the templates of its modules.</summary>
internal sealed class CompiledTemplate
{
    private readonly JsonObject main =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deployment", "infra", "main.json")))!.AsObject();

    /// <summary>The parameters that a deployment sets.</summary>
    public JsonObject Parameters => main["parameters"]!.AsObject();

    /// <summary>The deployment of a module, by the module's symbol.</summary>
    public JsonObject Deployment(string module) => main["resources"]![module]!.AsObject();

    /// <summary>The template of a module.</summary>
    public JsonObject Module(string module) => Deployment(module)["properties"]!["template"]!.AsObject();

    /// <summary>The names of all modules.</summary>
    public IEnumerable<string> Modules =>
        main["resources"]!.AsObject().Where(r => (string?)r.Value!["type"] == "Microsoft.Resources/deployments").Select(r => r.Key);

    /// <summary>All resources of a type, of all modules.</summary>
    public IReadOnlyList<JsonObject> Resources(string type) =>
        [.. Modules.SelectMany(module => ResourcesOf(Module(module))).Where(r => (string?)r["type"] == type && r["existing"] is null)];

    // In templates with newer language features the resources are an object of symbols instead of an array.
    private static IEnumerable<JsonObject> ResourcesOf(JsonObject template) => template["resources"] switch
    {
        JsonObject bySymbol => bySymbol.Select(r => r.Value!.AsObject()),
        JsonArray list => list.Select(r => r!.AsObject()),
        _ => throw new InvalidOperationException("A template without resources."),
    };
}
