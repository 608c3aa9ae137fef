using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>keys</c>: the API keys of a running office. A new secret is printed once, alone on standard output.</summary>
internal static class KeysCommand
{
    private const string Path = "/api/keys";

    private static readonly ImmutableArray<string> Roles =
        [.. Enum.GetValues<KeyRole>().Where(r => r != KeyRole.Anonymous).Select(r => r.ToString().ToLowerInvariant())];

    private static ImmutableArray<Wording> Columns =>
        [$"Name 名称", $"Role 角色", $"Where", $"Made", $"By", $"Last used", $"Expires", $"Revoked"];

    public static Command Make()
    {
        var command = new Command("keys", Say($"The keys of a running office: list them, make one, give one a new secret, revoke one."));
        var options = new OfficeOptions(command);

        Add(
            new("list", Say($"Lists all keys with name and role, also revoked ones. Shows no secret.")),
            _ => (HttpMethod.Get, Path, null),
            Show);

        var name = Name();
        var role = new Option<string>("--role")
        {
            Description = Say($"What it may do: viewer, operator or administrator."),
            HelpName = "R",
            Required = true,
        };
        role.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var wanted && !Roles.Contains(wanted))
                result.AddError(Say($"There is no role '{wanted}'; there are {string.Join(", ", Roles)}."));
        });
        var expires = Arguments.Date("--expires", $"The last day on which the key works. Default: it does not expire.");
        Add(
            new("make", Say($"Makes a key and prints its secret, only this once.")) { name, role, expires },
            parsed => (HttpMethod.Post, Path, new
            {
                name = parsed.GetRequiredValue(name),
                role = parsed.GetRequiredValue(role),
                expires = parsed.GetValue(expires),
            }),
            ShowSecret);

        var rotated = Name();
        var until = Arguments.Date("--expires", $"The last day on which the key works. Default: as before.");
        Add(
            new("rotate", Say($"Gives a key a new secret and prints it, only this once. The old secret stops working.")) { rotated, until },
            parsed =>
            {
                var query = OfficeClient.Query(("expires", $"{parsed.GetValue(until):uuuu-MM-dd}"));
                return (HttpMethod.Post, $"{PathOf(parsed.GetRequiredValue(rotated))}/rotate{query}", null);
            },
            ShowSecret);

        var revoked = Name();
        Add(
            new("revoke", Say($"Ends a key for good.")) { revoked },
            parsed => (HttpMethod.Delete, PathOf(parsed.GetRequiredValue(revoked)), null),
            key => Console.Out.WriteLine(
                Say($"The key of {Of(key, "name")} is revoked; other hosts of the office follow within half a minute.")));
        return command;

        void Add(Command part, Func<ParseResult, (HttpMethod Method, string Path, object? Body)> request, Action<JsonElement> show)
        {
            command.Add(part);
            part.SetAction(async (parsed, cancellation) =>
            {
                using var office = options.Open(parsed);
                var (method, path, body) = request(parsed);
                show(await office.CallAsync(method, path, body, cancellation));
                return 0;
            });
        }
    }

    private static Argument<string> Name() =>
        new("NAME") { Description = Say($"The key's name: letters, digits, Chinese characters, - and _.") };

    private static string PathOf(string name) => $"{Path}/{Uri.EscapeDataString(name)}";

    private static void Show(JsonElement keys)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns([.. Columns.Select(Say)]);
        foreach (var key in keys.EnumerateArray())
        {
            string[] fields = ["name", "role", "source", "madeAt", "madeBy", "lastUsedAt", "expiresAt"];
            table.AddRow([.. fields.Select(f => new Text(Of(key, f))), new Text($"{Of(key, "revokedAt")} {Of(key, "revokedBy")}".Trim())]);
        }
        Screen.Out.Write(table);
    }

    private static void ShowSecret(JsonElement key)
    {
        Screen.Notes.WriteLine(Say($"The key of {Of(key, "name")} ({Of(key, "role")}), shown only this once:"));
        Console.Out.WriteLine(Of(key, "secret"));
    }

    // An older office sends fewer fields.
    private static string Of(JsonElement key, string name) => key.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
