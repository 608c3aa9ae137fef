using System.Collections.Immutable;

namespace Reminders.Import;

/// <summary>One thing wrong with a file: the row (or line, or position in a list) counts from 1, the column is the file's own word for it.</summary>
public sealed record InputError(int? Row, string? Column, string Message);

/// <summary>
/// A file that cannot be read as a whole, so that nothing of it is kept. <see cref="Code"/> is stable (<see cref="RefusalCodes"/>),
/// the message is one line that says what is wrong and what to do, <see cref="Errors"/> lists every fault that was found.
/// </summary>
public sealed class InputRefusedException : Exception
{
    public InputRefusedException(string code, string message, ImmutableArray<InputError> errors = default, Exception? inner = null)
        : base(OneLine(message), inner) => (Code, Errors) = (code, errors.IsDefault ? [] : errors);

    public string Code { get; }
    public ImmutableArray<InputError> Errors { get; }

    internal static InputRefusedException Of(string code, string what, IReadOnlyList<InputError> errors) =>
        new(code, $"{what} {Places(errors)}", [.. errors]);

    // A quoted part of a file may hold line breaks; the message stays one line for the terminal and the HTTP answer.
    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Places(IReadOnlyList<InputError> errors) =>
        $"{Place(errors[0])}{errors[0].Message}{(errors.Count > 1 ? $" ({errors.Count - 1} more in the list of errors.)" : "")}";

    private static string Place(InputError error) => (error.Row, error.Column) switch
    {
        ({ } row, { } column) => $"Row {row}, {column}: ",
        ({ } row, null) => $"Row {row}: ",
        (null, { } column) => $"{column}: ",
        _ => "",
    };
}
