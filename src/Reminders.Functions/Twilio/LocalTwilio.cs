namespace Reminders.Functions.Twilio;

/// <summary>Sends the calls of Twilio's client, which knows Twilio's address alone, to a server of this machine.</summary>
internal sealed class LocalTwilio(Uri server) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new(server, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
