using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Reminders.Tables;

/// <summary>
/// The files of evidence in a container of Azure Blob Storage, or of Azurite, in the account that holds the ledger. A blob is named by its
/// key, so that whoever looks at the container finds an item's files under its code.
/// </summary>
public sealed class BlobEvidenceStore : IEvidenceStore
{
    private readonly BlobContainerClient container;

    private BlobEvidenceStore(BlobContainerClient container) => this.container = container;

    /// <summary>Opens the store without a request. Its container must be there before it is used.</summary>
    /// <param name="service">The account.</param>
    /// <param name="prefix">What the container's name begins with, as the tables' names do; a container has no capital letters.</param>
    public static BlobEvidenceStore Open(BlobServiceClient service, string prefix = "")
    {
        LedgerTables.CheckPrefix(prefix);
        return new(service.GetBlobContainerClient((prefix + "Evidence").ToLowerInvariant()));
    }

    /// <summary>Opens the store and creates its container where it is missing.</summary>
    public static async Task<BlobEvidenceStore> CreateAsync(BlobServiceClient service, CancellationToken cancellation, string prefix = "")
    {
        var store = Open(service, prefix);
        await store.CreateContainerAsync(cancellation);
        return store;
    }

    /// <summary>Creates the container if it is missing; it can be repeated.</summary>
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
            // Somebody's before, or this very call's, whose answer was lost.
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
