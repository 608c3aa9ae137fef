namespace Reminders.Import.Workbooks;

/// <summary>A sheet of a workbook: its rows, from the first on, and which cells are merged.</summary>
internal sealed record Sheet(string Name, IReadOnlyList<TableRow> Rows)
{
    public IReadOnlyList<MergedCells> Merges { get; init; } = [];
}

/// <summary>Cells that are shown as one, whose value stands in the first; rows and columns count from 0, both ends belong to it.</summary>
internal sealed record MergedCells(int FromRow, int ToRow, int FromColumn, int ToColumn)
{
    public bool Holds(int row, int column) => row >= FromRow && row <= ToRow && column >= FromColumn && column <= ToColumn;
}
