namespace Reminders.InMemory.Tests;

public class StoryTests
{
    [Fact]
    public async Task The_life_of_an_item_is_told_as_it_should_be() =>
        Assert.Equal(Story.Expected, await Story.PlayAsync(new InMemoryLedger(), Cancellation));
}
