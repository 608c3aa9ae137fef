using System.Reflection;

namespace Reminders.Core.Tests;

/// <summary>The project's own rules.</summary>
public class GuardTests
{
    private static readonly Assembly Core = typeof(Item).Assembly;

    [Fact]
    public void Core_references_nothing_but_NodaTime_and_the_system()
    {
        var references = Core.GetReferencedAssemblies().Select(a => a.Name!).ToList();

        Assert.Contains("NodaTime", references);
        Assert.Equal([], references.Where(name => name != "NodaTime" && !name.StartsWith("System.", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_clock_is_read_by_use_cases_only()
    {
        var holders =
            from type in Core.GetTypes()
            where type.GetConstructors().Any(c => c.GetParameters().Any(p => p.ParameterType == typeof(IClock)))
            where type.Namespace != typeof(ActOnItem).Namespace
            select type.Name;

        Assert.Equal([], holders);
    }

    [Fact]
    public void Ports_live_in_core_and_are_four() =>
        Assert.Equal(["IEvidenceStore", "ILedger", nameof(INoticeQueue), nameof(ISmsSender)], Core.GetExportedTypes().Where(t => t.IsInterface).Select(t => t.Name).Order());
}
