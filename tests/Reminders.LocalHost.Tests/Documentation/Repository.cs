namespace Reminders.LocalHost.Tests.Documentation;

/// <summary>The repository of these tests.</summary>
internal static class Repository
{
    private static readonly string Folder = Find();

    /// <summary>The path of a file of the repository.</summary>
    public static string PathTo(string name) => Path.Combine(Folder, name);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Reminders.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests were built outside of the repository.");
        return folder.FullName;
    }
}
