namespace Reminders.Simulation.Stages;

/// <summary>What comes out of a seed: the same seed, the same choices.</summary>
public sealed class Chance(int seed)
{
    // System.Random keeps its algorithm for a given seed, over releases of .NET.
    private readonly Random random = new(seed);

    /// <summary>True in one of so many cases on average; never for 0.</summary>
    public bool OneIn(int cases) => cases > 0 && random.Next(cases) == 0;

    /// <summary>A number from the least to the most, both included.</summary>
    public int Number(int least, int most) => random.Next(least, most + 1);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    public Duration Between(Duration least, Duration most) => least + ((most - least) * random.NextDouble());

    public void Shuffle<T>(List<T> list)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }
}
