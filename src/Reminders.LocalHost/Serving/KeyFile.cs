using System.Text.Json;
using NodaTime;
using Reminders.Core.Plans;
using Reminders.Web.Access;

namespace Reminders.LocalHost.Serving;

/// <summary>The keys of a data folder: names with role and hash, never the keys themselves. Of several first starts at once one makes the key, and the others wait for it.</summary>
internal sealed class KeyFile : IAsyncDisposable
{
    private const string Administrator = "administrator";
    private static readonly Duration Patience = Duration.FromMinutes(1);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string path;
    private readonly FileStream? turn;
    private readonly string? newSetting;

    private KeyFile(string path, IReadOnlyList<ApiKey> keys) => (this.path, Keys) = (path, keys);

    private KeyFile(string path, FileStream turn, string secret, string setting)
        : this(path, [ApiKey.Parse(Administrator, setting)]) =>
        (this.turn, NewSecret, newSetting) = (turn, secret, setting);

    /// <summary>The keys that are good.</summary>
    public IReadOnlyList<ApiKey> Keys { get; }

    /// <summary>The administrator's key at the first start, which is kept nowhere; else null.</summary>
    public string? NewSecret { get; }

    /// <exception cref="InputRefusedException">The file is damaged.</exception>
    public static Task CheckAsync(string folder, CancellationToken cancellation) => TryReadAsync(PathIn(folder), cancellation);

    /// <summary>Reads the keys of a folder that is there; at the first start makes an administrator's, which <see cref="KeepAsync"/> writes down.</summary>
    /// <exception cref="InputRefusedException">The file is damaged.</exception>
    /// <exception cref="PrerequisiteException">Another process has been making the first key for a minute.</exception>
    public static async Task<KeyFile> OpenAsync(string folder, CancellationToken cancellation)
    {
        var path = PathIn(folder);
        if (await TryReadAsync(path, cancellation) is { } kept)
            return new(path, kept);
        var turn = await HeldFile.TryHoldAsync(Path.Combine(folder, "keys.lock"), Patience, cancellation)
            ?? throw new PrerequisiteException($"Another process has been making the first key in {folder} for {Patience.TotalMinutes} minute; stop it first.");
        try
        {
            if (await TryReadAsync(path, cancellation) is { } made)
            {
                await turn.DisposeAsync();
                return new(path, made);
            }
            var (secret, setting) = ApiKey.Make(KeyRole.Administrator);
            return new(path, turn, secret, setting);
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a new key down, whole or not at all: a cut-off key file would lock everybody out.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        if (newSetting is null)
            return;
        await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(new Dictionary<string, string> { [Administrator] = newSetting }, Indented), cancellation);
        File.Move(path + ".new", path);
        await turn!.DisposeAsync();
    }

    public ValueTask DisposeAsync() => turn?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string PathIn(string folder) => Path.Combine(folder, "keys.json");

    private static async Task<List<ApiKey>?> TryReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            return null;
        var json = await File.ReadAllTextAsync(path, cancellation);
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
