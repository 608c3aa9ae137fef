namespace Reminders.Core.Items;

/// <summary>
/// One action on one item. <see cref="Decide"/> is pure: from the item and now it returns the changed item or a named refusal, without a
/// clock or a store.
/// </summary>
public abstract record ItemCommand(Actor By)
{
    public abstract ItemAction Action { get; }

    /// <summary>The present directory.</summary>
    public ContactDirectory People { get; init; } = ContactDirectory.Empty;

    /// <summary>The present policy.</summary>
    public ReminderPolicy Policy { get; init; } = new();

    /// <summary>The stored item with the people who are told of it now. A draft tells nobody.</summary>
    public virtual Item Seen(Item stored) => stored.OpenSince is null ? stored : People.Told(stored);

    /// <summary>Checks the transition table, then decides.</summary>
    public Decision Decide(Item item, DateTimeZone zone, Instant now) =>
        ItemLife.Next(item.State, Action) is { } next ? Apply(item with { State = next }, zone, now) : NotAllowed(item);

    private protected Decision NotAllowed(Item item) =>
        Decision.Refuse(
            "not-allowed-in-state", $"Item {item.Code} is {ItemWords.Of(item.State)}; {ItemWords.Of(Action)} is not possible there.");

    /// <param name="item">The item in the state that the table gives.</param>
    /// <param name="zone">The zone of the plan, for local days.</param>
    /// <param name="now">The instant of the action.</param>
    protected abstract Decision Apply(Item item, DateTimeZone zone, Instant now);

    private protected static bool IsBlank(string text) => string.IsNullOrWhiteSpace(text);

    private protected static LocalDate Today(DateTimeZone zone, Instant now) => now.InZone(zone).Date;
}

/// <summary>
/// 完善: fills what an item lacks or replaces its people; null leaves a field unchanged. Without any field it opens a draft that lacks
/// nothing.
/// </summary>
public sealed record CompleteItem(
    Actor By, ImmutableArray<Party>? Persons = null, ImmutableArray<Party>? Leaders = null, LocalDate? Deadline = null)
    : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Complete;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (item.IsAtItsEnd)
            return NotAllowed(item);
        if ((Persons ?? []).Concat(Leaders ?? []).FirstOrDefault(p => p.NamesNobody) is { } nobody)
            return new Decision.Refused(nobody.NamesNobodyRefusal);
        var wasDraft = item.OpenSince is null;
        var moves = Deadline is not null && Deadline != item.Deadline.Date;
        if (moves && !wasDraft)
        {
            return Decision.Refuse(
                "deadline-needs-extension",
                $"Item {item.Code} is not a draft: its deadline is moved with extend, which asks for a reason.");
        }
        var changed = People.Told(item with
        {
            NamedPersons = Persons ?? item.NamedPersons,
            NamedLeaders = Leaders ?? item.NamedLeaders,
            PersonsReplaced = item.PersonsReplaced || Persons is not null,
            LeadersReplaced = item.LeadersReplaced || Leaders is not null,
            Urged = Persons is null ? item.Urged : null,
            Persons = Persons is null ? item.Persons : [],
            Leaders = Leaders is null ? item.Leaders : [],
            Deadline = moves ? item.Deadline.MovedTo(Deadline!.Value, item.Deadline.Text) : item.Deadline,
        });
        var missing = string.Join(", ", changed.Missing);
        if (missing.Length > 0 && !wasDraft)
            return Decision.Refuse("would-reach-nobody", $"Item {item.Code} would lack: {ItemWords.OfMissing(changed.Missing)}.");
        var changes = ItemChanges.Between(item, changed);
        if (missing.Length > 0)
        {
            return changes.Length == 0
                ? new Decision.Nothing(item with { State = ItemState.Draft })
                : new Decision.Change(changed with { State = ItemState.Draft }, $"{changes}; still missing: {missing}");
        }
        if (wasDraft)
            return new Decision.Change(changed with { OpenSince = now }, changes);
        return changes.Length == 0 ? new Decision.Nothing(item) : new Decision.Change(changed, changes);
    }
}

/// <summary>Stores the people that the directory gives the item, before a new directory takes effect that would reach nobody.</summary>
internal sealed record KeepPeople(Actor By) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Complete;

    public override Item Seen(Item stored) => stored;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        var kept = People.Told(item);
        return item.IsAtItsEnd || item.OpenSince is null || item.HasPeopleOf(kept)
            ? new Decision.Nothing(item)
            : new Decision.Change(kept, ItemChanges.Between(item, kept));
    }
}

/// <summary>报结: reports that the work is done, by the person or by the office on their behalf.</summary>
public sealed record ReportItem(Actor By, string Note) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Report;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now) =>
        new Decision.Change(item with { Report = new(By, now, Note), Returned = null, Urged = null, Answered = null }, Note);
}

/// <summary>退回: does not accept a report; reminders continue.</summary>
public sealed record ReturnItem(Actor By, string Reason) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Return;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now) =>
        IsBlank(Reason)
            ? Decision.Refuse("reason-missing", $"Returning an item needs a reason that its person can act on.")
            : new Decision.Change(item with { Report = null, Returned = new(By, now, Reason), OpenSince = now }, Reason);
}

/// <summary>
/// 催办: reminds the person today, or on the next working day if they had a message today already, or today is a day off. A new urging takes
/// the place of one that was not told yet. The same urging on the same day changes nothing, so it can be repeated.
/// </summary>
/// <param name="By">The actor.</param>
/// <param name="Note">What the person is told beside the item; may be empty.</param>
public sealed record UrgeItem(Actor By, string Note) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Urge;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now) =>
        item.Urged is { } last && last.By == By && last.Text == Note && Today(zone, last.At) == Today(zone, now)
            ? new Decision.Nothing(item)
            : new Decision.Change(item with { Urged = new(By, now, Note) }, Note);
}

/// <summary>The four checks 四个不放过 of a verification.</summary>
public sealed record FourChecks(bool ProblemTraced, bool MeasuresDone, bool EffectReached, bool PeopleSatisfied)
{
    public bool All => this is { ProblemTraced: true, MeasuresDone: true, EffectReached: true, PeopleSatisfied: true };
}

/// <summary>
/// 销号: closes an item that another person reported done. The look-back is on <see cref="LookBackOn"/>, otherwise on the day that the policy
/// gives.
/// </summary>
public sealed record VerifyItem(Actor By, FourChecks Checks, string Note, LocalDate? LookBackOn = null) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Verify;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (item.Report is { } report && By.IsSameAs(report.By))
            return Decision.Refuse("verifier-is-reporter", $"{By.Name} reported item {item.Code} done; somebody else must verify it.");
        if (item.Persons.Any(p => p.Is(By)))
            return Decision.Refuse("verifier-is-doer", $"{By.Name} is responsible for item {item.Code}; somebody else must verify it.");
        var sameKey = item.Report is { } done && By.IsRecordedAs(done.By);
        if (sameKey && Policy.VerifyWithAnotherKey)
        {
            return Decision.Refuse(
                "verifier-key-is-reporter-key",
                $"The key {By.RecordedBy} recorded the report of item {item.Code}; another key must record the verification.");
        }
        if (!Checks.All)
        {
            return Decision.Refuse(
                "checks-missing", $"All four checks must hold: problem traced, measures done, effect reached, people satisfied.");
        }
        if (IsBlank(Note))
            return Decision.Refuse("note-missing", $"Verifying needs a note on what was found on the spot.");
        var today = Today(zone, now);
        if (LookBackOn <= today)
            return Decision.Refuse("look-back-past", $"The day of the look-back must be after {today:uuuu-MM-dd}.");
        LocalDate? lookBack = LookBackOn ?? (Policy.LookBackAfterDays > 0 ? today.PlusDays(Policy.LookBackAfterDays) : null);
        var detail = Note + (sameKey ? $" (the key {By.RecordedBy} recorded the report too)" : "");
        return lookBack is { } on
            ? new Decision.Change(item with { LookBack = new(on, now) }, $"{detail} (look-back {on:uuuu-MM-dd})")
            : new Decision.Change(item, detail);
    }
}

/// <summary>回头看: records that the closed item still holds. <see cref="Next"/> is the day of another look-back.</summary>
public sealed record LookBackItem(Actor By, string Note, LocalDate? Next = null) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.LookBack;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (item.Persons.Any(p => p.Is(By)))
            return Decision.Refuse("verifier-is-doer", $"{By.Name} is responsible for item {item.Code}; somebody else must look at it.");
        if (IsBlank(Note))
            return Decision.Refuse("note-missing", $"A look-back needs a note on what was found on the spot.");
        var today = Today(zone, now);
        if (Next <= today)
            return Decision.Refuse("look-back-past", $"The day of the next look-back must be after {today:uuuu-MM-dd}.");
        if (Next is not { } on)
            return new Decision.Change(item with { LookBack = null }, Note);
        // The directory may have changed while the item owed nothing.
        var watched = People.Resolve(item with { LookBack = new(on, now) }, opens: false);
        return watched.Missing.Any()
            ? Decision.Refuse("would-reach-nobody", $"Item {item.Code} would lack: {ItemWords.OfMissing(watched.Missing)}.")
            : new Decision.Change(watched, $"{Note} (next {on:uuuu-MM-dd})");
    }
}

/// <summary>延期: moves the deadline of an item that is not yet overdue.</summary>
public sealed record ExtendItem(Actor By, LocalDate Deadline, string Reason) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Extend;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (IsBlank(Reason))
            return Decision.Refuse("reason-missing", $"An extension needs a reason.");
        if (item.Persons.Any(p => p.Is(By)))
        {
            return Decision.Refuse(
                "granter-is-doer", $"{By.Name} is responsible for item {item.Code}; the leader or the office must grant an extension.");
        }
        // A request made in time may be granted later.
        if (Today(zone, item.Asked?.At ?? now) > item.Deadline.Date)
        {
            return Decision.Refuse(
                "asked-too-late",
                $"Item {item.Code} was due on {item.Deadline.Date:uuuu-MM-dd}; an extension must be asked for before it expires.");
        }
        return Deadline <= item.Deadline.Date
            ? Decision.Refuse("deadline-not-later", $"The new deadline must be after {item.Deadline.Date:uuuu-MM-dd}.")
            : new Decision.Change(
                item with
                {
                    Deadline = item.Deadline.MovedTo(Deadline, item.Deadline.Text),
                    OpenSince = now,
                    Asked = null,
                    Answered = item.Asked is null ? item.Answered : new(By, now, Granted: true, Reason),
                },
                $"{item.Deadline.Date:uuuu-MM-dd} → {Deadline:uuuu-MM-dd}: {Reason}");
    }
}

/// <summary>申请延期: asks for a later deadline before the present one has passed.</summary>
public sealed record RequestExtension(Actor By, LocalDate Deadline, string Reason) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.AskExtension;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (IsBlank(Reason))
            return Decision.Refuse("reason-missing", $"An extension needs a reason.");
        if (Today(zone, now) > item.Deadline.Date)
        {
            return Decision.Refuse(
                "asked-too-late",
                $"Item {item.Code} was due on {item.Deadline.Date:uuuu-MM-dd}; an extension must be asked for before it expires.");
        }
        if (Deadline <= item.Deadline.Date)
            return Decision.Refuse("deadline-not-later", $"The new deadline must be after {item.Deadline.Date:uuuu-MM-dd}.");
        return item.Asked is { } asked && asked.Deadline == Deadline && asked.Reason == Reason
            ? new Decision.Nothing(item)
            : new Decision.Change(
                item with { Asked = new(By, now, Deadline, Reason) },
                $"{item.Deadline.Date:uuuu-MM-dd} → {Deadline:uuuu-MM-dd}? {Reason}");
    }
}

/// <summary>不同意延期: refuses a later deadline.</summary>
public sealed record DeclineExtension(Actor By, string Reason) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.RefuseExtension;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (item.Asked is null)
            return Decision.Refuse("nothing-asked", $"No extension was asked for item {item.Code}.");
        if (item.Persons.Any(p => p.Is(By)))
        {
            return Decision.Refuse(
                "granter-is-doer", $"{By.Name} is responsible for item {item.Code}; the leader or the office must answer the request.");
        }
        return IsBlank(Reason)
            ? Decision.Refuse("reason-missing", $"Refusing an extension needs a reason.")
            : new Decision.Change(item with { Asked = null, Answered = new(By, now, Granted: false, Reason) }, Reason);
    }
}

/// <summary>反弹: reopens a closed item whose problem is back, in a new cycle with a new deadline.</summary>
public sealed record ReopenItem(Actor By, LocalDate Deadline, string Reason) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Reopen;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (IsBlank(Reason))
            return Decision.Refuse("reason-missing", $"Reopening an item needs a reason.");
        if (Deadline < Today(zone, now))
            return Decision.Refuse("deadline-past", $"The new deadline must not be in the past.");
        // The directory may have changed while the item was closed.
        var reopened = People.Resolve(
            item with
            {
                Deadline = item.Deadline.MovedTo(Deadline, item.Deadline.Text),
                Report = null,
                Urged = null,
                Asked = null,
                Answered = null,
                LookBack = null,
                OpenSince = now,
                Cycle = item.Cycle + 1,
            },
            opens: true);
        return reopened.Missing.Any()
            ? Decision.Refuse("would-reach-nobody", $"Item {item.Code} would lack: {ItemWords.OfMissing(reopened.Missing)}.")
            : new Decision.Change(reopened, $"cycle {reopened.Cycle}, {item.Deadline.Date:uuuu-MM-dd} → {Deadline:uuuu-MM-dd}: {Reason}");
    }
}

/// <summary>撤销: drops an item that is not put right.</summary>
public sealed record CancelItem(Actor By, string Reason) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Cancel;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now) =>
        IsBlank(Reason) ? Decision.Refuse("reason-missing", $"Cancelling an item needs a reason.") : new Decision.Change(item, Reason);
}

/// <summary>
/// Records that a number of the item works again and changes nothing else. Like every saved change it puts the item on the agenda, so the
/// owed steps are told.
/// </summary>
public sealed record RecordFlagLifted(Actor By, PhoneNumber Number) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.LiftFlag;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        var names = item.Persons.Concat(item.Leaders).Concat(item.Supervisors).Where(p => p.Phone == Number).Select(p => p.Name).Distinct();
        var whose = string.Join('、', names);
        return whose.Length == 0 ? new Decision.Nothing(item) : new Decision.Change(item, $"number of {whose}: flag lifted");
    }
}
