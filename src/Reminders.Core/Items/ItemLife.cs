using System.Collections.Frozen;
using static Reminders.Core.Items.ItemAction;
using static Reminders.Core.Items.ItemState;

namespace Reminders.Core.Items;

/// <summary>The state of an item. Drafts and cancelled items owe nobody a message.</summary>
public enum ItemState
{
    /// <summary>待完善: lacks something without which nobody would be reached.</summary>
    Draft,

    /// <summary>整改中.</summary>
    Open,

    /// <summary>待核查: reported done, not yet verified.</summary>
    Reported,

    /// <summary>已销号: verified by another person than the reporter.</summary>
    Closed,

    /// <summary>已撤销.</summary>
    Cancelled,
}

/// <summary>An action on an item.</summary>
public enum ItemAction
{
    /// <summary>完善: fills what is missing, or replaces a person or leader.</summary>
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

    /// <summary>催办: reminds the person today, or on the next working day if they had a message today already.</summary>
    Urge,

    /// <summary>反弹.</summary>
    Reopen,

    /// <summary>回头看: records another look at a closed item.</summary>
    LookBack,

    /// <summary>撤销.</summary>
    Cancel,

    /// <summary>修订: applies a changed plan file.</summary>
    Revise,

    /// <summary>移交: a successor takes over from one of its people.</summary>
    HandOver,

    /// <summary>恢复号码: a number of its people works again.</summary>
    LiftFlag,

    /// <summary>标注: notes a doubt for the office.</summary>
    NoteFinding,

    /// <summary>佐证: adds a photo, a document or a link.</summary>
    AddEvidence,
}

/// <summary>The life of an item as one table of all allowed moves. Any other move is refused by name.</summary>
public static class ItemLife
{
    private static readonly FrozenDictionary<(ItemState From, ItemAction Action), ItemState> Moves =
        new Dictionary<(ItemState, ItemAction), ItemState>
        {
            [(Draft, Complete)] = Open, // stays Draft while something is missing
            [(Open, Complete)] = Open,
            [(Reported, Complete)] = Reported,
            [(Closed, Complete)] = Closed, // while a look-back is planned
            [(Draft, ItemAction.HandOver)] = Open, // stays Draft while something is missing
            [(Open, ItemAction.HandOver)] = Open,
            [(Reported, ItemAction.HandOver)] = Reported,
            [(Closed, ItemAction.HandOver)] = Closed, // while a look-back is planned
            [(Open, ItemAction.LiftFlag)] = Open,
            [(Reported, ItemAction.LiftFlag)] = Reported,
            [(Closed, ItemAction.LiftFlag)] = Closed,
            [(Draft, ItemAction.NoteFinding)] = Draft,
            [(Open, ItemAction.NoteFinding)] = Open,
            [(Reported, ItemAction.NoteFinding)] = Reported,
            [(Draft, Revise)] = Open, // stays Draft while something is missing
            [(Open, Revise)] = Open,
            [(Reported, Revise)] = Reported,
            [(Open, Report)] = Reported,
            [(Reported, Return)] = Open,
            [(Reported, Verify)] = Closed,
            [(Open, Extend)] = Open,
            [(Open, AskExtension)] = Open,
            [(Open, RefuseExtension)] = Open,
            [(Open, Urge)] = Open,
            [(Closed, Reopen)] = Open,
            [(Closed, LookBack)] = Closed,
            [(Draft, Cancel)] = Cancelled,
            [(Open, Cancel)] = Cancelled,
            [(Reported, Cancel)] = Cancelled,
            [(Open, AddEvidence)] = Open,
            [(Reported, AddEvidence)] = Reported,
            [(Closed, AddEvidence)] = Closed,
        }.ToFrozenDictionary();

    /// <summary>The state after the action; null when the action is not allowed.</summary>
    public static ItemState? Next(ItemState from, ItemAction action) =>
        Moves.TryGetValue((from, action), out var to) ? to : null;

    /// <summary>Whether the action is refused without a reason or a note.</summary>
    public static bool NeedsText(ItemAction action) =>
        action is Return or Verify or Extend or AskExtension or RefuseExtension or Reopen or LookBack or Cancel;

    /// <summary>Whether the action sets a new deadline.</summary>
    public static bool NeedsDay(ItemAction action) => action is Extend or AskExtension or Reopen;
}

/// <summary>What an action does to an item.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>The changed item, with the detail for its history.</summary>
    public sealed record Change(Item Item, string Detail) : Decision;

    /// <summary>The item has the change already.</summary>
    public sealed record Nothing(Item Item) : Decision;

    /// <summary>The action is not carried out, for this reason.</summary>
    public sealed record Refused(Refusal Refusal) : Decision;

    public static Decision Refuse(string code, Wording words) => new Refused(new(code, words));
}
