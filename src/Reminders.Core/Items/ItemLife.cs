using System.Collections.Frozen;
using static Reminders.Core.Items.ItemAction;
using static Reminders.Core.Items.ItemState;

namespace Reminders.Core.Items;

/// <summary>Where an item stands in its life. Drafts and cancelled items owe nobody a message.</summary>
public enum ItemState
{
    /// <summary>待完善: something is missing without which nobody would be reached.</summary>
    Draft,

    /// <summary>整改中.</summary>
    Open,

    /// <summary>待核查: said to be done, not yet verified.</summary>
    Reported,

    /// <summary>已销号: verified by somebody other than who reported it.</summary>
    Closed,

    /// <summary>已撤销.</summary>
    Cancelled,
}

/// <summary>What can be done to an item.</summary>
public enum ItemAction
{
    /// <summary>完善: fill what is missing, or replace a person or leader.</summary>
    Complete,

    /// <summary>报结.</summary>
    Report,

    /// <summary>退回.</summary>
    Return,

    /// <summary>销号.</summary>
    Verify,

    /// <summary>延期.</summary>
    Extend,

    /// <summary>申请延期: asks for a later deadline.</summary>
    AskExtension,

    /// <summary>不同意延期.</summary>
    RefuseExtension,

    /// <summary>反弹.</summary>
    Reopen,

    /// <summary>回头看: what was closed was looked at once more.</summary>
    LookBack,

    /// <summary>撤销.</summary>
    Cancel,

    /// <summary>修订: the plan was loaded again and says something else.</summary>
    Revise,

    /// <summary>移交: somebody else takes over what one of its people does.</summary>
    HandOver,

    /// <summary>恢复号码: a number of its people is no longer held to fail.</summary>
    LiftFlag,

    /// <summary>标注: names a doubt that somebody must look at.</summary>
    NoteFinding,

    /// <summary>佐证: adds a photo, a document or a link that shows what was done.</summary>
    AddEvidence,
}

/// <summary>The life of an item as one table: every move that is allowed. What is not here is refused by name.</summary>
public static class ItemLife
{
    private static readonly FrozenDictionary<(ItemState From, ItemAction Action), ItemState> Moves =
        new Dictionary<(ItemState, ItemAction), ItemState>
        {
            [(Draft, Complete)] = Open, // or Draft still, while something is missing
            [(Open, Complete)] = Open,
            [(Reported, Complete)] = Reported,
            [(Closed, Complete)] = Closed, // whom a look-back reaches
            [(Draft, ItemAction.HandOver)] = Open, // or Draft still, while something is missing
            [(Open, ItemAction.HandOver)] = Open,
            [(Reported, ItemAction.HandOver)] = Reported,
            [(Closed, ItemAction.HandOver)] = Closed, // whom a look-back reaches
            [(Open, ItemAction.LiftFlag)] = Open,
            [(Reported, ItemAction.LiftFlag)] = Reported,
            [(Closed, ItemAction.LiftFlag)] = Closed,
            [(Draft, ItemAction.NoteFinding)] = Draft,
            [(Open, ItemAction.NoteFinding)] = Open,
            [(Reported, ItemAction.NoteFinding)] = Reported,
            [(Draft, Revise)] = Open, // or Draft still, while something is missing
            [(Open, Revise)] = Open,
            [(Reported, Revise)] = Reported,
            [(Open, Report)] = Reported,
            [(Reported, Return)] = Open,
            [(Reported, Verify)] = Closed,
            [(Open, Extend)] = Open,
            [(Open, AskExtension)] = Open,
            [(Open, RefuseExtension)] = Open,
            [(Closed, Reopen)] = Open,
            [(Closed, LookBack)] = Closed,
            [(Draft, Cancel)] = Cancelled,
            [(Open, Cancel)] = Cancelled,
            [(Reported, Cancel)] = Cancelled,
            [(Open, AddEvidence)] = Open,
            [(Reported, AddEvidence)] = Reported,
            [(Closed, AddEvidence)] = Closed,
        }.ToFrozenDictionary();

    /// <summary>The state that the action leads to, or null where the action is not allowed in this state.</summary>
    public static ItemState? Next(ItemState from, ItemAction action) =>
        Moves.TryGetValue((from, action), out var to) ? to : null;
}

/// <summary>What an action does to an item: the changed item and what to write into its history, a refusal, or (no detail) nothing, since all is so already.</summary>
public sealed record Decision(Item? Item, string? Detail, Refusal? Refusal)
{
    public static Decision Change(Item item, string detail) => new(item, detail, null);
    public static Decision Nothing(Item item) => new(item, null, null);
    public static Decision Refuse(string code, string message) => new(null, null, new(code, message));
}
