namespace Reminders.Simulation.Stages;

/// <summary>
/// Runs everything on one thread. Each call of a port waits here for a turn. The stage gives one turn at a time; faults and time come
/// between the turns. The same choices give the same play, to the last call.
/// </summary>
public sealed class Stage(SettableClock clock, IFaultPlan faults, Story story)
{
    private readonly AsyncLocal<Job?> current = new();
    private readonly List<Turn> waiting = [];

    /// <summary>The number of calls that had their turn.</summary>
    public int Calls { get; private set; }

    /// <summary>The number of faults so far.</summary>
    public int FaultsMet { get; private set; }

    public Instant Now => clock.GetCurrentInstant();

    public Story Story => story;

    /// <summary>Whether a call can take a turn now.</summary>
    public bool IsBusy => waiting.Exists(t => t.NotBefore <= Now);

    /// <summary>The time of the next late answer; null if no answer is late.</summary>
    public Instant? NextAt => waiting.Count == 0 ? null : waiting.Min(t => t.NotBefore);

    /// <summary>Receives every fault that a use case lets through and a host would log.</summary>
    public Action<Exception>? Failing { get; set; }

    /// <summary>The first exception that is not a simulated fault.</summary>
    public Exception? Surprise { get; private set; }

    /// <summary>The job that has the turn.</summary>
    public Job Current => current.Value ?? throw new InvalidOperationException("Nobody is on the stage.");

    /// <summary>Starts a job of a process and runs it to its first call of a port.</summary>
    public Job Start(Life life, string name, Func<Task> work)
    {
        var job = new Job(life, name, Calls, Now);
        current.Value = job;
        _ = FinishAsync(job, work());
        current.Value = null;
        return job;
    }

    /// <summary>Gives the next turn to a waiting call.</summary>
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

    /// <summary>Crashes a process. Its jobs never continue.</summary>
    public void Kill(Life life)
    {
        life.Crash();
        waiting.RemoveAll(t => t.Job.Life == life);
    }

    /// <summary>Waits for a turn and returns its fault.</summary>
    internal Task<Fault> TurnAsync(string call) => WaitAsync(new(Current, call, isAnswer: false, Now));

    /// <summary>Waits for a late answer.</summary>
    internal Task AnswerAsync(string call) => WaitAsync(new(Current, call, isAnswer: true, Now + faults.Lateness()));

    private Task<Fault> WaitAsync(Turn turn)
    {
        // A crashed process makes no calls, but its job may still return from the turn of another job.
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

/// <summary>A process and its restarts.</summary>
public sealed class Life(string name)
{
    public string Name => name;

    /// <summary>Grows with every crash.</summary>
    public int Generation { get; private set; }

    internal void Crash() => Generation++;
}

/// <summary>One run of a use case.</summary>
public sealed class Job(Life life, string name, int startCall, Instant startAt)
{
    private readonly int generation = life.Generation;

    public Life Life => life;
    public int StartCall => startCall;
    public Instant StartAt => startAt;
    public bool IsAlive => life.Generation == generation;

    /// <summary>The job has ended, with or without success.</summary>
    public bool IsOver { get; set; }

    /// <summary>The job still runs.</summary>
    public bool Runs => IsAlive && !IsOver;

    /// <summary>The call and the time at which the job last read a notice, by id.</summary>
    public Dictionary<string, (int Call, Instant At)> Read { get; } = [];

    public override string ToString() => $"{life.Name} {name}";
}

/// <summary>A call that waits for a turn.</summary>
public sealed class Turn(Job job, string call, bool isAnswer, Instant notBefore)
{
    private readonly TaskCompletionSource<Fault> granted = new();

    public Job Job => job;
    public string Call => call;
    public string Operation => call[(call.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>The call took effect, but its answer is late.</summary>
    public bool IsAnswer => isAnswer;

    /// <summary>The earliest moment of the turn.</summary>
    public Instant NotBefore => notBefore;

    internal Task<Fault> Granted => granted.Task;

    // The job continues on this thread until its next call.
    internal void Go(Fault fault) => granted.SetResult(fault);
}
