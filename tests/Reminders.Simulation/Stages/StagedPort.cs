using System.Collections.Concurrent;
using System.Reflection;

namespace Reminders.Simulation.Stages;

/// <summary>Every call of a port waits for its turn on a stage. The port must complete its calls at once, like an in-memory port.</summary>
/// <param name="stage">Gives the turns.</param>
/// <param name="watch">Sees each call that took effect: the name, arguments and answer of the method.</param>
/// <param name="patience">The time after which a call gives up.</param>
public sealed class StagedPort(Stage stage, Action<string, object?[], object?> watch, Duration patience)
{
    private static readonly ConcurrentDictionary<MethodInfo, MethodInfo> Runners = new();

    public object? Answer(PortCall call) =>
        Runners.GetOrAdd(call.Method, RunnerOf).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [call], null);

    private static MethodInfo RunnerOf(MethodInfo method)
    {
        var type = method.ReturnType;
        var streams = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
        var runner = typeof(StagedPort).GetMethod(
            streams ? nameof(StreamAsync) : nameof(RunAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;
        return runner.MakeGenericMethod(type.IsGenericType ? type.GetGenericArguments()[0] : typeof(object));
    }

    private async Task<T?> RunAsync<T>(PortCall call)
    {
        T? answer = default;
        await TurnAsync(call, () =>
        {
            var task = (Task)call.Pass()!;
            if (!task.IsCompleted)
                throw new InvalidOperationException($"{call.Method.Name} does not complete at once.");
            task.GetAwaiter().GetResult();
            answer = task is Task<T> with ? with.Result : default;
            return answer;
        });
        return answer;
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(PortCall call)
    {
        var all = new List<T>();
        await TurnAsync(call, () =>
        {
            var enumerator = ((IAsyncEnumerable<T>)call.Pass()!).GetAsyncEnumerator();
            while (enumerator.MoveNextAsync().AsTask().GetAwaiter().GetResult())
                all.Add(enumerator.Current);
            return all;
        });
        foreach (var one in all)
            yield return one;
    }

    private async Task TurnAsync(PortCall call, Func<object?> perform)
    {
        var (name, since) = (NameOf(call.Method), stage.Now);
        var fault = await stage.TurnAsync(name);
        if (fault == Fault.ThrowBefore || stage.Now - since > patience)
            throw new SimulatedFault($"{name} did not get through");
        var job = stage.Current;
        watch(call.Method.Name, call.Arguments, perform());
        if (fault == Fault.CrashAfter)
        {
            stage.Kill(job.Life);
            await new TaskCompletionSource().Task;
        }
        if (fault == Fault.AnswerLate)
            await stage.AnswerAsync(name);
        if (fault == Fault.ThrowAfter)
            throw new SimulatedFault($"the answer of {name} was lost");
    }

    private static string NameOf(MethodInfo method) =>
        $"{method.DeclaringType!.Name}.{method.Name.Replace("Async", "", StringComparison.Ordinal)}";
}
