using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Xunit;

namespace Reminders.Testing;

/// <summary>Tests that the folders of a project are layers: a folder uses only folders below it, so there is no cycle.</summary>
public abstract class Layers(System.Reflection.Assembly assembly, params string[] fromTheLowest)
{
    private readonly string prefix = $"{assembly.GetName().Name}.";

    private readonly Architecture architecture = new ArchLoader().LoadAssemblies(assembly).Build();

    [Fact]
    public void Every_type_is_in_one_of_the_folders() => Assert.Equal(fromTheLowest.Order(), Own.Select(Folder).Distinct().Order());

    [Fact]
    public void A_folder_uses_only_folders_below_it()
    {
        var upwards =
            from type in Own
            from used in type.Dependencies.Select(d => d.Target).Where(IsOwn)
            where Level(used) > Level(type)
            select $"{type.FullName} uses {used.FullName}";

        Assert.Equal([], upwards.Distinct());
    }

    private IEnumerable<IType> Own => architecture.Types.Where(IsOwn);

    private bool IsOwn(IType type) => type.FullName.StartsWith(prefix, StringComparison.Ordinal);

    private string Folder(IType type) => type.FullName[prefix.Length..].Split('.')[0];

    private int Level(IType type) => Array.IndexOf(fromTheLowest, Folder(type));
}
