using System.Net;
using System.Net.Sockets;

namespace Reminders.LocalHost.Serving;

/// <summary>Finds out that a port is taken before anything else is started.</summary>
internal static class PortCheck
{
    /// <exception cref="SocketException">The port is in use.</exception>
    public static void Require(string url)
    {
        var uri = new Uri(url);
        var address = IPAddress.TryParse(uri.Host, out var parsed) ? parsed : IPAddress.Loopback;
        using var probe = new TcpListener(address, uri.Port);
        probe.Start();
        probe.Stop();
    }
}
