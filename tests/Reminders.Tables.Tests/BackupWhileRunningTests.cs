namespace Reminders.Tables.Tests;

/// <summary>
/// A backup is read table by table while the office works. The restored ledger loses no step, repeats no step that the backup records as
/// told, and lets every action go on.
/// </summary>
public sealed class BackupWhileRunningTests(LocalTables tables)
{
    public static TheoryData<string> Work => [.. Works.Keys];

    private static Dictionary<string, Func<Office, Task>> Works { get; } = new()
    {
        ["a slot: scan and send"] = office => office.SlotAsync(),
        ["a load"] = office => office.LoadAsync(Given.Plan("2020-05-21", "2020-05-22")),
        ["a report and a verification"] = async office =>
        {
            await office.ActAsync(1, new ReportItem(new(Given.Person.Name), "已完成"));
            await office.ActAsync(1, new VerifyItem(new(Given.Leader.Name), new(true, true, true, true), "已核查"));
        },
        ["a closing, and the slot that uses its entry up"] = async office =>
        {
            await office.ActAsync(1, new ReportItem(new(Given.Person.Name), "已完成"));
            await office.ActAsync(1, new VerifyItem(new(Given.Leader.Name), new(true, true, true, true), "已核查"));
            await office.SlotAsync();
        },
        ["a draft that opens"] = office => office.ChangeContactsAsync(c => c.Items.IsEmpty ? c : c with { Items = [.. c.Items, "1-3"] }),
        ["an extension, and the slot after it"] = async office =>
        {
            await office.ActAsync(2, new ExtendItem(Given.Office, Given.Day("2020-06-05"), "设备未到"));
            await office.SlotAsync();
        },
        ["the slot, then a closing that empties the agenda"] = async office =>
        {
            await office.SlotAsync();
            await office.ActAsync(1, new ReportItem(new(Given.Person.Name), "已完成"));
            await office.ActAsync(1, new VerifyItem(new(Given.Leader.Name), new(true, true, true, true), "已核查"));
            await office.ActAsync(1, new ReopenItem(Given.Office, Given.Day("2020-05-20"), "反弹"));
            await office.SlotAsync();
        },
        ["a handover"] = office => office.ChangeContactsAsync(
            c => c.Phone == Given.Person.Phone ? c with { Name = "邓文博", Phone = Given.Phone(7) } : c),
    };

    [Theory]
    [MemberData(nameof(Work))]
    public async Task A_backup_is_whole_even_if_work_goes_on_before_any_of_its_reads(string work)
    {
        for (var before = 1; ; before++)
        {
            var (prefix, target) = (tables.NewPrefix(), tables.NewPrefix());
            var office = await Office.OpenAsync(tables, prefix, "2020-05-12T10:00");
            await office.LoadAsync(Given.Plan("2020-05-20", "2020-05-20", "2020-05-20"), people: 2);
            office.Clock.SetTo(Build.Now);
            var line = Line.Meanwhile(before, () => Works[work](office));
            using var file = await BackedUp.WriteAsync(tables, prefix, Build.Now, null, line);
            if (line.Requests < before)
            {
                Assert.InRange(before, 8, 20);
                return;
            }
            await BackedUp.RestoreAsync(tables, file, target, Build.Now);
            await LedgerBackup.ResumeAsync(tables.NewStore(target), Cancellation);
            await RequireWholeAsync(target, $"{work}, before read {before}");
        }
    }

    [Fact]
    public async Task A_slot_that_stops_at_any_request_before_the_last_read_leaves_a_ledger_that_is_whole()
    {
        // The reads of the items, the contacts and the notices, and the second read of the agenda.
        for (var stops = 1; ; stops++)
        {
            var ended = false;
            foreach (var before in (int[])[6, 8, 9, 10])
            {
                var (prefix, target) = (tables.NewPrefix(), tables.NewPrefix());
                var office = await Office.OpenAsync(tables, prefix, "2020-05-12T10:00");
                await office.LoadAsync(Given.Plan("2020-05-20", "2020-05-20", "2020-05-20"), people: 2);
                var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
                var slow = await Office.OpenAsync(tables, prefix, "2020-05-13T09:00", requests => Line.Meanwhile(requests + stops, () =>
                {
                    reached.SetResult();
                    return goOn.Task;
                }));
                var slot = Task.CompletedTask;
                using var file = await BackedUp.WriteAsync(tables, prefix, Build.Now, null, Line.Meanwhile(before, () =>
                {
                    slot = slow.SlotAsync();
                    return Task.WhenAny(slot, reached.Task);
                }));
                ended |= !reached.Task.IsCompleted;
                goOn.SetResult();
                await slot;
                await BackedUp.RestoreAsync(tables, file, target, Build.Now);
                await LedgerBackup.ResumeAsync(tables.NewStore(target), Cancellation);
                await RequireWholeAsync(target, $"stopped at request {stops}, before read {before}");
            }
            if (ended)
            {
                Assert.InRange(stops, 10, 60);
                return;
            }
        }
    }

    private async Task RequireWholeAsync(string prefix, string when)
    {
        var office = await Office.OpenAsync(tables, prefix, "2020-05-13T09:40");
        var notices = await office.Ledger.Notices.NoticesSinceAsync(Instant.MinValue, Cancellation);
        var told = notices.Where(n => n.State == NoticeState.Sent).SelectMany(StepsOf).ToHashSet();
        // A person who had a message in this slot gets the rest in the next day's slot.
        foreach (var time in (string[])["13T09:40", "13T10:45", "13T11:15", "13T11:45", "13T12:50", "14T09:00", "14T10:15", "14T10:30"])
        {
            office.Clock.SetTo(Given.At($"2020-05-{time}"));
            await office.SlotAsync();
        }
        // This is the first audit: it repairs nothing except what a cut-off handover leaves.
        var audit = await office.AuditAsync();
        var others = audit.Problems.Where(p => p.Code is not (AuditCodes.PlanUnfinished or AuditCodes.PeopleOutdated)).ToList();
        Assert.True(others.Count == 0, $"{when}: {string.Join(' ', others)}");

        var again = new List<(PhoneNumber, StepId)>();
        foreach (var taken in office.Provider.Taken)
            again.AddRange(StepsOf((await office.Ledger.Notices.FindNoticeAsync(taken.Sms.Notice, Cancellation))!.Value));
        Assert.True(again.Distinct().Count() == again.Count, $"{when}: told twice after the restore");
        Assert.True(!told.Overlaps(again), $"{when}: told again what the backup knows as told");
        await foreach (var item in office.Ledger.Items.ItemsAsync(1, Cancellation))
        {
            var step = new StepId(item.Code, item.Deadline.Version, StepName.Parse("before-7"), Role.Person);
            if (item.State == ItemState.Open && item.Deadline.Date == new LocalDate(2020, 5, 20))
                Assert.True(told.Concat(again).Any(s => s.Item2 == step), $"{when}: {item.Code} was forgotten");
            // A history entry that is ahead of its item would block the action.
            await office.ActAsync(item.Code.Ordinal, new CancelItem(Given.Office, "重复"));
            var file = (await office.Ledger.Items.FindItemFileAsync(item.Code, Cancellation))!;
            Assert.True(file.Item.State is ItemState.Cancelled or ItemState.Closed, when);
            var numbers = Enumerable.Range(1, file.Item.Version);
            Assert.True(file.History.Select(h => h.Number).SequenceEqual(numbers), $"{when}: the history of {item.Code} has a gap");
        }
        // Orphans would become items of the next plan.
        var next = await office.LoadAsync(Given.Plan("2020-07-01") with { Title = "另一个方案" });
        Assert.Equal(["2020-07-01"], next.Items.Select(i => i.Deadline.Text));
    }

    private static IEnumerable<(PhoneNumber To, StepId Step)> StepsOf(Notice notice) =>
        notice.Steps.Where(s => s.Dropped is null).Select(s => (notice.To, s.Id));

    /// <summary>The use cases on a ledger in tables.</summary>
    private sealed class Office
    {
        private readonly InMemoryQueue queue;
        private readonly UseCases useCases;

        private Office(Ledger ledger, Instant now)
        {
            (Ledger, Clock) = (ledger, new(now));
            (queue, Provider) = (new(Clock), new(Clock));
            useCases = Given.UseCasesOn(ledger, Clock) with { Queue = queue, Sender = Provider };
        }

        public Ledger Ledger { get; }

        public SettableClock Clock { get; }

        public ScriptedProvider Provider { get; }

        public static async Task<Office> OpenAsync(LocalTables tables, string prefix, string now, Func<int, Line>? line = null)
        {
            // Creating the tables, and looking for a restoration, the mark of the layout, earlier rows, and plans without a board.
            const int Opening = 8;
            return new(await tables.OpenLedgerAsync(prefix, line is null ? [] : [line(Opening)]), Given.At(now));
        }

        /// <summary>Loads a plan; items without people are drafts.</summary>
        public Task<LoadResult> LoadAsync(PlanDraft plan, int? people = null) =>
            useCases.LoadPlan.RunAsync(plan, Given.Contacts(people ?? plan.Items.Length), dryRun: false, Given.Office, Cancellation);

        public async Task SlotAsync()
        {
            await useCases.ScanDeadlines.RunAsync(Cancellation);
            Assert.Empty((await new QueuePump(queue, useCases).DrainAsync(Cancellation)).Faults);
        }

        public async Task ActAsync(int ordinal, ItemCommand command) =>
            await useCases.ActOnItem.RunAsync(new(1, ordinal), command, Cancellation);

        public async Task ChangeContactsAsync(Func<Contact, Contact> change) =>
            await useCases.UpdateContacts.RunAsync([.. (await Ledger.People.ContactsAsync(Cancellation)).Select(change)], Given.Office,
                Cancellation);

        public Task<AuditReport> AuditAsync() => useCases.AuditLedger.RunAsync(Cancellation);
    }
}
