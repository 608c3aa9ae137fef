using NodaTime;
using Reminders.Core.Ledgers;

namespace Reminders.Core.Notices;

/// <summary>
/// What the provider says became of a message: it reached the phone, or it did not, with the provider's error code. <see cref="NumberFails"/>
/// says that the number will never work.
/// </summary>
public sealed record Receipt(string Notice, bool Delivered, string? ErrorCode = null, bool NumberFails = false);

/// <summary>Records a receipt. Receipts come late, repeated and out of order: a notice only moves forward, and what moves it back changes nothing.</summary>
public sealed class RecordReceipt(ILedger ledger, IClock clock)
{
    /// <summary>True when the receipt moved the notice on.</summary>
    public async Task<bool> RunAsync(Receipt receipt, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var stored = await ledger.FindNoticeAsync(receipt.Notice, cancellation);
        if (stored is not null && receipt.NumberFails)
            await new FlagNumber(ledger).RunAsync(stored.Value, receipt.ErrorCode ?? "undelivered", now, cancellation);
        var state = receipt.Delivered ? NoticeState.Delivered : NoticeState.Undelivered;
        return await NoticeChange.ApplyAsync(ledger, stored, n => n.TryMove(state, now, receipt.ErrorCode), cancellation) is not null;
    }
}
