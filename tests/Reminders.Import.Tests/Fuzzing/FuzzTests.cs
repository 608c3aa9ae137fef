namespace Reminders.Import.Tests.Fuzzing;

public class FuzzTests
{
    /// <summary>The first of the inputs that <c>Reminders.Benchmarks -- fuzz</c> tries by the million.</summary>
    [Fact]
    public void Three_thousand_inputs_that_nobody_meant_are_read_or_refused()
    {
        var fuzz = new Fuzz();
        for (var number = 0; number < 3000; number++)
            Assert.Null(fuzz.Try(number));
    }
}
