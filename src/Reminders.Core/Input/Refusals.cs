namespace Reminders.Core.Input;

/// <summary>One fault in a file: its row and column if it has them, and what to do about it.</summary>
public sealed record InputError(int? Row, string? Column, string Message);

/// <summary>
/// A file is refused and nothing of it is stored. The message is one line for people, with the fault and what to do; <see cref="Code"/> is
/// stable; <see cref="Errors"/> lists the faults when there are several.
/// </summary>
public sealed class InputRefusedException(string code, string message, ImmutableArray<InputError> errors = default, Exception? inner = null)
    : Exception(OneLine(message), inner)
{
    public string Code => code;

    public ImmutableArray<InputError> Errors { get; } = errors.IsDefault ? [] : errors;

    private const int ErrorsTold = 5;

    /// <summary>A refusal that names the first faults and their places.</summary>
    /// <exception cref="ArgumentException">There is no error.</exception>
    public static InputRefusedException Of(string code, string what, ImmutableArray<InputError> errors)
    {
        if (errors.IsDefaultOrEmpty)
            throw new ArgumentException("A refusal needs a fault.", nameof(errors));
        var more = errors.Length > ErrorsTold ? $" And {errors.Length - ErrorsTold} more." : "";
        return new(code, $"{what} {string.Join(' ', errors.Take(ErrorsTold).Select(e => Place(e) + e.Message))}{more}", errors);
    }

    // A quoted part of a file may have line breaks, but the message is one line in the terminal and in the HTTP answer.
    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Place(InputError error) => (error.Row, error.Column) switch
    {
        ({ } row, { } column) => $"Row {row}, {column}: ",
        ({ } row, null) => $"Row {row}: ",
        (null, { } column) => $"{column}: ",
        _ => "",
    };
}

/// <summary>Why an action was refused. The code is stable; the message is for people.</summary>
public sealed record Refusal(string Code, string Message);
