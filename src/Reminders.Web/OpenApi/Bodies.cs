using Microsoft.OpenApi;

namespace Reminders.Web.OpenApi;

/// <summary>What a call takes, as OpenAPI says it.</summary>
internal static class Bodies
{
    public static OpenApiRequestBody Of(RequestBody body) => body switch
    {
        JsonBody json => new() { Required = true, Content = Content((MediaTypes.Json, Schemas.Read(json.Type))) },
        FileBody files => new()
        {
            Required = true,
            Description = "The file as a field of a form, or as the body itself with its own media type.",
            Content = Content(("multipart/form-data", Form(files)), ("application/octet-stream", Schemas.File())),
        },
        FileOrJsonBody either => new()
        {
            Required = true,
            Description = "A file as a field of a form, or JSON.",
            Content = Content(("multipart/form-data", Form(either)), (MediaTypes.Json, Schemas.Read(either.Json))),
        },
        ProviderBody => new() { Required = true, Content = Content(("application/x-www-form-urlencoded", Anything()), (MediaTypes.Json, Anything())) },
        _ => throw new ArgumentException($"There are no words for a {body.GetType().Name}.", nameof(body)),
    };

    private static OpenApiSchema Form(FileBody files) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = files.Fields.ToDictionary(f => f.Name, f => (IOpenApiSchema)Schemas.File(f.Note)),
        Required = new HashSet<string> { files.Fields[0].Name },
    };

    private static OpenApiSchema Form(FileOrJsonBody either) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(either.Texts.Select(t => KeyValuePair.Create<string, IOpenApiSchema>(t, Schemas.Read(typeof(string)))))
        {
            [either.File.Name] = Schemas.File(either.File.Note),
        },
        Required = new HashSet<string> { either.File.Name },
    };

    private static OpenApiSchema Anything() => new() { Type = JsonSchemaType.Object };

    private static Dictionary<string, OpenApiMediaType> Content(params IEnumerable<(string MediaType, OpenApiSchema Schema)> kinds) =>
        kinds.ToDictionary(k => k.MediaType, k => new OpenApiMediaType { Schema = k.Schema });
}
