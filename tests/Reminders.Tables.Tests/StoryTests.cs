namespace Reminders.Tables.Tests;

public class StoryTests(LocalTables tables)
{
    [Fact]
    public async Task The_life_of_an_item_is_told_as_it_should_be_from_Table_Storage_as_well() =>
        Assert.Equal(Story.Expected, await Story.PlayAsync(await tables.NewLedgerAsync(), Cancellation));
}
