using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Reminders.LocalHost.Azurite;

/// <summary>
/// How Azurite is reached on ports of this machine. Its clients pass by the proxy that <c>HTTP_PROXY</c> may name, which .NET would ask
/// even for 127.0.0.1.
/// </summary>
public sealed record AzuriteConnection(AzuritePorts Ports)
{
    // The account and key that Azurite documents for everybody.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"TableEndpoint=http://127.0.0.1:{Ports.Tables}/{Account};BlobEndpoint=http://127.0.0.1:{Ports.Blobs}/{Account};";

    /// <summary>A client for these tables.</summary>
    public TableServiceClient NewClient(TableClientOptions? options = null)
    {
        options ??= new();
        options.Transport = Direct();
        return new(ConnectionString, options);
    }

    /// <summary>A client for these blobs.</summary>
    public BlobServiceClient NewBlobClient(BlobClientOptions? options = null)
    {
        options ??= new();
        options.Transport = Direct();
        return new(ConnectionString, options);
    }

    private static HttpClientTransport Direct() =>
        new(new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan });
}
