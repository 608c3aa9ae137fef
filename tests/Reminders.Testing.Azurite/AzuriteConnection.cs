using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Reminders.Testing.Azurite;

/// <summary>
/// Azurite on ports of this machine. Its clients use no proxy: .NET would use that of <c>HTTP_PROXY</c> even for 127.0.0.1.
/// </summary>
public sealed record AzuriteConnection(AzuritePorts Ports)
{
    // The account and key from Azurite's documentation.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"TableEndpoint=http://127.0.0.1:{Ports.Tables}/{Account};BlobEndpoint=http://127.0.0.1:{Ports.Blobs}/{Account};";

    /// <param name="options">Its options; null for the SDK's.</param>
    /// <param name="over">Puts another transport over that to Azurite.</param>
    public TableServiceClient NewClient(TableClientOptions? options = null, Func<HttpPipelineTransport, HttpPipelineTransport>? over = null)
    {
        options ??= new();
        options.Transport = over?.Invoke(Direct()) ?? Direct();
        return new(ConnectionString, options);
    }

    public BlobServiceClient NewBlobClient(BlobClientOptions? options = null)
    {
        options ??= new();
        options.Transport = Direct();
        return new(ConnectionString, options);
    }

    private static HttpClientTransport Direct() =>
        new(new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan });
}
