using System.Collections.Frozen;
using static Reminders.Core.Items.ItemAction;
using static Reminders.Core.Items.ItemState;

namespace Reminders.Core.Items;

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
            [(Draft, NoteFinding)] = Draft,
            [(Open, NoteFinding)] = Open,
            [(Reported, NoteFinding)] = Reported,
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
