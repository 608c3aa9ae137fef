using static Reminders.Testing.EvidenceFiles;

namespace Reminders.Core.Tests.Items;

public class AddEvidenceTests
{
    private static readonly Instant Now = Given.At("2020-05-18T10:00");

    private readonly Item item = Given.Item(ItemState.Reported);

    [Fact]
    public void A_photo_is_stored_with_its_author_and_time_and_shows_in_the_history()
    {
        var photo = Photo();
        var decision = Add(item, photo, "已清运");

        var evidence = Assert.Single(decision.Item!.Evidence);
        Assert.Equal(
            new Evidence(photo.Sha256, "整改后.jpg", Given.Office, Now)
            {
                MediaType = "image/jpeg",
                Bytes = photo.Content.Length,
                Note = "已清运",
            },
            evidence);
        Assert.Equal(photo.Sha256[..32], evidence.Id);
        Assert.Equal("整改后.jpg: 已清运", decision.Detail);
        Assert.Equal(item with { Evidence = decision.Item!.Evidence }, decision.Item);
    }

    [Fact]
    public void A_link_stands_with_the_item_as_its_address()
    {
        var decision = Add(item, EvidenceLink.Read("https://example.org/1"));

        var evidence = Assert.Single(decision.Item!.Evidence);
        Assert.Equal(("https://example.org/1", "example.org", null, 0), (evidence.Link, evidence.Name, evidence.MediaType, evidence.Bytes));
        Assert.Equal("https://example.org/1", decision.Detail);
    }

    [Fact]
    public void The_same_content_again_changes_nothing_under_any_name_and_by_any_person()
    {
        var one = Add(Add(item, Photo()).Item!, EvidenceLink.Read("https://example.org/1")).Item!;

        foreach (EvidenceContent again in (EvidenceContent[])[Photo(name: "另一张.jpg"), EvidenceLink.Read("HTTPS://example.org/1")])
        {
            var decision = new AddItemEvidence(new("张三"), again, "再传一次", new()).Decide(one, Given.Shanghai, Now);
            Assert.Equal((one, null, null), (decision.Item, decision.Detail, decision.Refusal));
        }
    }

    [Fact]
    public void Evidence_of_earlier_cycles_stays_when_the_item_goes_on()
    {
        var closed = Add(Given.Item(ItemState.Closed), Photo()).Item!;
        var reopened = new ReopenItem(Given.Office, Given.Day("2020-07-31"), "反弹").Decide(closed, Given.Shanghai, Now).Item!;

        Assert.Equal(2, Add(reopened, Photo("第二轮")).Item!.Evidence.Length);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "evidence-full")]
    public void An_item_takes_so_much_and_no_more(int has, string? code)
    {
        var full = Enumerable.Range(0, has).Aggregate(item, (before, n) => Add(before, Photo($"{n}")).Item!);
        var limits = new EvidenceLimits { MaxPerItem = 2 };

        var decision = new AddItemEvidence(Given.Office, Photo("新"), "", limits).Decide(full, Given.Shanghai, Now);

        Assert.Equal(code, decision.Refusal?.Code);
        // The evidence from before is still there.
        Assert.Null(new AddItemEvidence(Given.Office, Photo("0"), "", limits).Decide(full, Given.Shanghai, Now).Refusal);
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(501, "note-too-long")]
    public void A_note_is_short(int length, string? code) =>
        Assert.Equal(code, Add(item, Photo(), new('注', length)).Refusal?.Code);

    [Theory]
    [InlineData(ItemState.Draft, false)]
    [InlineData(ItemState.Open, true)]
    [InlineData(ItemState.Reported, true)]
    [InlineData(ItemState.Closed, true)]
    [InlineData(ItemState.Cancelled, false)]
    public void Evidence_is_of_work_that_was_begun_and_moves_nothing(ItemState state, bool taken)
    {
        var decision = Add(Given.Item(state), Photo());

        Assert.Equal(taken ? null : "not-allowed-in-state", decision.Refusal?.Code);
        Assert.Equal(taken ? state : null, decision.Item?.State);
    }

    [Theory]
    [InlineData(0, 20, "MaxMegabytes is 0; it must be from 1 to 25.")]
    [InlineData(26, 20, "MaxMegabytes is 26; it must be from 1 to 25.")]
    [InlineData(10, 0, "MaxPerItem is 0; it must be from 1 to 50.")]
    [InlineData(10, 51, "MaxPerItem is 51; it must be from 1 to 50.")]
    public void Limits_have_bounds(int megabytes, int perItem, string problem) =>
        Assert.Equal([problem], new EvidenceLimits { MaxMegabytes = megabytes, MaxPerItem = perItem }.Problems().Select(p => p.English));

    [Fact]
    public void The_limits_are_10_MB_and_20_pieces_unless_they_are_set()
    {
        Assert.Equal((10 * 1024 * 1024, 20), (new EvidenceLimits().MaxBytes, new EvidenceLimits().MaxPerItem));
        Assert.Empty(new EvidenceLimits().Problems());
    }

    private static Decision Add(Item item, EvidenceContent content, string note = "") =>
        new AddItemEvidence(Given.Office, content, note, new()).Decide(item, Given.Shanghai, Now);
}
