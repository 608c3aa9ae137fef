using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>Where <c>serve</c> listens, and with which certificate.</summary>
public sealed class ListeningTests : IDisposable
{
    private const string Password = "p w";

    private static readonly Instant Now = Instant.FromUtc(2026, 12, 1, 0, 0);

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://office.example:5080")]
    [InlineData("http://[::]:5080")]
    public void Other_machines_are_served_without_TLS_only_if_a_switch_says_so(string url)
    {
        Assert.StartsWith("tls-missing", Code(() => Read(url)), StringComparison.Ordinal);
        Read(url, withoutTls: true).Dispose();
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    public void This_machine_is_served_without_TLS(string url) => Read(url).Dispose();

    [Fact]
    public void An_address_and_a_certificate_that_do_not_fit_are_refused()
    {
        folder.Write("office.pfx", Pfx(Make(Now, Now + Duration.FromDays(90))));

        Assert.Equal("certificate-missing", Code(() => Read("https://0.0.0.0:5443")));
        Assert.Equal("certificate-missing", Code(() => Read("http://127.0.0.1:5080", settings: ("Password", Password))));
        Assert.Equal("tls-unused", Code(() => Read("http://127.0.0.1:5080", settings: ("Path", "office.pfx"))));
    }

    [Theory]
    [InlineData("other.pfx", Password, "there is no file")]
    [InlineData("office.pfx", "wrong", "Reminders:Certificate:Password is wrong")]
    [InlineData("office.pfx", "", "needs Reminders:Certificate:Password")]
    [InlineData("text.pfx", Password, "is no .pfx or .pem file")]
    [InlineData("keyless.pem", "", "is no .pfx or .pem file")]
    [InlineData("old.pfx", Password, "expired on 2026-11-30")]
    [InlineData("early.pfx", Password, "is not valid before 2026-12-02")]
    public void A_certificate_that_cannot_be_used_is_refused_with_its_cause(string file, string password, string said)
    {
        var day = Duration.FromDays(1);
        folder.Write("office.pfx", Pfx(Make(Now, Now + day)));
        folder.Write("old.pfx", Pfx(Make(Now - (2 * day), Now - day)));
        folder.Write("early.pfx", Pfx(Make(Now + day, Now + (2 * day))));
        folder.Write("text.pfx", "no certificate");
        using (var keyless = Make(Now, Now + day))
            folder.Write("keyless.pem", keyless.ExportCertificatePem());

        var refused = Assert.Throws<InputRefusedException>(
            () => Read("https://127.0.0.1:0", settings: [("Path", file), ("Password", password)]));

        Assert.Equal("certificate-unusable", refused.Code);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("office.pfx", null, Password)]
    [InlineData("office.pem", null, null)]
    [InlineData("chain.pem", "key.pem", null)]
    [InlineData("chain.pem", "locked.pem", Password)]
    public async Task Serve_speaks_TLS_with_a_certificate_of_any_form(string file, string? key, string? password)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        using var own = Make(now - Duration.FromDays(1), now + Duration.FromDays(90));
        using var rsa = own.GetRSAPrivateKey()!;
        folder.Write("office.pfx", Pfx(own));
        folder.Write("office.pem", own.ExportCertificatePem() + "\n" + rsa.ExportPkcs8PrivateKeyPem());
        folder.Write("chain.pem", own.ExportCertificatePem());
        folder.Write("key.pem", rsa.ExportPkcs8PrivateKeyPem());
        folder.Write("locked.pem", rsa.ExportEncryptedPkcs8PrivateKeyPem(
            Password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000)));
        (string, string)[] settings =
        [
            ("Reminders__Certificate__Path", file), .. key is null ? [] : new[] { ("Reminders__Certificate__KeyPath", key) },
            .. password is null ? [] : new[] { ("Reminders__Certificate__Password", password) },
        ];
        await using var serve = await ServeProcess.StartAsync(folder.Path, "https://127.0.0.1:0", settings);
        var day = ServerCertificate.Day(own.NotAfter);
        var said = $"The certificate of office.example is valid until {day}.";
        Assert.Contains(serve.Greeting, l => l.StartsWith(said, StringComparison.Ordinal));
        string? shown = null;
        using var handler = new HttpClientHandler
        {
            UseProxy = false,
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => (shown = certificate?.Thumbprint) is not null,
        };
        using var client = new HttpClient(handler) { BaseAddress = serve.Address };

        using var answer = await client.GetAsync(new Uri("/api/health", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, own.Thumbprint), (answer.StatusCode, shown));
        (await Tool.RunAsync(["items", "--url", $"{serve.Address}", "--key", "x"])).RefusedWith("certificate-refused: ");
        Assert.Empty(serve.Errors);
    }

    public void Dispose() => folder.Dispose();

    private static X509Certificate2 Make(Instant from, Instant until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=office.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(from.ToDateTimeOffset(), until.ToDateTimeOffset());
    }

    private static byte[] Pfx(X509Certificate2 certificate) => certificate.Export(X509ContentType.Pkcs12, Password);

    private static string Code(Func<Listening> read) => Assert.Throws<InputRefusedException>(() => read()).Code;

    private Listening Read(string url, bool withoutTls = false, params (string Name, string Value)[] settings)
    {
        var given = settings.Select(s => KeyValuePair.Create($"Reminders:Certificate:{s.Name}", (string?)s.Value));
        return Listening.Read(url, withoutTls, new ConfigurationBuilder().AddInMemoryCollection(given).Build(), new(folder.Path), Now);
    }
}
