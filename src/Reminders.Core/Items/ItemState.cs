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
