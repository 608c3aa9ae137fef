namespace Reminders.Core.Ports;

/// <summary>
/// Stores the files of evidence beside the ledger. Files never change and are never deleted. After an infrastructure fault, which throws,
/// the file may or may not be stored; saving it again is safe.
/// </summary>
public interface IEvidenceStore
{
    /// <summary>
    /// Stores a file completely or not at all, and returns once it is durable. Repeating is harmless: the first file under a key stays,
    /// also when two calls race.
    /// </summary>
    Task SaveAsync(EvidenceKey key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Opens the file at its first byte; null when the key is unknown. The caller disposes the stream.</summary>
    Task<Stream?> OpenAsync(EvidenceKey key, CancellationToken cancellation);
}
