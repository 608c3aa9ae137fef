using System.Collections.Concurrent;
using System.Reflection;

namespace Reminders.Simulation.Stages;

/// <summary>A port whose every call waits for its turn on a stage. The real port behind it completes its calls at once, as the in-memory ones do.</summary>
public class StagedPort : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, MethodInfo> Runners = new();

    private Stage? stage;
    private object? port;
    private Action<string, object?[], object?>? watch;
    private Duration patience;

    /// <summary>The port on the stage.</summary>
    /// <param name="stage">Gives the turns.</param>
    /// <param name="port">Does the work.</param>
    /// <param name="watch">Sees each call that took effect: the method's name, its arguments and its answer.</param>
    /// <param name="patience">After how long a call that has not got through gives up.</param>
    public static T On<T>(Stage stage, T port, Action<string, object?[], object?> watch, Duration? patience = null)
        where T : class
    {
        var staged = Create<T, StagedPort>();
        var self = (StagedPort)(object)staged;
        (self.stage, self.port, self.watch, self.patience) = (stage, port, watch, patience ?? Duration.MaxValue);
        return staged;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Runners.GetOrAdd(targetMethod!, RunnerOf).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [targetMethod, args], null);

    private static MethodInfo RunnerOf(MethodInfo method)
    {
        var type = method.ReturnType;
        var name = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) ? nameof(StreamAsync) : nameof(RunAsync);
        var runner = typeof(StagedPort).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
        return runner.MakeGenericMethod(type.IsGenericType ? type.GetGenericArguments()[0] : typeof(object));
    }

    private async Task<T?> RunAsync<T>(MethodInfo method, object?[] args)
    {
        T? answer = default;
        await TurnAsync(method, args, () =>
        {
            var task = (Task)method.Invoke(port, BindingFlags.DoNotWrapExceptions, null, args, null)!;
            if (!task.IsCompleted)
                throw new InvalidOperationException($"{method.Name} does not complete at once.");
            task.GetAwaiter().GetResult();
            answer = task is Task<T> with ? with.Result : default;
            return answer;
        });
        return answer;
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(MethodInfo method, object?[] args)
    {
        var all = new List<T>();
        await TurnAsync(method, args, () =>
        {
            var enumerator = ((IAsyncEnumerable<T>)method.Invoke(port, BindingFlags.DoNotWrapExceptions, null, args, null)!).GetAsyncEnumerator();
            while (enumerator.MoveNextAsync().AsTask().GetAwaiter().GetResult())
                all.Add(enumerator.Current);
            return all;
        });
        foreach (var one in all)
            yield return one;
    }

    private async Task TurnAsync(MethodInfo method, object?[] args, Func<object?> perform)
    {
        var since = stage!.Now;
        var fault = await stage.TurnAsync(Name(method));
        if (fault == Fault.ThrowBefore || stage.Now - since > patience)
            throw new SimulatedFault($"{Name(method)} did not get through");
        var job = stage.Current;
        watch!(method.Name, args, perform());
        if (fault == Fault.CrashAfter)
        {
            stage.Kill(job.Life);
            await new TaskCompletionSource().Task; // which never comes
        }
        if (fault == Fault.AnswerLate)
            await stage.AnswerAsync(Name(method));
        if (fault == Fault.ThrowAfter)
            throw new SimulatedFault($"the answer of {Name(method)} was lost");
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name.Replace("Async", "", StringComparison.Ordinal)}";
}
