namespace Reminders.Web.Routes;

/// <summary>What answers are made of, where it is not plain JSON.</summary>
public static class MediaTypes
{
    public const string Json = "application/json";
    public const string Problem = "application/problem+json";
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}
