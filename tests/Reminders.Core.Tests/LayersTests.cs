using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Reminders.Core.Tests;

public class LayersTests
{
    // From the lowest to the highest.
    private static readonly string[] Folders = ["Input", "People", "Time", "Items", "Texts", "Notices", "Plans", "Ports", "UseCases"];

    private static readonly Architecture Core = new ArchLoader().LoadAssemblies(typeof(Item).Assembly).Build();

    [Fact]
    public void Every_type_is_in_one_of_the_folders() => Assert.Equal(Folders.Order(), Own.Select(Folder).Distinct().Order());

    [Fact]
    public void A_folder_uses_only_folders_below_it_so_there_is_no_cycle()
    {
        var upwards =
            from type in Own
            from used in type.Dependencies.Select(d => d.Target).Where(IsOwn)
            where Array.IndexOf(Folders, Folder(used)) > Array.IndexOf(Folders, Folder(type))
            select $"{type.FullName} uses {used.FullName}";

        Assert.Equal([], upwards.Distinct());
    }

    private static IEnumerable<IType> Own => Core.Types.Where(IsOwn);

    private static bool IsOwn(IType type) => type.FullName.StartsWith("Reminders.Core.", StringComparison.Ordinal);

    private static string Folder(IType type) => type.FullName.Split('.')[2];
}
