using Microsoft.AspNetCore.Http;

namespace Reminders.Web.Routes;

/// <summary>
/// Refuses a query that a route does not take, by name. A misspelt filter would else be no filter, and its answer would be believed.
/// </summary>
internal static class QueryCheck
{
    private const int MostShown = 40;

    /// <exception cref="ProblemException">A parameter is unknown, or stands there twice.</exception>
    public static void Require(IQueryCollection query, ApiRoute route)
    {
        foreach (var (name, values) in query)
        {
            if (!route.Query.Any(q => q.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                throw ProblemException.BadRequest("query-unknown", $"There is no query parameter '{Shown(name)}' here; {Known(route)}.");
            if (values.Count > 1)
                throw ProblemException.BadRequest("query-invalid", $"{Shown(name)} is given {values.Count} times; give it once.");
        }
    }

    /// <summary>A name that somebody has sent, short and in one line.</summary>
    public static string Shown(string name)
    {
        var cut = name.Length > MostShown ? name[..MostShown] + "…" : name;
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }

    private static string Known(ApiRoute route) =>
        route.Query.IsEmpty ? "this call takes none" : $"this call takes {string.Join(", ", route.Query.Select(q => q.Name))}";
}
