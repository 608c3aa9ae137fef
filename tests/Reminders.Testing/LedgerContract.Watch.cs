using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Unsettled_notices_of_any_age_are_found_in_order_of_id()
    {
        var ledger = await NewLedgerAsync();
        var days = (int[])[-800, -40, 0, 1];
        var notices = Enum.GetValues<NoticeState>()
            .SelectMany((state, n) => days.Select(d => Build.Notice(n, Build.Now + Duration.FromDays(d)) with { State = state })).ToList();
        await ledger.Notices.ClaimAsync([.. notices.AsEnumerable().Reverse()], Cancellation);
        NoticeState[] unsettled = [NoticeState.Pending, NoticeState.Queued, NoticeState.Sending, NoticeState.Unknown];
        var found = await ledger.Notices.UnsettledNoticesAsync(Cancellation);
        Assert.Equal(notices.Where(n => unsettled.Contains(n.State)).Select(n => n.Id).Order(StringComparer.Ordinal),
            found.Select(n => n.Id));
        Assert.All(found, n => Assert.Contains(n.State, unsettled));
    }

    [Fact]
    public async Task A_notice_is_unsettled_until_it_is_saved_as_settled_and_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Notices.ClaimAsync([Build.Notice()], Cancellation);
        AssertSame(Build.Notice(), Assert.Single(await ledger.Notices.UnsettledNoticesAsync(Cancellation)));
        var read = (await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation))!;
        await ledger.Notices.TrySaveNoticeAsync(read with { Value = read.Value with { State = NoticeState.Sent } }, Cancellation);
        Assert.Empty(await ledger.Notices.UnsettledNoticesAsync(Cancellation));
    }

    [Fact]
    public async Task A_dead_letter_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Watch.AddDeadLetterAsync(Build.DeadLetter(), Cancellation);
        AssertSame(Build.DeadLetter(), Assert.Single(await ledger.Watch.DeadLettersSinceAsync(Build.Now, Cancellation)));
    }

    [Fact]
    public async Task A_dead_letter_of_which_little_is_known_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        var letter = new DeadLetter("a/b\\c#d?e 信", null, NoticeKind.Reminder, "", Build.Now);
        await ledger.Watch.AddDeadLetterAsync(letter, Cancellation);
        Assert.Equal([letter], await ledger.Watch.DeadLettersSinceAsync(Build.Now, Cancellation));
    }

    [Fact]
    public async Task A_dead_letter_kept_twice_stays_one_as_it_was_found_first()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Watch.AddDeadLetterAsync(Build.DeadLetter(), Cancellation);
        await ledger.Watch.AddDeadLetterAsync(Build.DeadLetter(), Cancellation);
        await ledger.Watch.AddDeadLetterAsync(Build.DeadLetter(at: Build.Now + Duration.FromMinutes(5)), Cancellation);
        Assert.Equal([Build.DeadLetter()], await ledger.Watch.DeadLettersSinceAsync(Build.Now, Cancellation));
    }

    [Fact]
    public async Task Dead_letters_since_an_instant_include_it_and_come_oldest_first()
    {
        var ledger = await NewLedgerAsync();
        Duration[] offsets = [Duration.FromDays(-40), Duration.FromNanoseconds(-1), Duration.Zero, Duration.FromNanoseconds(1),
            Duration.FromDays(300)];
        foreach (var (offset, n) in offsets.Reverse().Select((o, n) => (o, n)))
            await ledger.Watch.AddDeadLetterAsync(Build.DeadLetter(n, Build.Now + offset), Cancellation);
        Assert.Equal(offsets[2..], (await ledger.Watch.DeadLettersSinceAsync(Build.Now, Cancellation)).Select(l => l.At - Build.Now));
        Assert.Equal(offsets, (await ledger.Watch.DeadLettersSinceAsync(Instant.MinValue, Cancellation)).Select(l => l.At - Build.Now));
    }

    [Fact]
    public async Task Before_the_first_scan_and_audit_there_are_none()
    {
        var ledger = await NewLedgerAsync();
        Assert.Equal(new(null, null), await ledger.Watch.WatchAsync(Cancellation));
        await ledger.Watch.RecordAuditAsync(Build.AuditReport(), Cancellation);
        Assert.Null((await ledger.Watch.WatchAsync(Cancellation)).LastScan);
    }

    [Fact]
    public async Task The_last_scan_and_audit_are_read_as_they_were_written()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Watch.RecordScanAsync(Build.ScanReport(entries: 1), Cancellation);
        await ledger.Watch.RecordAuditAsync(Build.AuditReport(scheduled: 1), Cancellation);
        await ledger.Watch.RecordAuditAsync(Build.AuditReport(), Cancellation);
        await ledger.Watch.RecordScanAsync(Build.ScanReport(), Cancellation);
        await ledger.Watch.RecordBackupAsync(new(Build.Now, 1), Cancellation);
        await ledger.Watch.RecordBackupAsync(new(Build.Now + Duration.FromNanoseconds(1), 3_000_000_000), Cancellation);
        var watch = await ledger.Watch.WatchAsync(Cancellation);
        AssertSame(new(Build.Now + Duration.FromNanoseconds(1), 3_000_000_000), watch.LastBackup);
        AssertSame(Build.ScanReport(), watch.LastScan);
        AssertSame(Build.AuditReport(), watch.LastAudit);
        Assert.Equivalent(Build.AuditReport().Problems, watch.LastAudit!.Problems, strict: true);
    }

    [Fact]
    public async Task An_audit_that_found_nothing_takes_the_place_of_one_that_found_much()
    {
        var ledger = await NewLedgerAsync();
        var much = Enumerable.Range(1, 60)
            .Select(n => Wording.Verbatim(new string('整', 2_000) + n))
            .Aggregate(Build.AuditReport(), (report, words) => report.With(new(AuditCodes.NoticeStuck, words)));
        await ledger.Watch.RecordAuditAsync(much, Cancellation);
        Assert.Equal(much.Problems, (await ledger.Watch.WatchAsync(Cancellation)).LastAudit!.Problems);
        var nothing = new AuditReport(Build.Now);
        await ledger.Watch.RecordAuditAsync(nothing, Cancellation);
        var last = (await ledger.Watch.WatchAsync(Cancellation)).LastAudit!;
        Assert.Equivalent(nothing, last, strict: true);
        Assert.True(last.Holds);
    }
}
