namespace Reminders.Core.Ports;

/// <summary>
/// Keeps the files of evidence beside the ledger. A file is never changed and never taken away. An infrastructure fault throws, and the
/// file may or may not be there; saving it again puts that right.
/// </summary>
public interface IEvidenceStore
{
    /// <summary>
    /// Keeps a file, whole or not at all, and answers once it is there for good. Safe to repeat; of several files under one key, one after
    /// the other or at once, the first stays.
    /// </summary>
    Task SaveAsync(EvidenceKey key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>The file from its first byte, for the caller to dispose; null when there is none under the key.</summary>
    Task<Stream?> OpenAsync(EvidenceKey key, CancellationToken cancellation);
}
