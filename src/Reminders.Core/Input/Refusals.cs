namespace Reminders.Core.Input;

/// <summary>One thing wrong in a file: where, as far as it has rows and columns, and what to do.</summary>
public sealed record InputError(int? Row, string? Column, string Message);

/// <summary>
/// A file that cannot be used. The message is one line for people that says what is wrong and what to do; <see cref="Code"/> is stable;
/// <see cref="Errors"/> lists all that is wrong where there is more than one thing. Nothing of such a file is stored.
/// </summary>
public sealed class InputRefusedException(string code, string message, ImmutableArray<InputError> errors = default, Exception? inner = null)
    : Exception(OneLine(message), inner)
{
    public string Code => code;

    public ImmutableArray<InputError> Errors { get; } = errors.IsDefault ? [] : errors;

    private const int ErrorsTold = 5;

    /// <summary>A refusal for one or more faults: what could not be used, and the first faults with their places.</summary>
    /// <exception cref="ArgumentException">There is no fault.</exception>
    public static InputRefusedException Of(string code, string what, ImmutableArray<InputError> errors)
    {
        if (errors.IsDefaultOrEmpty)
            throw new ArgumentException("A refusal needs a fault.", nameof(errors));
        var more = errors.Length > ErrorsTold ? $" And {errors.Length - ErrorsTold} more." : "";
        return new(code, $"{what} {string.Join(' ', errors.Take(ErrorsTold).Select(e => Place(e) + e.Message))}{more}", errors);
    }

    // A quoted part of a file may hold line breaks; the message stays one line for the terminal and the HTTP answer.
    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Place(InputError error) => (error.Row, error.Column) switch
    {
        ({ } row, { } column) => $"Row {row}, {column}: ",
        ({ } row, null) => $"Row {row}: ",
        (null, { } column) => $"{column}: ",
        _ => "",
    };
}

/// <summary>Why an action on an item was refused. The code is stable, the message is for people.</summary>
public sealed record Refusal(string Code, string Message);
