using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Reminders.Tables;

/// <summary>
/// The files of evidence in a container of Azure Blob Storage or Azurite, in the ledger's account. The name of a blob is its key, so the
/// files of an item stand under its code.
/// </summary>
public sealed class BlobEvidenceStore : IEvidenceStore
{
    private readonly BlobContainerClient container;

    private BlobEvidenceStore(BlobContainerClient container) => this.container = container;

    /// <summary>Opens the store without a request. Its container must exist before it is used.</summary>
    /// <param name="service">The account.</param>
    /// <param name="prefix">The beginning of the container's name, in lower case.</param>
    public static BlobEvidenceStore Open(BlobServiceClient service, string prefix = "")
    {
        TableRowStore.CheckPrefix(prefix);
        return new(service.GetBlobContainerClient((prefix + "Evidence").ToLowerInvariant()));
    }

    /// <summary>Opens the store and creates its container if it is missing.</summary>
    public static async Task<BlobEvidenceStore> CreateAsync(BlobServiceClient service, CancellationToken cancellation, string prefix = "")
    {
        var store = Open(service, prefix);
        await store.CreateContainerAsync(cancellation);
        return store;
    }

    /// <summary>Creates the container if it is missing. Safe to repeat.</summary>
    public Task CreateContainerAsync(CancellationToken cancellation) => container.CreateIfNotExistsAsync(cancellationToken: cancellation);

    public async Task SaveAsync(EvidenceKey key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        try
        {
            var first = new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } };
            await Blob(key).UploadAsync(BinaryData.FromBytes(content), first, cancellation);
        }
        catch (RequestFailedException taken) when (taken.Status is 409 or 412 && taken.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            // An earlier call stored the file, or this call did and its answer was lost.
        }
    }

    public async Task<Stream?> OpenAsync(EvidenceKey key, CancellationToken cancellation)
    {
        try
        {
            return (await Blob(key).DownloadStreamingAsync(cancellationToken: cancellation)).Value.Content;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    private BlobClient Blob(EvidenceKey key) => container.GetBlobClient(key.ToString());
}
