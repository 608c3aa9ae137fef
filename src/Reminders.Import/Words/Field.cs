namespace Reminders.Import.Words;

/// <summary>The meaning of a label or of a table's column.</summary>
internal enum Field
{
    Number,
    Section,
    Title,
    Problem,
    Measures,
    Leader,
    Person,

    /// <summary>责任部门/责任人: a unit and its person in one field.</summary>
    UnitAndPerson,

    Phone,
    Unit,
    Deadline,

    /// <summary>完成时间: the deadline, or the actual date if there is also a clearer label such as 整改时限.</summary>
    DeadlineOrActual,

    /// <summary>督导单位, 验收人: those who supervise or inspect the work. Nobody is reminded.</summary>
    Oversight,

    /// <summary>联系人, 举报电话: who answers questions, and a number that is not that of somebody responsible. Nobody is reminded.</summary>
    Contact,

    /// <summary>整改措施、责任人及时限: several fields in one column, which only labels in the cell tell apart.</summary>
    Several,

    /// <summary>Known and not read: goals, status, actual dates.</summary>
    Other,

    /// <summary>Not known.</summary>
    Unknown,
}

/// <summary>What a label means. It is whole if the list has it, or if all its parts are known.</summary>
internal readonly record struct LabelMeaning(Field Field, bool IsWhole);
