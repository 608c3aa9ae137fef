using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// The random mark by which a write knows itself again. The SDK repeats a request whose answer was lost, and the repetition then finds the
/// row inserted (409) or its tag changed (412) by the very write that it repeats. A retry of our own write must not read as a rival's, so
/// every write that can lose leaves its mark on the row, and after a conflict the mark decides who won.
/// </summary>
internal static class WriteMark
{
    public const string Property = "Write";

    public static string New() => Guid.NewGuid().ToString("N");

    public static TableEntity Marked(this TableEntity entity, string mark)
    {
        entity[Property] = mark;
        return entity;
    }

    public static bool IsMarked(this TableEntity? entity, string mark) => entity?.GetString(Property) == mark;
}
