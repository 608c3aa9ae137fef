using System.Text.Json;

namespace Reminders.LocalHost.Serving;

/// <summary>
/// The keys of a data folder: name, role and hash, never the secret. If several first starts run at once, one makes the key and the others
/// wait.
/// </summary>
internal sealed class KeyFile : IAsyncDisposable
{
    private const string Administrator = "administrator";
    private static readonly Duration Patience = Duration.FromMinutes(1);
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Strict = new() { WriteIndented = true, AllowDuplicateProperties = false };

    private readonly string path;
    private readonly FileStream? turn;
    private readonly string? newSetting;

    private KeyFile(string path, IReadOnlyList<ApiKey> keys) => (this.path, Keys) = (path, keys);

    private KeyFile(string path, FileStream turn, string secret, string setting)
        : this(path, [ApiKey.Parse(Administrator, setting)]) =>
        (this.turn, NewSecret, newSetting) = (turn, secret, setting);

    public IReadOnlyList<ApiKey> Keys { get; }

    /// <summary>The administrator's secret at the first start, else null. It is not stored.</summary>
    public string? NewSecret { get; }

    /// <summary>Whether the folder has keys.</summary>
    public static bool IsIn(string folder) => File.Exists(PathIn(folder));

    /// <exception cref="InputRefusedException">The file is damaged.</exception>
    public static Task CheckAsync(string folder, CancellationToken cancellation) => TryReadAsync(PathIn(folder), cancellation);

    /// <summary>
    /// Reads the keys of an existing folder. At the first start makes an administrator's key, which <see cref="KeepAsync"/> stores.
    /// </summary>
    /// <exception cref="InputRefusedException">
    /// The file is damaged, or another process has been making the first key for a minute.
    /// </exception>
    public static async Task<KeyFile> OpenAsync(string folder, CancellationToken cancellation)
    {
        var path = PathIn(folder);
        if (await TryReadAsync(path, cancellation) is { } kept)
        {
            KeepToOwner(path);
            return new(path, kept);
        }
        var turn = await HeldFile.TryHoldAsync(Path.Combine(folder, "keys.lock"), Patience, cancellation)
            ?? throw new InputRefusedException(
                "keys-in-use",
                $"Another process has been making the first key in {folder} for {Patience.TotalMinutes} minute; stop it first.");
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

    /// <summary>Stores a new key. The file appears complete or not at all: half a file would lock everybody out.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        if (newSetting is null)
            return;
        // A start that crashed may have left this file with the wrong permissions.
        File.Delete(path + ".new");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerAlone;
        await using (var file = new FileStream(path + ".new", options))
        {
            var keys = new Dictionary<string, string> { [Administrator] = newSetting };
            await JsonSerializer.SerializeAsync(file, keys, Strict, cancellation);
        }
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
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json, Strict) is { Count: > 0 } keys
                ? [.. keys.Select(k => ApiKey.Parse(k.Key, k.Value))]
                : throw Damaged($"it contains no key");
        }
        catch (JsonException broken)
        {
            throw Damaged($"it is not a JSON object of keys by name, see line {(broken.LineNumber ?? 0) + 1}");
        }
        catch (FormatException)
        {
            throw Damaged($"a key is not a role, a colon and a SHA-256");
        }

        InputRefusedException Damaged(Wording why) =>
            new("keys-damaged", $"{path} cannot be used: {why}. Restore it, or delete it to get a new administrator's key.");
    }

    // Older versions let everyone who can read the folder read the file.
    private static void KeepToOwner(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerAlone)
            File.SetUnixFileMode(path, OwnerAlone);
    }
}
