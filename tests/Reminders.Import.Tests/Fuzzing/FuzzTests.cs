namespace Reminders.Import.Tests.Fuzzing;

public class FuzzTests
{
    /// <summary><c>Reminders.Benchmarks -- fuzz</c> tries millions of them.</summary>
    [Fact]
    public void Three_thousand_damaged_inputs_are_read_or_refused()
    {
        var fuzz = new Fuzz();
        for (var number = 0; number < 3000; number++)
            Assert.Null(fuzz.Try(number));
    }
}
