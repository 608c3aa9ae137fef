using Xunit;

namespace Reminders.Testing;

/// <summary>The run of the current test. Test projects import its members.</summary>
public static class TestRun
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
