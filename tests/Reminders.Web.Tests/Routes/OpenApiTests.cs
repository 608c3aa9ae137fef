using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Reminders.Web.Tests.Routes;

/// <summary>The OpenAPI document matches the API, and other programs can read it.</summary>
public sealed partial class OpenApiTests
{
    public static TheoryData<string> Routes => [.. Route.All.Select(r => r.Name)];

    [Fact]
    public async Task The_document_is_valid_and_holds_exactly_the_routes()
    {
        var document = await ReadAsync();

        Assert.Equal(Route.All.Select(r => r.Name).Order(),
            document.Paths.SelectMany(p => p.Value.Operations!.Keys.Select(m => $"{m.Method} {p.Key}")).Order());
        Assert.Empty(document.Validate(ValidationRuleSet.GetDefaultRuleSet()));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task The_document_says_of_a_route_its_effect_its_role_and_its_call(string name)
    {
        var (route, operation) = await FindAsync(name);

        Assert.NotEmpty(operation.Summary!);
        if (route.Role == KeyRole.Anonymous)
            Assert.Empty(operation.Security ?? []);
        else
            Assert.Equal(ApiRoutes.KeyHeader, Assert.Single(Assert.Single(operation.Security!).Keys).Name);
        Assert.Contains(route.Role == KeyRole.Anonymous ? "no key" : $"role {route.Role.Name()}", operation.Description,
            StringComparison.Ordinal);
        var parameters = operation.Parameters ?? [];
        Assert.Equal(InPath().Matches(route.Pattern).Select(m => m.Groups[1].Value),
            parameters.Where(p => p is { In: ParameterLocation.Path, Required: true }).Select(p => p.Name));
        Assert.Equal(route.Query, parameters.Where(p => p is { In: ParameterLocation.Query, Required: false }).Select(p => p.Name));
        Assert.All(
            parameters, p => Assert.True(p is { Description.Length: > 0, Schema.Type: not null } or { Schema.Enum.Count: > 0 }, p.Name));
        Assert.Equal(route.TakesBody, operation.RequestBody is not null);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_call_is_answered_as_it_is_described(string name)
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        var (route, operation) = await FindAsync(name, office);
        var (path, body) = RouteCalls.All[name];

        var answer = await office.CallAsync(new(route.Method), path, office.SecretOf(KeyRole.Administrator), body());
        var described = operation.Responses![$"{(int)answer.Status}"];
        Assert.Equal(answer.MediaType is null ? [] : [answer.MediaType],
            (described.Content?.Keys ?? []).Where(t => described.Content!.Count == 1 || t == answer.MediaType));
        if (answer is { MediaType: "application/json", Body: ['[', ..] or ['{', ..] }
            && described.Content!["application/json"].Schema is { } schema)
        {
            Assert.Equal(answer.Body[0] == '[' ? JsonSchemaType.Array : JsonSchemaType.Object, schema.Type);
            var named = answer.Body[0] == '[' ? schema.Items! : schema;
            var said = answer.Body[0] == '[' ? answer.Json.EnumerateArray().FirstOrDefault() : answer.Json;
            if (name != "GET /openapi/v1.json" && said.ValueKind == JsonValueKind.Object)
                Assert.Empty(said.EnumerateObject().Select(p => p.Name).Except(named.Properties!.Keys));
        }

        var refused = await office.CallAsync(new(route.Method), path, "nobody-has-this-key", body());
        if (route.Role != KeyRole.Anonymous)
            Assert.Equal(refused.MediaType, operation.Responses["default"].Content!.Keys.Single());
    }

    [Fact]
    public async Task A_JSON_body_is_described_as_it_is_read()
    {
        var document = await ReadAsync();

        var extend = Body(document, "/api/items/{code}/extend", HttpMethod.Post, "application/json");
        Assert.Equal(["by", "deadline", "reason"], extend.Properties!.Keys.Order());
        Assert.Equal(["deadline"], extend.Required!);
        Assert.Equal((JsonSchemaType.String, "date"), (extend.Properties["deadline"].Type, extend.Properties["deadline"].Format));
        Assert.Equal(JsonSchemaType.String | JsonSchemaType.Null, extend.Properties["by"].Type);
        Assert.Equal(4000, extend.Properties["reason"].MaxLength);
        Assert.False(extend.AdditionalPropertiesAllowed);

        var complete = Body(document, "/api/items/{code}", HttpMethod.Patch, "application/json");
        foreach (var people in (string[])["persons", "leaders"])
            Assert.Equal(["name", "phone"], complete.Properties![people].Items!.Properties!.Keys.Order());
        Assert.Equal(
            ["effectReached", "measuresDone", "peopleSatisfied", "problemTraced"],
            Body(document, "/api/items/{code}/verify", HttpMethod.Post, "application/json").Properties!["checks"].Properties!.Keys.Order());
    }

    [Fact]
    public async Task Files_are_described_as_fields_of_a_form()
    {
        var form = Body(await ReadAsync(), "/api/plans", HttpMethod.Post, "multipart/form-data");

        Assert.Equal(["contacts", "file"], form.Properties!.Keys.Order());
        Assert.Equal(["file"], form.Required!);
        Assert.All(form.Properties.Values, f => Assert.Equal("binary", f.Format));
        Assert.All(form.Properties.Values, f => Assert.NotEmpty(f.Description!));
    }

    [Fact]
    public async Task Evidence_is_described_as_a_file_with_texts_and_as_a_link()
    {
        var document = await ReadAsync();
        var form = Body(document, "/api/items/{code}/evidence", HttpMethod.Post, "multipart/form-data");

        Assert.Equal(["by", "file", "note"], form.Properties!.Keys.Order());
        Assert.Equal(["file"], form.Required!);
        Assert.Equal("binary", form.Properties["file"].Format);
        Assert.Equal(["link"], Body(document, "/api/items/{code}/evidence", HttpMethod.Post, "application/json").Required!);
        Assert.Equal(
            ["application/pdf", "image/heic", "image/jpeg", "image/png", "image/webp"],
            document.Paths["/api/items/{code}/evidence/{id}"].Operations![HttpMethod.Get].Responses!["200"].Content!.Keys.Order());
    }

    private static IOpenApiSchema Body(OpenApiDocument document, string path, HttpMethod method, string mediaType) =>
        document.Paths[path].Operations![method].RequestBody!.Content![mediaType].Schema!;

    private static async Task<(Route Route, OpenApiOperation Operation)> FindAsync(string name, Office? office = null)
    {
        var route = Route.Called(name);
        return (route, (await ReadAsync(office)).Paths[route.Pattern].Operations![new(route.Method)]);
    }

    private static async Task<OpenApiDocument> ReadAsync(Office? office = null)
    {
        await using var own = office is null ? await Office.OpenAsync() : null;
        var answer = await (office ?? own!).GetAsync("/openapi/v1.json", KeyRole.Anonymous);
        answer.Ok();
        var (document, diagnostic) = OpenApiDocument.Parse(answer.Body);
        Assert.Empty(diagnostic!.Errors);
        Assert.Empty(diagnostic.Warnings);
        return document!;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex InPath();
}
