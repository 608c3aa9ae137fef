using System.Globalization;
using System.Text.Json;

namespace Reminders.Web.Console;

/// <summary>Reads and writes the query of a page. An empty parameter counts as missing, because forms send their empty fields.</summary>
internal sealed class PageQuery(IQueryCollection query)
{
    /// <summary>The query with these parts; a part without a value is left out.</summary>
    public static QueryString Of(params IEnumerable<(string Name, object? Value)> parts) =>
        QueryString.Create(parts.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, (string?)Written(p.Value!))));

    /// <summary>The number of a page as a part of a query; null for the first.</summary>
    public static int? Later(int page) => page > 1 ? page : null;

    /// <summary>
    /// Leads to the address without the empty fields that a form sends; null if there are none. People pass the short address on.
    /// </summary>
    public static IResult? Shorter(HttpContext http, string address) =>
        http.Request.Query.Any(q => q.Value == "") ? TypedResults.Redirect(address) : null;

    /// <summary>The name of a value as an address writes it.</summary>
    public static string Camel(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public string? Text(string name) => QueryFilter.Read(name, query[name].ToString());

    public int? Number(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw ProblemException.BadRequest("query-invalid", $"{name} is '{text}'; it must be a number from 1.");

    public LocalDate? Date(string name) => DateText.Query(name, Text(name));

    public T? Name<T>(string name)
        where T : struct, Enum => Text(name) is not { } text ? null
        : EnumName.TryRead<T>(text, out var value) ? value
        : throw Wrong<T>(name, text);

    public static ProblemException Wrong<T>(string name, string text)
        where T : struct, Enum =>
        ProblemException.BadRequest("query-invalid", $"{name} is '{text}'; it must be one of {EnumName.All<T>()}.");

    private static string Written(object value) => value switch
    {
        Enum name => Camel(name),
        LocalDate day => Shown.Iso(day),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}

/// <summary>A page of a long list. A number after the last page means the last page.</summary>
internal sealed record Paged<T>(ImmutableArray<T> Rows, int Page, int Last)
{
    public const int RowsOnPage = 50;

    /// <param name="rows">The rows of all pages, in order.</param>
    /// <param name="total">The number of those rows.</param>
    /// <param name="page">The number of the page, from 1.</param>
    public static Paged<T> Of(IEnumerable<T> rows, int total, int page)
    {
        var last = Math.Max(1, (total + RowsOnPage - 1) / RowsOnPage);
        var at = Math.Min(page, last);
        return new([.. rows.Skip((at - 1) * RowsOnPage).Take(RowsOnPage)], at, last);
    }
}
