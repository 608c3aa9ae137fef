namespace Reminders.Simulation.Stages;

/// <summary>
/// The one thread on which everything happens. Whoever calls a port waits here for a turn; the stage gives turns one at a time and lets faults
/// and time come in between. The same choices give the same play, to the last call.
/// </summary>
public sealed class Stage(SettableClock clock, IFaultPlan faults, Story story)
{
    private readonly AsyncLocal<Job?> current = new();
    private readonly List<Turn> waiting = [];

    /// <summary>How many calls to ports had their turn.</summary>
    public int Calls { get; private set; }

    /// <summary>How many faults came over them.</summary>
    public int FaultsMet { get; private set; }

    public Instant Now => clock.GetCurrentInstant();

    public Story Story => story;

    /// <summary>Whether somebody may have a turn now.</summary>
    public bool IsBusy => waiting.Exists(t => t.NotBefore <= Now);

    /// <summary>When the next answer that is held up comes; null when nobody waits for one.</summary>
    public Instant? NextAt => waiting.Count == 0 ? null : waiting.Min(t => t.NotBefore);

    /// <summary>Is told of every fault that a use case lets through, which a host would log.</summary>
    public Action<Exception>? Failing { get; set; }

    /// <summary>Whatever ended badly for another reason than a fault of this stage.</summary>
    public Exception? Surprise { get; private set; }

    /// <summary>The job that is running.</summary>
    public Job Current => current.Value ?? throw new InvalidOperationException("Nobody is on the stage.");

    /// <summary>Begins a piece of work of a process, which runs until its first call of a port.</summary>
    public Job Start(Life life, string name, Func<Task> work)
    {
        var job = new Job(life, name, Calls, Now);
        current.Value = job;
        _ = FinishAsync(job, work());
        current.Value = null;
        return job;
    }

    /// <summary>Gives the next turn.</summary>
    public void Step()
    {
        var ready = waiting.FindAll(t => t.NotBefore <= Now);
        var turn = ready[faults.Next(ready.Count)];
        waiting.Remove(turn);
        if (turn.IsAnswer)
        {
            turn.Go(Fault.None);
            return;
        }
        Calls++;
        var fault = faults.At(Calls, turn.Operation);
        if (fault != Fault.None)
        {
            FaultsMet++;
            story.Tell(Now, $"{turn.Job}: {fault.InWords()} {turn.Call}", important: true);
        }
        if (fault == Fault.CrashBefore)
            Kill(turn.Job.Life);
        else
            turn.Go(fault);
    }

    /// <summary>The process is gone: what it was doing never goes on.</summary>
    public void Kill(Life life)
    {
        life.Die();
        waiting.RemoveAll(t => t.Job.Life == life);
    }

    /// <summary>Waits for a turn and answers the fault that comes with it.</summary>
    internal Task<Fault> TurnAsync(string call) => WaitAsync(new(Current, call, isAnswer: false, Now));

    /// <summary>Waits for an answer that is held up.</summary>
    internal Task AnswerAsync(string call) => WaitAsync(new(Current, call, isAnswer: true, Now + faults.Lateness()));

    private Task<Fault> WaitAsync(Turn turn)
    {
        // A process that has died makes no calls; one of its jobs may still be on its way back from another's turn.
        if (Current.IsAlive)
            waiting.Add(turn);
        return turn.Granted;
    }

    private async Task FinishAsync(Job job, Task work)
    {
        try
        {
            await work;
        }
        catch (Exception fault) when (SimulatedFault.IsOnly(fault))
        {
            story.Tell(Now, $"{job} fails: {fault.Message}");
            Failing?.Invoke(fault);
        }
        catch (Exception surprise)
        {
            Surprise ??= surprise;
        }
        job.IsOver = true;
    }
}

/// <summary>A process from its start to its death. A host that starts again lives again.</summary>
public sealed class Life(string name)
{
    public string Name => name;

    /// <summary>Grows with every death.</summary>
    public int Generation { get; private set; }

    internal void Die() => Generation++;
}

/// <summary>One run of a use case, from when.</summary>
public sealed class Job(Life life, string name, int startCall, Instant startAt)
{
    private readonly int generation = life.Generation;

    public Life Life => life;
    public int StartCall => startCall;
    public Instant StartAt => startAt;
    public bool IsAlive => life.Generation == generation;

    /// <summary>It came to its end, a good one or a bad one.</summary>
    public bool IsOver { get; set; }

    /// <summary>It is being worked at.</summary>
    public bool Runs => IsAlive && !IsOver;

    /// <summary>The notice that it read last, at which call and when.</summary>
    public (string Notice, int Call, Instant At)? Read { get; set; }

    public override string ToString() => $"{life.Name} {name}";
}

/// <summary>Somebody who waits for a turn.</summary>
public sealed class Turn(Job job, string call, bool isAnswer, Instant notBefore)
{
    private readonly TaskCompletionSource<Fault> granted = new();

    public Job Job => job;
    public string Call => call;
    public string Operation => call[(call.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>The call has taken effect, and its answer is on its way.</summary>
    public bool IsAnswer => isAnswer;

    /// <summary>The turn comes at this moment at the earliest.</summary>
    public Instant NotBefore => notBefore;

    internal Task<Fault> Granted => granted.Task;

    // Whoever waits goes on right here, until the next call.
    internal void Go(Fault fault) => granted.SetResult(fault);
}
