using static Reminders.Core.Items.ItemAction;
using static Reminders.Core.Items.ItemState;

namespace Reminders.Core.Tests.Items;

public class ItemLifeTests
{
    private static readonly Dictionary<(ItemState, ItemAction), ItemState> Allowed = new()
    {
        [(Draft, Complete)] = Open,
        [(Draft, Cancel)] = Cancelled,
        [(Open, Complete)] = Open,
        [(Draft, Revise)] = Open,
        [(Open, Revise)] = Open,
        [(Reported, Revise)] = Reported,
        [(Open, Report)] = Reported,
        [(Open, Extend)] = Open,
        [(Open, Cancel)] = Cancelled,
        [(Reported, Complete)] = Reported,
        [(Reported, Return)] = Open,
        [(Reported, Verify)] = Closed,
        [(Reported, Cancel)] = Cancelled,
        [(Open, AskExtension)] = Open,
        [(Open, RefuseExtension)] = Open,
        [(Closed, Reopen)] = Open,
        [(Closed, LookBack)] = Closed,
        [(Closed, Complete)] = Closed,
        [(Draft, ItemAction.HandOver)] = Open,
        [(Open, ItemAction.HandOver)] = Open,
        [(Reported, ItemAction.HandOver)] = Reported,
        [(Closed, ItemAction.HandOver)] = Closed,
        [(Open, ItemAction.LiftFlag)] = Open,
        [(Reported, ItemAction.LiftFlag)] = Reported,
        [(Closed, ItemAction.LiftFlag)] = Closed,
        [(Draft, ItemAction.NoteFinding)] = Draft,
        [(Open, ItemAction.NoteFinding)] = Open,
        [(Reported, ItemAction.NoteFinding)] = Reported,
        [(Open, AddEvidence)] = Open,
        [(Reported, AddEvidence)] = Reported,
        [(Closed, AddEvidence)] = Closed,
        [(Open, Urge)] = Open,
    };

    public static TheoryData<ItemState, ItemAction> Pairs
    {
        get
        {
            var pairs = new TheoryData<ItemState, ItemAction>();
            foreach (var state in Enum.GetValues<ItemState>())
            {
                foreach (var action in Enum.GetValues<ItemAction>())
                    pairs.Add(state, action);
            }
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_action_in_every_state_is_allowed_or_refused(ItemState state, ItemAction action)
    {
        ItemState? expected = Allowed.TryGetValue((state, action), out var to) ? to : null;

        Assert.Equal(expected, ItemLife.Next(state, action));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_command_moves_the_item_or_is_refused_by_name(ItemState state, ItemAction action)
    {
        var decision = Commands.Good(action).Decide(Item(state, action), Testing.Given.Shanghai, Testing.Given.At("2020-05-18T10:00"));

        if (Allowed.TryGetValue((state, action), out var to))
        {
            Assert.Null(decision.Refusal);
            Assert.Equal(to, decision.Item!.State);
        }
        else
        {
            Assert.Null(decision.Item);
            Assert.Equal("not-allowed-in-state", decision.Refusal!.Code);
            Assert.Equal($"Item 1-1 is {ItemWords.Of(state)}; {ItemWords.Of(action)} is not possible there.", decision.Refusal!.Message);
            Assert.DoesNotContain(decision.Refusal!.Message.Split(' ', ';', '.'),
                word => Enum.GetNames<ItemState>().Contains(word) || Enum.GetNames<ItemAction>().Contains(word));
        }
    }

    // A refusal needs a request for an extension, and a closed item needs people only before a look-back.
    private static Item Item(ItemState state, ItemAction action) => (Testing.Given.Item(state), action) switch
    {
        (var item, RefuseExtension) =>
            item with { Asked = new(Commands.Person, Testing.Given.At("2020-05-17T10:00"), Testing.Given.Day("2020-06-30"), "汛期") },
        ({ State: Closed } item, Complete or ItemAction.HandOver) =>
            item with { LookBack = new(Testing.Given.Day("2020-06-30"), Testing.Given.At("2020-05-17T10:00")) },
        var (item, _) => item,
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_item_allows_the_actions_that_the_table_has(ItemState state, ItemAction action) =>
        Assert.Equal(Allowed.ContainsKey((state, action)), Item(state, action).Allows(action));

    [Fact]
    public void An_extension_can_be_refused_only_while_one_is_asked_for()
    {
        var item = Testing.Given.Item(Open);
        Assert.False(item.Allows(RefuseExtension));
        Assert.True((item with { Asked = Testing.Build.Item().Asked }).Allows(RefuseExtension));
    }

    [Theory]
    [InlineData(Report)]
    [InlineData(Return)]
    [InlineData(Verify)]
    [InlineData(Extend)]
    [InlineData(AskExtension)]
    [InlineData(RefuseExtension)]
    [InlineData(Reopen)]
    [InlineData(LookBack)]
    [InlineData(Cancel)]
    [InlineData(AddEvidence)]
    public void An_action_that_needs_a_text_is_refused_without_one(ItemAction action)
    {
        var state = Allowed.Keys.First(k => k.Item2 == action).Item1;
        var silent = Commands.Good(action) switch
        {
            ReportItem command => command with { Note = " " },
            ReturnItem command => command with { Reason = " " },
            VerifyItem command => command with { Note = " " },
            ExtendItem command => command with { Reason = " " },
            RequestExtension command => command with { Reason = " " },
            DeclineExtension command => command with { Reason = " " },
            ReopenItem command => command with { Reason = " " },
            LookBackItem command => command with { Note = " " },
            CancelItem command => command with { Reason = " " },
            AddItemEvidence command => (ItemCommand)(command with { Note = " " }),
            _ => throw new ArgumentOutOfRangeException(nameof(action)),
        };

        var decision = silent.Decide(Item(state, action), Testing.Given.Shanghai, Testing.Given.At("2020-05-18T10:00"));

        Assert.Equal(ItemLife.NeedsText(action), decision.Refusal is { Code: "reason-missing" or "note-missing" });
    }

    [Fact]
    public void A_cancelled_item_allows_no_command() =>
        Assert.All(Enum.GetValues<ItemAction>(), action => Assert.Null(ItemLife.Next(Cancelled, action)));
}
