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
    public void Every_interface_of_core_but_that_of_words_is_a_port_and_has_at_most_ten_members()
    {
        var ports = Core.GetExportedTypes().Where(t => t.IsInterface).ToList();

        Assert.Equal(
            [
                nameof(IAgenda), nameof(IBarriers), nameof(IBoard), nameof(IEvidenceStore), nameof(IItems), nameof(IKeys),
                nameof(INoticeQueue), nameof(INotices), nameof(IPeople), nameof(IPlans), nameof(IReplies),
                nameof(ISmsSender), nameof(IWatch),
            ],
            ports.Where(p => p.Namespace == typeof(Ledger).Namespace).Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal([typeof(IWorded)], ports.Where(p => p.Namespace != typeof(Ledger).Namespace));
        Assert.Equal([], ports.Where(p => p.GetMembers().Length > 10));
    }

    [Fact]
    public void No_two_ports_have_a_method_of_the_same_name() =>
        Assert.Equal([],
            Core.GetExportedTypes().Where(t => t.IsInterface).SelectMany(t => t.GetMethods()).CountBy(m => m.Name).Where(m => m.Value > 1));
}
