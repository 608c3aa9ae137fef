namespace Reminders.Core.UseCases;

/// <summary>How a command ended.</summary>
/// <typeparam name="T">What the command changes.</typeparam>
public abstract record Outcome<T>
{
    private Outcome()
    {
    }

    /// <summary>The command is carried out.</summary>
    /// <param name="Value">The result as it is now.</param>
    /// <param name="Changed">False if it was carried out before and nothing was written.</param>
    public sealed record Done(T Value, bool Changed = true) : Outcome<T>;

    /// <summary>Nothing was done, for this reason.</summary>
    public sealed record Refused(Refusal Refusal) : Outcome<T>
    {
        public Refused(string code, Wording words)
            : this(new Refusal(code, words))
        {
        }
    }

    /// <summary>The thing to change does not exist.</summary>
    public sealed record Missing : Outcome<T>;
}
