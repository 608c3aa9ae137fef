using System.Globalization;

namespace Reminders.Testing;

/// <summary>
/// The provider's turn with one message: whether it takes the message, and its answer. Without an answer it throws; an acceptance gets an
/// id of its own.
/// </summary>
public sealed record ProviderTurn(bool Takes, SendOutcome? Answer)
{
    public static ProviderTurn Accept { get; } = new(true, new SendOutcome.Accepted(""));
    public static ProviderTurn RefuseNumber { get; } = new(false, new SendOutcome.NumberRefused("30006"));
    public static ProviderTurn RefuseMessage { get; } = new(false, new SendOutcome.MessageRefused("30007"));
    public static ProviderTurn Busy { get; } = new(false, new SendOutcome.Later("30001"));
    public static ProviderTurn TakeAndLoseAnswer { get; } = new(true, new SendOutcome.Unknown("timeout"));
    public static ProviderTurn LoseMessage { get; } = new(false, new SendOutcome.Unknown("timeout"));
    public static ProviderTurn Throw { get; } = new(false, null);
}

/// <summary>A message that the provider took.</summary>
public sealed record Taken(Sms Sms, Instant At);

/// <summary>
/// An SMS provider that follows its script turn by turn and then accepts every message. It does not recognise repeats, and it can be
/// asked about the messages that it took.
/// </summary>
public sealed class ScriptedProvider(IClock clock) : ISmsSender
{
    private readonly Lock gate = new();
    private readonly List<Taken> taken = [];

    /// <summary>The rest of the script.</summary>
    public Queue<ProviderTurn> Script { get; } = [];

    /// <summary>Runs after a message has come and before its answer.</summary>
    public Action<Sms>? Meanwhile { get; set; }

    /// <summary>Numbers that it never delivers to, even if the script says so.</summary>
    public HashSet<PhoneNumber> Refused { get; } = [];

    /// <summary>The outcome it reports for messages to a number; all others were delivered.</summary>
    public Dictionary<PhoneNumber, (bool? Delivered, DeliveryFault? Fault)> Fates { get; } = [];

    public IReadOnlyList<Taken> Taken => taken;

    public int Asked { get; private set; }

    /// <summary>Whether questions to it fail.</summary>
    public bool CannotBeAsked { get; set; }

    /// <summary>Whether it hides texts, so that messages to one number look the same.</summary>
    public bool HidesTexts { get; set; }

    /// <summary>Whether it has forgotten the messages that it took.</summary>
    public bool Forgets { get; set; }

    public Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        SendOutcome? answer;
        lock (gate)
        {
            var turn = Refused.Contains(sms.To) ? ProviderTurn.RefuseNumber : Script.TryDequeue(out var next) ? next : ProviderTurn.Accept;
            if (turn.Takes)
                taken.Add(new(sms, clock.GetCurrentInstant()));
            answer = turn.Answer is SendOutcome.Accepted ? IdOf(taken.Count - 1) : turn.Answer;
        }
        Meanwhile?.Invoke(sms);
        return Task.FromResult(answer ?? throw new HttpRequestException("The provider cannot be reached."));
    }

    public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation)
    {
        Asked++;
        if (CannotBeAsked)
            throw new HttpRequestException("The provider cannot be reached.");
        lock (gate)
        {
            var index = taken.FindIndex(t => t.Sms.Reference == sms.Reference && t.At >= since);
            if (index < 0 || Forgets)
                return Task.FromResult<ProviderReport?>(null);
            var delivered = Fates.TryGetValue(sms.To, out var fate) ? fate.Delivered : true;
            return Task.FromResult<ProviderReport?>(new(IdOf(index).ProviderId, delivered, fate.Fault) { IsCertain = !HidesTexts });
        }
    }

    private static SendOutcome.Accepted IdOf(int index) => new(string.Create(CultureInfo.InvariantCulture, $"SM{index + 1:D4}"));
}
