namespace Reminders.Core.Tests.Languages;

public sealed class WordingTests
{
    [Fact]
    public void A_refusal_has_words_in_both_languages()
    {
        var refused = new ReturnItem(new("周建平"), "").Decide(
            Build.Item() with { State = ItemState.Reported }, DateTimeZone.Utc, Build.Now);

        var refusal = Assert.IsType<Decision.Refused>(refused).Refusal;
        Assert.Equal("Returning an item needs a reason that its person can act on.", refusal.Message);
        Assert.Equal("退回须写明理由，让责任人知道怎么改。", refusal.Words.Chinese);
    }

    [Fact]
    public void A_value_that_is_a_sentence_is_worded_too()
    {
        var (state, action) = (ItemWords.Of(ItemState.Closed), ItemWords.Of(ItemAction.Report));

        Wording words = $"Item {new ItemCode(3, 12)} is {state}; {action} is not possible there.";

        Assert.Equal("Item 3-12 is closed 已销号; reporting it done 报结 is not possible there.", words.English);
        Assert.Equal("事项 3-12 现为已销号，不能报结。", words.Chinese);
    }

    [Fact]
    public void Braces_in_a_sentence_and_in_a_value_stay()
    {
        Wording words = $"{{1}} {"{0}"} {2}";

        Assert.Equal("{{1}} {0} {1}", words.Key);
        Assert.Equal("{1} {0} 2", words.English);
    }

    [Fact]
    public void A_sentence_that_was_stored_without_chinese_words_is_english_for_all()
    {
        Assert.Equal("Kept.", Wording.Stored("Kept.", null).Chinese);
        Assert.Equal("保留。", Wording.Stored("Kept.", "保留。").Chinese);
    }

    [Fact]
    public void A_date_is_written_alike_on_every_machine()
    {
        Wording words = $"The new deadline must be after {new LocalDate(2026, 5, 20):uuuu-MM-dd}.";

        Assert.Equal("新的时限须晚于 2026-05-20。", words.Chinese);
    }

    [Fact]
    public async Task Each_reader_is_told_in_their_own_language()
    {
        async Task<string> AskAsync(Language language)
        {
            Wording.Spoken = language;
            await Task.Yield();
            return Wording.Say($"An extension needs a reason.");
        }

        var told = await Task.WhenAll(AskAsync(Language.Chinese), AskAsync(Language.English));

        Assert.Equal(["延期须写明理由。", "An extension needs a reason."], told);
        Assert.Equal(Language.English, Wording.Spoken);
    }
}
