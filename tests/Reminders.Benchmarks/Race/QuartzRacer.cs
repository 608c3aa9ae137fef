using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Quartz;

namespace Reminders.Benchmarks.Race;

/// <summary>
/// Quartz as it comes. One job has a trigger for every item, with a number and a text. Quartz forgets a trigger that has fired, so the job
/// keeps the record that it was sent: in memory, or in a file beside that of Quartz.
/// </summary>
/// <param name="course">The items.</param>
/// <param name="sender">The provider.</param>
/// <param name="folder">The folder of the files; null: all is in memory.</param>
/// <param name="threads">How many jobs run at once.</param>
internal sealed class QuartzRacer(Course course, RaceSender sender, string? folder, int threads)
    : Scheduler(course, slowest: TimeSpan.FromMilliseconds(folder is null ? 0.5 : 3))
{
    /// <summary>How many triggers go into one transaction.</summary>
    private const int StoredAtOnce = 1_000;

    /// <summary>A trigger that is late must be fired, not handled as misfired.</summary>
    private static readonly TimeSpan NeverMisfired = TimeSpan.FromHours(1);

    private static QuartzRacer? running;

    private readonly Lock gate = new();
    private readonly List<(string To, Instant At)> records = [];
    private SqliteConnection? file;
    private StandaloneSchedulerFactory? factory;
    private IScheduler? scheduler;
    private int stored;
    private int recorded;
    private TaskCompletionSource<long> last = new();

    protected override async Task OpenAsync(CancellationToken cancellation)
    {
        running = this;
        factory = QuartzSchedulerBuilder.Create(builder => Configure(builder)).Build();
        scheduler = await factory.GetScheduler(cancellation);
        if (folder is not null)
        {
            // The start makes the tables.
            await scheduler.Start(cancellation);
            await scheduler.Standby(cancellation);
        }
    }

    protected override async Task StoreAsync(int jobs, Instant at, CancellationToken cancellation)
    {
        foreach (var part in Enumerable.Range(0, jobs).Chunk(StoredAtOnce))
        {
            var job = JobBuilder.Create<SendJob>().WithIdentity($"send{stored}").Build();
            var triggers = part.Select(n => TriggerBuilder.Create()
                .WithIdentity($"{++stored}")
                .UsingJobData("to", Course.Phone(n % Course.Due))
                .UsingJobData("text", Course.Text(n % Course.Due))
                .StartAt(at.ToDateTimeOffset())
                .Build());
            await scheduler!.ScheduleJob(job, [.. triggers], cancellationToken: cancellation);
        }
    }

    protected override async Task StartAsync(CancellationToken cancellation)
    {
        (recorded, last) = (0, new());
        await scheduler!.Start(cancellation);
    }

    public override async Task<long> FinishAsync(CancellationToken cancellation) => await last.Task.WaitAsync(cancellation);

    public override Task<long> RecordedAsync(int slot, CancellationToken cancellation)
    {
        var all = file is null ? records.Count : (long)Scalar(file, "select count(*) from Sent")!;
        return Task.FromResult(all - ((long)slot * Course.Due));
    }

    public override async ValueTask DisposeAsync()
    {
        if (factory is not null)
            await factory.DisposeAsync();
        file?.Dispose();
    }

    private IQuartzBuilder Configure(IQuartzBuilder builder)
    {
        builder.UseDefaultThreadPool(threads);
        if (folder is null)
            return builder.UseInMemoryStore(options => options.MisfireThreshold = NeverMisfired);
        // The mode of the journal stays with the file.
        using (var schedule = OpenFile("quartz.db"))
            Run(schedule, "pragma journal_mode = wal");
        file = OpenFile("sent.db");
        Run(file, "pragma journal_mode = wal; create table Sent (Recipient text not null, At integer not null)");
        return builder.UsePersistentStore(store => store
            .ConfigureStore(options => options.MisfireThreshold = NeverMisfired)
            .ProvisionSchema()
            .UseSqlite(Connection("quartz.db")));
    }

    private void Record(string to)
    {
        var at = SystemClock.Instance.GetCurrentInstant();
        lock (gate)
        {
            if (file is null)
            {
                records.Add((to, at));
            }
            else
            {
                using var insert = file.CreateCommand();
                insert.CommandText = "insert into Sent values ($to, $at)";
                insert.Parameters.AddWithValue("$to", to);
                insert.Parameters.AddWithValue("$at", at.ToUnixTimeTicks());
                insert.ExecuteNonQuery();
            }
            if (++recorded == Course.Due)
                last.SetResult(Stopwatch.GetTimestamp());
        }
    }

    // As durable as our file: every commit is on the disk when it returns.
    private SqliteConnection OpenFile(string name)
    {
        var opened = new SqliteConnection(Connection(name));
        opened.Open();
        Run(opened, "pragma synchronous = full");
        return opened;
    }

    private string Connection(string name) => new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder!, name) }.ToString();

    private static void Run(SqliteConnection connection, string sql) => _ = Scalar(connection, sql);

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The job, of which Quartz makes an object for every trigger.</summary>
    internal sealed class SendJob : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            var (to, text) = (context.Trigger.JobDataMap.GetString("to")!, context.Trigger.JobDataMap.GetString("text")!);
            await running!.Send(to, text);
            running.Record(to);
        }
    }

    private Task Send(string to, string text) => sender.SendAsync(to, text);
}
