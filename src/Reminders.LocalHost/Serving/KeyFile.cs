using System.Text.Json;
using Reminders.Core.Plans;
using Reminders.Web.Access;

namespace Reminders.LocalHost.Serving;

/// <summary>The keys of a data folder: names with role and hash, never the keys themselves.</summary>
internal sealed class KeyFile
{
    private const string Administrator = "administrator";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string path;
    private readonly string? newSetting;

    private KeyFile(string path, IReadOnlyList<ApiKey> keys, string? newSecret = null, string? newSetting = null) =>
        (this.path, Keys, NewSecret, this.newSetting) = (path, keys, newSecret, newSetting);

    /// <summary>The keys that are good.</summary>
    public IReadOnlyList<ApiKey> Keys { get; }

    /// <summary>The administrator's key at the first start, which is kept nowhere; else null.</summary>
    public string? NewSecret { get; }

    /// <summary>Reads the folder's keys; at the first start makes an administrator's, which <see cref="KeepAsync"/> writes down.</summary>
    /// <exception cref="InputRefusedException">The file is damaged.</exception>
    public static async Task<KeyFile> OpenAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "keys.json");
        if (File.Exists(path))
            return new(path, Parse(path, await File.ReadAllTextAsync(path, cancellation)));
        var (secret, setting) = ApiKey.Make(KeyRole.Administrator);
        return new(path, [ApiKey.Parse(Administrator, setting)], secret, setting);
    }

    /// <summary>Writes a new key down, whole or not at all: a cut-off key file would lock everybody out.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        if (newSetting is null)
            return;
        await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(new Dictionary<string, string> { [Administrator] = newSetting }, Indented), cancellation);
        File.Move(path + ".new", path);
    }

    private static List<ApiKey> Parse(string path, string json)
    {
        try
        {
            return [.. JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.Select(k => ApiKey.Parse(k.Key, k.Value))];
        }
        catch (Exception broken) when (broken is JsonException or FormatException)
        {
            throw new InputRefusedException("keys-damaged", $"{path} cannot be read ({broken.Message}); restore it, or delete it to get a new administrator's key.");
        }
    }
}
