namespace Reminders.Tables.Tests;

/// <summary>An audit of a part costs the same requests in a small ledger, in one with larger plans and in one with more plans.</summary>
public sealed class AuditRequestsTests(LocalTables tables)
{
    private const int Part = 200;

    /// <remarks>
    /// <code>
    /// GET Agenda range       what is due soon; the looks of the part's items, those of one slot at once
    /// GET Items range        the part's items, and their files
    /// </code>
    /// </remarks>
    [Fact]
    public async Task An_audit_costs_what_its_part_holds_and_not_what_the_ledger_holds()
    {
        var few = await AuditAsync(plans: 2, planSize: 240);

        Assert.Equal(few, await AuditAsync(plans: 2, planSize: 720));
        Assert.Equal(few, await AuditAsync(plans: 6, planSize: 240));
        // 20 of the items have their next look on one day, the others on another.
        Assert.Equal((1 + 2, 2), (few["GET Agenda range"], few["GET Items range"]));
    }

    private async Task<SortedDictionary<string, int>> AuditAsync(int plans, int planSize)
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        await new Township(Due: 20, plans, planSize) { Stride = 5 }.FillAsync(ledger, atOnce: 2, Cancellation);
        await new SlotRun(ledger, Township.DueAt).ScanAsync(Cancellation);
        var audit = (Given.UseCasesOn(ledger, new SettableClock(Township.DueAt)) with { ItemsPerAudit = Part }).AuditLedger;
        return await counter.CountByKindAsync(async () =>
        {
            var report = await audit.RunAsync(Cancellation);
            Assert.Equal((Part, new ItemCode(1, Part + 1)), (report.Scheduled, report.Next));
            Assert.Equal([], report.Problems);
        });
    }
}
