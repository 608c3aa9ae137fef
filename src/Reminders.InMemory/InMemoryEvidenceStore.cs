using System.Collections.Concurrent;

namespace Reminders.InMemory;

public sealed class InMemoryEvidenceStore : IEvidenceStore
{
    private readonly ConcurrentDictionary<EvidenceKey, byte[]> files = new();

    public Task SaveAsync(EvidenceKey key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        files.TryAdd(key, content.ToArray());
        return Task.CompletedTask;
    }

    public Task<Stream?> OpenAsync(EvidenceKey key, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(files.TryGetValue(key, out var file) ? new MemoryStream(file, writable: false) : null);
}
