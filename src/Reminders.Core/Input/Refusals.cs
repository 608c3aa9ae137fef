namespace Reminders.Core.Input;

/// <summary>One fault in a file: its row and column if it has them, and what to do about it.</summary>
public sealed record InputError(int? Row, string? Column, Wording Words) : IWorded
{
    public string Message => Words.English;

    /// <summary>The fault behind its place.</summary>
    internal Wording Placed => (Row, Column) switch
    {
        ({ } row, { } column) => $"Row {row}, {column}: {Words}",
        ({ } row, null) => $"Row {row}: {Words}",
        (null, { } column) => $"{column}: {Words}",
        _ => Words,
    };
}

/// <summary>
/// A file is refused and nothing of it is stored. The message is one line for people, with the fault and what to do; <see cref="Code"/> is
/// stable; <see cref="Errors"/> lists the faults when there are several.
/// </summary>
public sealed class InputRefusedException(string code, Wording words, ImmutableArray<InputError> errors = default, Exception? inner = null)
    : Exception(OneLine(words.English), inner), IWorded
{
    public string Code => code;

    public Wording Words { get; } = Wording.Stored(OneLine(words.English), OneLine(words.Chinese));

    public ImmutableArray<InputError> Errors { get; } = errors.IsDefault ? [] : errors;

    private const int ErrorsTold = 5;

    /// <summary>A refusal that names the first faults and their places.</summary>
    /// <exception cref="ArgumentException">There is no error.</exception>
    public static InputRefusedException Of(string code, Wording what, ImmutableArray<InputError> errors)
    {
        if (errors.IsDefaultOrEmpty)
            throw new ArgumentException("A refusal needs a fault.", nameof(errors));
        Wording more = $"And {errors.Length - ErrorsTold} more.";
        var told = errors.Take(ErrorsTold).Select(e => e.Placed).Prepend(what);
        return new(code, Wording.Row(errors.Length > ErrorsTold ? told.Append(more) : told), errors);
    }

    // A quoted part of a file may have line breaks, but the message is one line in the terminal and in the HTTP answer.
    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A setting or a value cannot be read.</summary>
public sealed class UnreadableException(Wording words, Exception? inner = null) : FormatException(words.English, inner), IWorded
{
    public Wording Words => words;
}

/// <summary>Why an action was refused. The code is stable; the words are for people.</summary>
public sealed record Refusal(string Code, Wording Words) : IWorded
{
    public string Message => Words.English;
}
