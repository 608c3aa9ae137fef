namespace Reminders.Simulation.Plays;

/// <summary>The outcome of a play: the first broken promise, null if all held, and its counts.</summary>
public sealed record Outcome(Broken? Broken, int Calls, int Faults, int Messages);

/// <summary>
/// One run: the real use cases of one or more hosts on the in-memory ledger and queue, for months of virtual time, with faults.
/// Everything happens on one thread, in the order of the fault plan.
/// </summary>
public sealed class Play
{
    // Request timeouts: the port's contract sets the provider's, the clients set the others.
    private static readonly Duration ProviderPatience = Duration.FromMinutes(2);
    private static readonly Duration ClientPatience = Duration.FromMinutes(30);
    private static readonly Duration Beat = InMemorySystem.ScanInterval;
    private static readonly Duration MostSkew = Duration.FromSeconds(30);

    /// <summary>A hundred times as many as a play has on average.</summary>
    private const int MostCalls = 200_000;

    private readonly Setting setting;
    private readonly IFaultPlan faults;
    private readonly Chance chance;
    private readonly SettableClock clock;
    private readonly Schedule schedule;
    private readonly InMemoryLedger ledger = new();
    private readonly SimulatedQueue queue;
    private readonly Provider provider;
    private readonly Stage stage;
    private readonly Watcher watcher;
    private readonly Seal seal;
    private readonly List<Host> hosts = [];
    private readonly List<Deed> deeds;
    private readonly List<Deed> early;
    private bool calm;
    private Instant calmAt;
    private Instant? overtakesAt;

    public Play(Setting setting, IFaultPlan faults, Chance chance, Story story, Sabotage sabotage = Sabotage.None)
    {
        (this.setting, this.faults, this.chance) = (setting, faults, chance);
        clock = new(setting.Start);
        seal = new(ledger);
        queue = new(clock, chance, setting.QueueOneIn) { Doubles = setting.MessagesComeTwice };
        provider = new(clock, chance, setting.ProviderOneIn, setting.Dead) { IsOdd = setting.ProviderIsOdd };
        stage = new(clock, faults, story);
        schedule = new Schedule(setting.Policy, setting.Policy.WorkingCalendar());
        watcher = new(setting, schedule, ledger, stage, clock);
        provider.Taking = watcher.Taken;
        stage.Failing = watcher.Logged;
        deeds = [.. setting.Deeds.OrderBy(d => d.At)];
        early = [.. deeds.Where(d => d.At > setting.Start && chance.OneIn(2))];
        var client = new StagedPort(stage, watcher.Called, ClientPatience);
        for (var number = 1; number <= setting.Hosts; number++)
        {
            var skew = new SkewedClock(clock);
            var ports = new Ports(
                PortProxy.OverAll(seal.Ledger, client.Answer),
                PortProxy.Over<INoticeQueue>(queue, client.Answer),
                PortProxy.Over<ISmsSender>(provider, new StagedPort(stage, watcher.Called, ProviderPatience).Answer),
                schedule);
            var broken = Saboteur.Break(sabotage, ports, ledger);
            hosts.Add(new($"host {number}", broken, schedule, setting.Zone, ledger, skew, sabotage) { Handovers = watcher.Handovers });
        }
    }

    /// <summary>Plays to the end, or until a promise breaks.</summary>
    public Outcome Run()
    {
        RunUntil(setting.CalmAt);
        Calm();
        RunUntil(calmAt + setting.Calm); // a pause may have ended after the planned time
        if (watcher.Broken is null)
            End();
        return new(watcher.Broken, stage.Calls, stage.FaultsMet, provider.Taken.Count);
    }

    private Instant Now => clock.GetCurrentInstant();

    private void RunUntil(Instant end)
    {
        while (watcher.Broken is null)
        {
            if (stage.Surprise is { } surprise)
                watcher.Break(PromiseNames.NoSurprise, surprise.ToString());
            if (stage.Calls > MostCalls)
                watcher.Break(PromiseNames.Rest, $"There were more than {MostCalls} calls.");
            StartWhatIsDue();
            if (stage.IsBusy)
                Step();
            else if (!Advance(end))
                return;
        }
    }

    private void Step()
    {
        if (!calm)
        {
            // A writer that is held up begins again, so it would never end if it were held up for ever.
            if (Now < setting.CalmAt && chance.OneIn(setting.PauseOneIn))
                Pass(chance.Between(
                    Duration.FromSeconds(1), chance.Of(Duration.FromMinutes(4), Duration.FromMinutes(20), Duration.FromHours(5))));
            if (early.Count > 0 && chance.OneIn(60))
                StartDeed(early[chance.Number(0, early.Count - 1)]);
            if (setting.ClocksDiffer && chance.OneIn(100))
                hosts[chance.Number(0, hosts.Count - 1)].Clock.Skew = chance.Between(-MostSkew, MostSkew);
        }
        Pass(Duration.FromMilliseconds(chance.Number(0, 200)));
        var lives = hosts.ConvertAll(h => h.Life.Generation);
        stage.Step();
        for (var i = 0; i < hosts.Count; i++)
        {
            if (hosts[i].Life.Generation != lives[i])
                Crashed(hosts[i]);
        }
    }

    private void Pass(Duration time) => clock.SetTo(Now + time);

    private void Crashed(Host host)
    {
        host.DownUntil = Now + chance.Between(Duration.FromSeconds(2), chance.Of(Duration.FromMinutes(2), Duration.FromHours(2)));
        host.NextBeatAt = null;
        if (setting.QueueIsInMemory)
            queue.Lose();
    }

    private void StartWhatIsDue()
    {
        foreach (var outage in setting.Outages.Where(o => !calm && o.From <= Now && Now < o.Until))
            Down(outage);
        MoveLedger();
        if (deeds.Count > 0 && deeds[0].At <= Now)
            StartDeed(deeds[0]);
        var up = hosts.Where(h => h.DownUntil <= Now).ToList();
        if (up.Count == 0)
            return;
        for (; provider.NextReceiptAt <= Now && provider.NextReceipt() is { } receipt;)
        {
            var news = receipt.Fault is { } fault ? $"not delivered ({fault.Code})" : "delivered";
            Start(Any(up), $"hears that {receipt.Notice} attempt {receipt.Attempt} was {news}", h =>
                h.UseCases.RecordReceipt.RunAsync(receipt, CancellationToken.None));
        }
        while (queue.NextGhostAt <= Now && queue.NextGhost() is { } message)
        {
            List<NoticeMessage> messages = [message];
            while (chance.OneIn(2) && queue.NextGhostAt <= Now && queue.NextGhost() is { } another)
                messages.Add(another);
            var ids = string.Join(", ", messages.Select(m => m.MessageId));
            Start(Any(up), $"gets {ids} again", h => h.SendAgainAsync(messages));
        }
        foreach (var host in up.Where(h => h.NextBeatAt <= Now))
        {
            host.NextBeatAt = null;
            if (host.Scanning?.Runs != true)
                host.Scanning = Start(host, "scans", h => h.ScanAsync(queue));
            if (setting.IsAudited && chance.OneIn(4))
                Start(host, "audits", async h => watcher.AuditedMeanwhile(await h.UseCases.AuditLedger.RunAsync(CancellationToken.None)));
        }
        var isWaiting = queue.Inner.NextAt <= Now || queue.Inner.PeekDeadLetter() is not null;
        if (isWaiting && Receiver(up) is { Pumping: not { Runs: true } } pumping)
            pumping.Pumping = Start(pumping, "receives", h => h.PumpAsync(queue));
    }

    private void MoveLedger()
    {
        var isAway = !calm && setting.Move is { } move && move.From <= Now && Now < move.Until;
        if (isAway && !seal.IsSet)
        {
            stage.Story.Tell(Now, $"somebody seals the ledger for a move", important: true);
            (seal.IsSet, overtakesAt) = (true, Now + chance.Between(Duration.Zero, Duration.FromSeconds(2)));
        }
        else if (isAway && overtakesAt <= Now)
        {
            stage.Story.Tell(Now, $"the move overtakes the senders", important: true);
            (watcher.MayGo, overtakesAt) = (seal.Overtake(), null);
        }
        else if (!isAway && seal.IsSet)
        {
            stage.Story.Tell(Now, $"the ledger is back", important: true);
            (seal.IsSet, watcher.MayGo, overtakesAt) = (false, null, null);
        }
    }

    private void Down(Outage outage)
    {
        foreach (var host in hosts.Where(h => h.DownUntil < outage.Until))
        {
            stage.Story.Tell(Now, $"{host.Life.Name} is down until {outage.Until}", important: true);
            stage.Kill(host.Life);
            Crashed(host);
            host.DownUntil = outage.Until;
        }
    }

    // A person uses a host that is up, or tries again later.
    private void StartDeed(Deed deed)
    {
        var up = hosts.Where(h => h.DownUntil <= Now).ToList();
        deeds.Remove(deed);
        early.Remove(deed);
        if (up.Count == 0)
        {
            deeds.Add(deed with { At = hosts.Min(h => h.DownUntil) });
            deeds.Sort((a, b) => a.At.CompareTo(b.At));
            return;
        }
        stage.Story.Tell(Now, $"somebody {deed.What}", important: true);
        var item = deed.Item is { } code ? watcher.Now(code) : null;
        var host = Any(up);
        var job = Start(host, deed.What, h => deed.Do(h, item, Now.InZone(setting.TimeZone).Date));
        watcher.Deeds.Add((deed, job));
    }

    private Host? Receiver(List<Host> up) => setting.IdleHostsReceive ? up.Find(h => h.Pumping is not { Runs: true }) : Any(up);

    private Host Any(List<Host> of) => of.Count == 1 ? of[0] : of[chance.Number(0, of.Count - 1)];

    private Job Start(Host host, string what, Func<Host, Task> work)
    {
        stage.Story.Tell(Now, $"{host.Life.Name} {what}");
        return stage.Start(host.Life, what, () => work(host));
    }

    /// <summary>Moves the clock to the next event; false if the end comes first.</summary>
    private bool Advance(Instant end)
    {
        // A load that crashed starts again.
        foreach (var (deed, job) in watcher.Deeds.Where(d => d.Deed.Item is null && !d.Job.IsAlive && !d.Job.IsOver).ToList())
        {
            watcher.Deeds.Remove((deed, job));
            deeds.Insert(0, deed with { At = Now });
        }
        var due = Min(ledger.NextAt, Min(queue.Inner.NextAt, NextTurn()));
        if (due is { } at && hosts.All(h => h.NextBeatAt is null))
            PlanBeats(at > Now ? at : Now + Beat);
        var next = Min(
            hosts.Min(h => h.NextBeatAt), provider.NextReceiptAt, queue.NextGhostAt, queue.Inner.NextAt > Now ? queue.Inner.NextAt : null,
            stage.NextAt, deeds.Count > 0 ? deeds[0].At : null, overtakesAt);
        if (!calm)
        {
            var starts = setting.Outages.Select(o => o.From).Concat(setting.Move is { } move ? [move.From, move.Until] : []);
            next = Min(next, starts.Where(s => s > Now).Select(s => (Instant?)s).Min());
        }
        // While all hosts are down, nothing happens.
        if (hosts.Min(h => h.DownUntil) is var up && up > Now && (next is null || next < up))
            next = up;
        if (next is null || next > end)
        {
            clock.SetTo(end);
            return false;
        }
        clock.SetTo(next > Now ? next.Value : Now + Duration.FromMilliseconds(1));
        return true;
    }

    /// <summary>The next start or end of an absence; now if the scan has yet to carry one.</summary>
    private Instant? NextTurn()
    {
        Instant? next = null;
        foreach (var absence in ledger.People.AbsencesAsync(default).Result.Select(a => a.Value))
        {
            var turn = absence.Carried != absence.StageAt(Now) ? Now : absence.NextTurn(Now);
            next = Min(next, turn);
        }
        return next;
    }

    private void PlanBeats(Instant from)
    {
        foreach (var host in hosts)
        {
            if (hosts.Count > 1 && chance.OneIn(3))
                continue;
            var beat = from + (chance.OneIn(2) ? chance.Between(Duration.Zero, Beat) : Duration.FromMilliseconds(chance.Number(0, 500)));
            host.NextBeatAt = Instant.Max(beat, host.DownUntil);
        }
        if (hosts.All(h => h.NextBeatAt is null))
            hosts[0].NextBeatAt = Instant.Max(from, hosts[0].DownUntil);
    }

    private static Instant? Min(params ReadOnlySpan<Instant?> instants)
    {
        Instant? least = null;
        foreach (var instant in instants)
            least = least is null || instant < least ? instant ?? least : least;
        return least;
    }

    private void Calm()
    {
        calm = provider.IsCalm = queue.IsCalm = true;
        calmAt = Now;
        for (var i = 0; i < deeds.Count; i++)
            deeds[i] = deeds[i] with { At = Now }; // the people who waited for a host act now
        if (faults is DrawnFaults drawn)
            drawn.IsCalm = true;
        foreach (var host in hosts)
        {
            host.DownUntil = Instant.MinValue;
            host.NextBeatAt = Now;
        }
        stage.Story.Tell(Now, $"from now on everything works", important: true);
    }

    private void End()
    {
        // Finish the work that is due now. A given crash may still come during these beats.
        for (var beat = 0; beat < 3; beat++)
        {
            hosts[0].NextBeatAt = Now;
            RunUntil(Now + Beat);
            hosts[0].DownUntil = Now;
        }
        var accounts = new Accounts(setting, schedule, ledger, provider, queue, watcher, calmAt, Now);
        accounts.Check();
        for (var audit = 0; audit < 3 && !watcher.IsAudited && watcher.Broken is null; audit++)
        {
            Start(hosts[0], "audits", async h => watcher.Audited(await h.UseCases.AuditLedger.RunAsync(CancellationToken.None)));
            RunUntil(Now);
            hosts[0].DownUntil = Now;
        }
        if (watcher.IsAudited)
            accounts.CheckReported();
        if (!watcher.IsAudited)
            watcher.Break(PromiseNames.Audit, "The audit does not come to its end.");
    }
}
