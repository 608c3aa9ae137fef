using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Reminders.Web.Routes;

/// <summary>A query parameter that an endpoint receives as text and reads as that type.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class QueryAttribute(Type type, string note) : Attribute, IFromQueryMetadata
{
    public Type Type => type;

    public string Note => note;

    string? IFromQueryMetadata.Name => null;
}

/// <summary>
/// Normalises the texts of path and query, and refuses unknown query parameters: without the refusal, a misspelt filter would answer
/// everything.
/// </summary>
internal static class QueryFilter
{
    private const int MostShown = 40;

    public static EndpointFilterDelegate Strict(EndpointFilterFactoryContext context, EndpointFilterDelegate next) =>
        Of(context.MethodInfo.GetParameters(), next, isStrict: true);

    /// <summary>Accepts unknown query parameters.</summary>
    public static EndpointFilterDelegate Lenient(EndpointFilterFactoryContext context, EndpointFilterDelegate next) =>
        Of(context.MethodInfo.GetParameters(), next, isStrict: false);

    private static EndpointFilterDelegate Of(ParameterInfo[] parameters, EndpointFilterDelegate next, bool isStrict)
    {
        string[] known = [.. parameters.Where(IsQuery).Select(p => p.Name!)];
        return call =>
        {
            if (isStrict)
                Require(call.HttpContext.Request.Query, known);
            foreach (var parameter in parameters.Where(p => p.ParameterType == typeof(string)))
            {
                var text = (string?)call.Arguments[parameter.Position];
                call.Arguments[parameter.Position] = IsQuery(parameter) ? Read(parameter.Name!, text) : Folded.Name(text ?? "");
            }
            return next(call);
        };
    }

    private static bool IsQuery(ParameterInfo parameter) => parameter.IsDefined(typeof(QueryAttribute));

    /// <summary>The normal form of a text in a query; null if it is empty.</summary>
    public static string? Read(string name, string? text) => text is not { Length: > 0 } ? null
        : Folded.HasNul(text) ? throw ProblemException.BadRequest("query-invalid", $"{name} cannot be read: {BodyJson.NulFault}")
        : Folded.Name(text) is { Length: > 0 } folded ? folded : null;

    private static void Require(IQueryCollection query, string[] known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw ProblemException.BadRequest(
                    "query-unknown",
                    known is []
                        ? (Wording)$"There is no query parameter '{Shown(name)}' here; this call takes none."
                        : $"There is no query parameter '{Shown(name)}' here; this call takes {string.Join(", ", known)}.");
            }
            if (values.Count > 1)
                throw ProblemException.BadRequest("query-invalid", $"{Shown(name)} is given {values.Count} times; give it once.");
        }
    }

    /// <summary>A name from the caller, shortened and without control characters.</summary>
    public static string Shown(string name)
    {
        var cut = name.Length > MostShown ? name[..MostShown] + "…" : name;
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }
}
