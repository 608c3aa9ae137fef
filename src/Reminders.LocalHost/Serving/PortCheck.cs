using System.Net;
using System.Net.Sockets;

namespace Reminders.LocalHost.Serving;

/// <summary>Finds out that a port is taken before anything else is started.</summary>
internal static class PortCheck
{
    /// <exception cref="SocketException">The address is in use, or is none of this machine.</exception>
    public static void Require(string url)
    {
        var uri = new Uri(url);
        // As Kestrel reads it: a name other than localhost means every address of this machine.
        var address = IPAddress.TryParse(uri.Host, out var parsed) ? parsed : uri.IsLoopback ? IPAddress.Loopback : IPAddress.Any;
        using var probe = new TcpListener(address, uri.Port);
        probe.Start();
        probe.Stop();
    }
}
