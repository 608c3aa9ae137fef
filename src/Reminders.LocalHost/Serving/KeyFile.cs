using System.Text.Json;
using Reminders.Core.Plans;
using Reminders.Web.Access;

namespace Reminders.LocalHost.Serving;

/// <summary>The keys of a data folder: names with role and hash, never the keys themselves.</summary>
internal static class KeyFile
{
    private const string Administrator = "administrator";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads the folder's keys; at the first start makes an administrator's and answers its secret, which is kept nowhere.</summary>
    /// <exception cref="InputRefusedException">The file is damaged.</exception>
    public static async Task<(IReadOnlyList<ApiKey> Keys, string? NewSecret)> OpenAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "keys.json");
        if (File.Exists(path))
            return (Parse(path, await File.ReadAllTextAsync(path, cancellation)), null);
        var (secret, setting) = ApiKey.Make(KeyRole.Administrator);
        // Whole or not at all: a cut-off key file would lock everybody out.
        await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(new Dictionary<string, string> { [Administrator] = setting }, Indented), cancellation);
        File.Move(path + ".new", path);
        return ([ApiKey.Parse(Administrator, setting)], secret);
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
