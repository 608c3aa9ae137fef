using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Reminders.Web.Console;

/// <summary>Does what a form asks. The page of the form shows a refusal, so a refusal is a result here.</summary>
internal static class Attempt
{
    public static async Task<(T? Value, ProblemDetails? Problem)> RunAsync<T>(Func<Task<T>> act)
        where T : class
    {
        try
        {
            var value = await act();
            return value is INestedHttpResult { Result: ProblemHttpResult refused } ? (null, refused.ProblemDetails) : (value, null);
        }
        catch (ProblemException refused)
        {
            return (null, refused.ToResult().ProblemDetails);
        }
        catch (InputRefusedException refused)
        {
            return (null, ProblemException.Of(refused).ProblemDetails);
        }
    }

    public static (T? Value, ProblemDetails? Problem) Run<T>(Func<T> read)
        where T : class
    {
        try
        {
            return (read(), null);
        }
        catch (ProblemException refused)
        {
            return (null, refused.ToResult().ProblemDetails);
        }
    }

    /// <exception cref="ProblemException">It was refused, or is missing.</exception>
    public static T Done<T>(Outcome<T> outcome, Wording what) => outcome switch
    {
        Outcome<T>.Done(var value, _) => value,
        Outcome<T>.Refused(var refusal) => throw ProblemException.Conflict(refusal.Code, refusal.Words),
        _ => throw ProblemException.NotFound(what),
    };
}

/// <summary>
/// The files of a form with a preview. The page of the preview carries them in hidden fields, because the hosts share no memory. Files
/// that are too large for that are chosen again.
/// </summary>
/// <param name="Files">The files by field.</param>
/// <param name="Seen">What the reader saw: a hash of the files and of the fields that decide how they are read.</param>
/// <param name="Fit">Whether the page can carry the files.</param>
public sealed record KeptFiles(ImmutableSortedDictionary<string, KeptFile> Files, string Seen, bool Fit)
{
    public const int MostBytes = 3 * 1024 * 1024;

    /// <summary>Reads each file as it was chosen now or as the page carried it.</summary>
    internal static async Task<KeptFiles> ReadAsync(ConsoleForm form, string[] fields, string[] texts, ApiCall call)
    {
        var limits = call.Services.FileLimits;
        var files = ImmutableSortedDictionary.CreateBuilder<string, KeptFile>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (await form.FileAsync(field, limits.MaxBytes, TooLarge, call) is { } chosen)
            {
                files[field] = new(Folded.Text(chosen.Name ?? "").Trim(), chosen.Content);
            }
            else if (form.Fields[$"{field}-kept"].ToString() is { Length: > 0 } kept)
            {
                files[field] = new(form[$"{field}-name"], Bytes(kept));
            }
        }
        // Hidden fields are longer than their files, and the limit of a form counts them.
        var fit = files.Values.Sum(f => f.Content.Length) <= Math.Min(MostBytes, limits.MaxBytes / 2);
        return new(files.ToImmutable(), Hash(files, texts.Select(t => form[t])), fit);

        ProblemException TooLarge() => Bodies.FileTooLarge(limits);
    }

    internal Upload? this[string field] => Files.TryGetValue(field, out var file) ? new(file.Content, file.Name) : null;

    private static byte[] Bytes(string kept)
    {
        var bytes = new byte[kept.Length];
        return Convert.TryFromBase64String(kept, bytes, out var length)
            ? bytes[..length]
            : throw ProblemException.BadRequest("form-invalid", $"The form does not hold the file that was shown; choose the file again.");
    }

    private static string Hash(IEnumerable<KeyValuePair<string, KeptFile>> files, IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (field, file) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{field} {file.Content.Length}\n"));
            hash.AppendData(file.Content.Span);
        }
        foreach (var text in texts)
            hash.AppendData(Encoding.UTF8.GetBytes($"{text}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>A file that a page carries.</summary>
public sealed record KeptFile(string Name, ReadOnlyMemory<byte> Content)
{
    public string Text => Convert.ToBase64String(Content.Span);
}
