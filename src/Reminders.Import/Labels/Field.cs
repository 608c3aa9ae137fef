namespace Reminders.Import.Labels;

/// <summary>What a label or a ledger's column speaks of.</summary>
internal enum Field
{
    Number,
    Section,
    Title,
    Problem,
    Measures,
    Leader,
    Person,

    /// <summary>责任部门/责任人: a unit with its person, in one field.</summary>
    UnitAndPerson,

    Phone,
    Unit,
    Deadline,

    /// <summary>完成时间: the deadline, unless a clearer label such as 整改时限 stands beside it; then it is the actual date.</summary>
    DeadlineOrActual,

    /// <summary>Known and not read: goals, status, actual dates, who checks.</summary>
    Other,
}
