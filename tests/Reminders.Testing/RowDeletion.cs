using Reminders.Rows;
using Xunit;

namespace Reminders.Testing;

public static class RowDeletion
{
    /// <summary>Deletes a row by an old tag, by its own and by none, on the rows of any engine.</summary>
    public static async Task CheckAsync(IRows rows, CancellationToken cancellation)
    {
        var row = new Row("p", "k", new() { ["Text"] = "a" });
        var old = await rows.UpsertAsync(row, cancellation);
        var tag = await rows.UpsertAsync(new Row("p", "k", new() { ["Text"] = "b" }), cancellation);

        Assert.Equal(0, (await rows.TryWriteAsync([RowWrite.Delete(row, old)], cancellation)).Conflict);
        Assert.Equal("b", (await rows.FindAsync("p", "k", cancellation))!.Text("Text"));
        Assert.Null((await rows.TryWriteAsync([RowWrite.Delete(row, tag)], cancellation)).Conflict);
        Assert.Null(await rows.FindAsync("p", "k", cancellation));
        Assert.Equal(0, (await rows.TryWriteAsync([RowWrite.Delete(row)], cancellation)).Conflict);

        await rows.UpsertAsync(row, cancellation);
        Assert.Null((await rows.TryWriteAsync([RowWrite.Delete(row)], cancellation)).Conflict);
        Assert.Null(await rows.FindAsync("p", "k", cancellation));
    }
}
