using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>keys</c>: who may call an office that runs. A new secret alone stands on standard output, once.</summary>
internal static class KeysCommand
{
    private const string Path = "/api/keys";

    private static readonly ImmutableArray<string> Roles = [.. Enum.GetValues<KeyRole>().Where(r => r != KeyRole.Anonymous).Select(r => r.ToString().ToLowerInvariant())];

    public static Command Make()
    {
        var command = new Command("keys", "The keys of an office that runs: list them, make one, give one a new secret, revoke one.");
        var options = new OfficeOptions(command);

        var list = new Command("list", "All keys by name and role, those that were revoked among them; never a secret.");
        list.SetAction((parsed, cancellation) => CallAsync(parsed, HttpMethod.Get, Path, null, Show, cancellation));

        var (name, role) = (Name(), new Option<string>("--role") { Description = "What it may do: viewer, operator or administrator.", HelpName = "R", Required = true });
        role.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var wanted && !Roles.Contains(wanted))
                result.AddError($"There is no role '{wanted}'; there are {string.Join(", ", Roles)}.");
        });
        var expires = Arguments.Date("--expires", "The last day on which the key is good; for ever unless it is given.");
        var make = new Command("make", "Makes a key and prints its secret, this once.") { name, role, expires };
        make.SetAction((parsed, cancellation) => CallAsync(
            parsed, HttpMethod.Post, Path,
            new { name = parsed.GetRequiredValue(name), role = parsed.GetRequiredValue(role), expires = parsed.GetValue(expires) }, ShowSecret, cancellation));

        var rotated = Name();
        var until = Arguments.Date("--expires", "The last day on which the key is good; when it expired before, unless it is given.");
        var rotate = new Command("rotate", "Gives a key a new secret and prints it, this once; the old one opens nothing any more.") { rotated, until };
        rotate.SetAction((parsed, cancellation) =>
        {
            var query = parsed.GetValue(until) is { } day ? $"?expires={day:uuuu-MM-dd}" : "";
            return CallAsync(parsed, HttpMethod.Post, $"{PathOf(parsed.GetRequiredValue(rotated))}/rotate{query}", null, ShowSecret, cancellation);
        });

        var revoked = Name();
        var revoke = new Command("revoke", "Ends a key for good.") { revoked };
        revoke.SetAction((parsed, cancellation) => CallAsync(parsed, HttpMethod.Delete, PathOf(parsed.GetRequiredValue(revoked)), null, ShowRevoked, cancellation));

        command.Add(list);
        command.Add(make);
        command.Add(rotate);
        command.Add(revoke);
        return command;

        async Task<int> CallAsync(ParseResult parsed, HttpMethod method, string path, object? body, Action<JsonElement> show, CancellationToken cancellation)
        {
            using var office = options.Open(parsed);
            show(await office.CallAsync(method, path, body, cancellation));
            return 0;
        }
    }

    private static Argument<string> Name() => new("NAME") { Description = "Whose key: letters, digits, Chinese characters, - and _." };

    private static string PathOf(string name) => $"{Path}/{Uri.EscapeDataString(name)}";

    private static void Show(JsonElement keys)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Name 名称", "Role 角色", "Where", "Made", "By", "Last used", "Expires", "Revoked");
        foreach (var key in keys.EnumerateArray())
        {
            table.AddRow(
                new Text(Of(key, "name")), new Text(Of(key, "role")), new Text(Of(key, "source")), new Text(Of(key, "madeAt")), new Text(Of(key, "madeBy")), new Text(Of(key, "lastUsedAt")), new Text(Of(key, "expiresAt")),
                new Text($"{Of(key, "revokedAt")} {Of(key, "revokedBy")}".Trim()));
        }
        Screen.Out.Write(table);
    }

    private static void ShowSecret(JsonElement key)
    {
        Screen.Notes.WriteLine($"The key of {Of(key, "name")} ({Of(key, "role")}), shown this once:");
        Console.Out.WriteLine(Of(key, "secret"));
    }

    private static void ShowRevoked(JsonElement key) => Console.Out.WriteLine($"The key of {Of(key, "name")} is revoked; other hosts of the office follow within half a minute.");

    // An office of an older version says less of its keys.
    private static string Of(JsonElement key, string name) => key.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
