namespace Reminders.Core.People;

/// <summary>In which duty somebody is told of an item. A later role is told of more serious things.</summary>
public enum Role
{
    /// <summary>Responsible person 责任人: does the work, is reminded before, on and after the deadline.</summary>
    Person,

    /// <summary>Responsible leader 责任领导: is told when an item is overdue.</summary>
    Leader,

    /// <summary>Supervisor 督查 / 主要领导: is told once a week when the leader's alert has not helped either.</summary>
    Supervisor,
}
