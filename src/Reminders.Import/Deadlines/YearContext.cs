namespace Reminders.Import.Deadlines;

/// <summary>
/// What a date without a year counts from: a year alone (every such date falls in it), or a day (the first such date not before it).
/// <see cref="Day"/> beside a year only serves 本月 and its like. <see cref="Basis"/> says in words where it comes from.
/// </summary>
internal sealed record YearContext(int? Year, LocalDate? Day, string Basis, bool Given = false)
{
    /// <summary>Whether it comes from nothing that the document says of itself.</summary>
    public bool IsWeak { get; init; }

    /// <summary>The year that 今年 and 年底 mean.</summary>
    public int Current => Year ?? Day!.Value.Year;

    public static YearContext FromGiven(int year, LocalDate? documentDay) => new(year, documentDay, $"The year {year} was given at loading.", Given: true);
}
