namespace Reminders.Simulation.Sabotages;

/// <summary>A scene and the faults that catch a sabotage. <c>traces.txt</c> holds one trace a line.</summary>
public sealed record FaultTrace(Sabotage Sabotage, string Scene, ImmutableArray<TracedFault> Faults)
{
    private const string Head = "# How each sabotage is caught: the scene, and the faults that come over it. Written by --record-traces.";

    /// <summary>The stored traces.</summary>
    public static ImmutableArray<FaultTrace> Stored { get; } = Read();

    /// <summary>Plays the trace on a sabotaged build.</summary>
    public Outcome Play(Sabotage sabotage, Story? story = null) => Play(sabotage, new TracedFaults(Faults), story);

    /// <summary>Whether the trace breaks the sabotage's promise, and no promise without the sabotage.</summary>
    public bool Catches() => Play(Sabotage).Broken?.Promise == Saboteur.Breaks(Sabotage) && Play(Sabotage.None).Broken is null;

    /// <summary>Plays the trace and returns its story.</summary>
    public (Outcome Outcome, Story Story) Tell()
    {
        var story = new Story(kept: true, Setting.TimeZone);
        return (Play(Sabotage, story), story);
    }

    public override string ToString() => $"{Sabotage} | {Scene} | {string.Join(", ", Faults)}".TrimEnd();

    /// <summary>Searches for the shortest trace in the given number of tries; null if no trace catches the sabotage.</summary>
    public static FaultTrace? Find(Sabotage sabotage, int tries)
    {
        FaultTrace? best = null;
        // The first try has no faults. After a find, the search for a shorter trace takes about as long again.
        for (var (seed, last) = (0, tries); seed < last && best?.Faults.Length is null or > 1; seed++)
        {
            foreach (var scene in SmallPlay.Scenes)
            {
                var faults = new SoughtFaults(new(seed), most: Math.Min(seed, 4));
                var trace = new FaultTrace(sabotage, scene.Name, []);
                if (trace.Play(sabotage, faults).Broken is null)
                    continue;
                trace = (trace with { Faults = faults.Trace }).Minimised();
                if (!trace.Catches() || best?.Faults.Length <= trace.Faults.Length)
                    continue;
                best = trace;
                last = Math.Min(last, 2 * (seed + 100));
            }
        }
        return best;
    }

    /// <summary>The command that records a new trace of a sabotage.</summary>
    public static string HowToRecord(Sabotage sabotage) =>
        $"Record another trace: dotnet run --project tests/Reminders.Simulation -c Release -- --record-traces {sabotage}";

    /// <summary>Replaces the stored traces. The next build reads them.</summary>
    public static void Write(IEnumerable<FaultTrace> traces)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Reminders.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("The sources are not found above this program.");
        var path = Path.Combine(root.FullName, "tests", "Reminders.Simulation", "Sabotages", "traces.txt");
        File.WriteAllLines(path, traces.Select(t => t.ToString()).Prepend(Head));
    }

    private Setting Setting => SmallPlay.Scenes.Single(s => s.Name == Scene).Setting;

    private Outcome Play(Sabotage sabotage, IFaultPlan faults, Story? story = null) =>
        new Play(Setting, faults, Chance.None, story ?? new(kept: false, Setting.TimeZone), sabotage).Run();

    // Leave out the faults that the break does not need.
    private FaultTrace Minimised()
    {
        var trace = this;
        foreach (var fault in Faults)
        {
            var fewer = trace with { Faults = trace.Faults.Remove(fault) };
            if (fewer.Catches())
                trace = fewer;
        }
        return trace;
    }

    private static ImmutableArray<FaultTrace> Read()
    {
        using var stream = typeof(FaultTrace).Assembly.GetManifestResourceStream("traces.txt")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. lines.Where(l => l[0] != '#').Select(Parse)];
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static FaultTrace Parse(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var faults = parts[2].Split(", ", StringSplitOptions.RemoveEmptyEntries);
        return new(Enum.Parse<Sabotage>(parts[0]), parts[1], [.. faults.Select(TracedFault.Parse)]);
    }
}
