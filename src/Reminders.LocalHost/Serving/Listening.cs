using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NodaTime.Extensions;
using NodaTime.Text;

namespace Reminders.LocalHost.Serving;

/// <summary>The address that <c>serve</c> listens on, and its certificate if the address begins with <c>https</c>.</summary>
/// <param name="url">The address.</param>
/// <param name="certificate">The certificate; null for none.</param>
internal sealed class Listening(Uri url, ServerCertificate? certificate) : IDisposable
{
    /// <summary>Reads the settings <c>Reminders:Certificate:*</c>. Paths are relative to the data folder.</summary>
    /// <exception cref="InputRefusedException">The certificate cannot be used, or the address does not fit it.</exception>
    public static Listening Read(string url, bool withoutTls, IConfiguration configuration, DirectoryInfo folder, Instant now)
    {
        var address = new Uri(url);
        var section = configuration.GetSection("Reminders:Certificate");
        string? Value(string name) => section[name] is { Length: > 0 } value ? value : null;
        string? At(string name) => Value(name) is { } path ? Path.Combine(folder.FullName, path) : null;

        var isTls = address.Scheme == Uri.UriSchemeHttps;
        if (At("Path") is not { } file)
        {
            if (Value("KeyPath") is not null || Value("Password") is not null)
            {
                throw new InputRefusedException(
                    "certificate-missing", $"Reminders:Certificate:Path is not set; name the certificate's file.");
            }
            if (isTls)
            {
                throw new InputRefusedException(
                    "certificate-missing", $"An https address needs a certificate: set Reminders:Certificate:Path to a .pfx or .pem file.");
            }
            if (!address.IsLoopback && !withoutTls)
            {
                throw new InputRefusedException(
                    "tls-missing",
                    $"On {url} other machines could read keys and names on their way. Set Reminders:Certificate:Path and begin the address "
                    + $"with https://, or say --without-tls where a gateway encrypts.");
            }
            return new(address, null);
        }
        if (!isTls)
        {
            throw new InputRefusedException(
                "tls-unused", $"A certificate is set, and --urls begins with http://; begin it with https://, or remove the certificate.");
        }
        return new(address, ServerCertificate.Read(file, At("KeyPath"), Value("Password"), now));
    }

    public void Use(IWebHostBuilder host)
    {
        host.UseUrls(url.OriginalString);
        if (certificate is null)
            return;
        host.UseKestrelHttpsConfiguration();
        host.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = certificate.Own;
            https.ServerCertificateChain = certificate.Chain;
        }));
    }

    /// <summary>A line about the certificate, if there is one.</summary>
    public IEnumerable<Wording> Lines() => certificate is null ? [] : [
        $"The certificate of {certificate.Own.GetNameInfo(X509NameType.SimpleName, forIssuer: false)} is valid until "
            + $"{ServerCertificate.Day(certificate.Own.NotAfter)}. Replace its file and restart before that day.",
    ];

    public void Dispose() => certificate?.Dispose();
}

/// <summary>A certificate with its private key, and the certificates between it and its authority.</summary>
internal sealed record ServerCertificate(X509Certificate2 Own, X509Certificate2Collection Chain) : IDisposable
{
    /// <param name="file">A .pfx file, or a .pem file with the certificate first.</param>
    /// <param name="keyFile">The private key's .pem file; null if it is in <paramref name="file"/>.</param>
    /// <param name="password">The password of the key; null for none.</param>
    /// <param name="now">The time at which the certificate must be valid.</param>
    /// <exception cref="InputRefusedException">The certificate cannot be used.</exception>
    public static ServerCertificate Read(string file, string? keyFile, string? password, Instant now)
    {
        foreach (var path in (string[])[file, .. keyFile is null ? [] : new[] { keyFile }])
        {
            if (!File.Exists(path))
                throw Unusable($"there is no file {path}; a path is relative to the data folder");
        }
        X509Certificate2Collection all = [];
        X509Certificate2 own;
        try
        {
            if (IsPem(file))
            {
                all.ImportFromPemFile(file);
                using var pem = password is null
                    ? X509Certificate2.CreateFromPemFile(file, keyFile)
                    : X509Certificate2.CreateFromEncryptedPemFile(file, password, keyFile);
                // Windows serves no certificate whose key is in memory alone (https://github.com/dotnet/runtime/issues/23749).
                own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            }
            else
            {
                all = X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password);
                own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw Unusable($"{file} has no private key");
            }
        }
        catch (CryptographicException)
        {
            throw Unusable(
                password is null
                    ? (Wording)$"{file} is no .pfx or .pem file with a private key, or the key needs Reminders:Certificate:Password"
                    : $"{file} is no .pfx or .pem file with a private key, or Reminders:Certificate:Password is wrong");
        }
        if (own.NotAfter.ToUniversalTime().ToInstant() <= now)
            throw Unusable($"{file} expired on {Day(own.NotAfter)}; put a new one in its place");
        if (own.NotBefore.ToUniversalTime().ToInstant() > now)
            throw Unusable($"{file} is not valid before {Day(own.NotBefore)}; check this machine's clock");
        return new(own, [.. all.Where(c => c.Thumbprint != own.Thumbprint)]);
    }

    public static string Day(DateTime at) => LocalDatePattern.Iso.Format(LocalDate.FromDateTime(at.ToUniversalTime()));

    public void Dispose()
    {
        Own.Dispose();
        foreach (var certificate in Chain)
            certificate.Dispose();
    }

    private static bool IsPem(string file)
    {
        using var reader = new StreamReader(file);
        var beginning = new char[4096];
        return new string(beginning, 0, reader.ReadBlock(beginning)).Contains("-----BEGIN ", StringComparison.Ordinal);
    }

    private static InputRefusedException Unusable(Wording why) => new("certificate-unusable", $"The certificate cannot be used: {why}.");
}
