using System.Net;
using System.Net.Sockets;

namespace Reminders.LocalHost.Serving;

/// <summary>Refuses an address that is in use, before anything else is started.</summary>
internal static class PortCheck
{
    /// <exception cref="InputRefusedException">The address is in use, or is not an address of this machine.</exception>
    public static void Require(string url)
    {
        var uri = new Uri(url);
        // Like Kestrel: a name other than localhost means every address of this machine.
        var address = IPAddress.TryParse(uri.Host, out var parsed) ? parsed : uri.IsLoopback ? IPAddress.Loopback : IPAddress.Any;
        using var probe = new TcpListener(address, uri.Port);
        try
        {
            probe.Start();
            probe.Stop();
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw InUse();
        }
        catch (SocketException unusable)
        {
            throw new InputRefusedException(
                "address-unusable",
                $"This machine cannot listen on that address ({unusable.Message}); choose another with --urls http://127.0.0.1:5081.",
                inner: unusable);
        }
    }

    public static InputRefusedException InUse() =>
        new("port-in-use", $"Another program listens on that address; stop it, or choose another with --urls http://127.0.0.1:5081.");
}
