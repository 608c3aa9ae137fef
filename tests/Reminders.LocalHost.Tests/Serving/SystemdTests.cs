using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>What <c>serve</c> tells systemd. Its parent here is a shell with the name of systemd.</summary>
public sealed class SystemdTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_tells_systemd_when_it_is_ready_and_when_it_stops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has systemd.");
        var parent = Path.Combine(folder.Path, "systemd");
        File.Copy("/bin/bash", parent);
        using var told = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        told.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.Path, "notify")));
        const string Script = "\"$@\" >\"$DATA.out\" & trap 'kill $!' TERM; wait; wait";
        var serve = Tool.Command("serve", "--urls", "http://127.0.0.1:0", "--data", Data);
        var start = new ProcessStartInfo(parent, ["-c", Script, "-", .. serve]);
        start.Environment["NOTIFY_SOCKET"] = Path.Combine(folder.Path, "notify");
        start.Environment["DATA"] = Data;
        using var running = Process.Start(start)!;
        try
        {
            Assert.Equal("READY=1", await HearAsync(told));
            using (var kill = Process.Start("kill", ["-TERM", $"{running.Id}"]))
                await kill.WaitForExitAsync(Cancellation);
            Assert.Equal("STOPPING=1", await HearAsync(told));
            await running.WaitForExitAsync(Cancellation);
        }
        finally
        {
            if (!running.HasExited)
                running.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => folder.Dispose();

    private string Data => Path.Combine(folder.Path, "data");

    private static async Task<string> HearAsync(Socket told)
    {
        var bytes = new byte[100];
        return Encoding.UTF8.GetString(bytes, 0, await told.ReceiveAsync(bytes, Cancellation).AsTask().WaitAsync(Patience, Cancellation));
    }
}
