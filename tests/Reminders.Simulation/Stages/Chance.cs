namespace Reminders.Simulation.Stages;

/// <summary>Choices from a seed.</summary>
/// <param name="seed">The same seed makes the same choices. Null makes the first or least choice, without random events.</param>
public sealed class Chance(int? seed)
{
    // System.Random keeps its algorithm for a given seed in every release of .NET.
    private readonly Random? random = seed is { } given ? new(given) : null;

    public static Chance None => new(null);

    /// <summary>True in one of this many cases on average; never for 0.</summary>
    public bool OneIn(int cases) => cases > 0 && random?.Next(cases) == 0;

    /// <summary>A number in the range, with both ends included.</summary>
    public int Number(int least, int most) => random?.Next(least, most + 1) ?? least;

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[random?.Next(choices.Length) ?? 0];

    public Duration Between(Duration least, Duration most) => least + ((most - least) * (random?.NextDouble() ?? 0));

    public void Shuffle<T>(List<T> list)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = random?.Next(i + 1) ?? i;
            (list[i], list[j]) = (list[j], list[i]);
        }
    }
}
