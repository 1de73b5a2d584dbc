namespace Automation.EndToEnd.Support;

/// <summary>Where the build of this configuration put the programs that the tests start.</summary>
internal static class Repository
{
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Root { get; } = FindRoot();

    public static string LocalProgram => Program("local", "Automation.Local");

    public static string BareHandler => Program("tests/Automation.BareHandler", "Automation.BareHandler");

    /// <summary>The function app itself, without the local host.</summary>
    public static string Handler => Program("functions", "automation");

    private static string Program(string project, string name) => Path.GetFullPath(Path.Combine(
        Root, project, "bin", Output.Parent!.Name, Output.Name, OperatingSystem.IsWindows() ? $"{name}.exe" : name));

    private static string FindRoot()
    {
        for (var folder = Output; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Automation.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No Automation.sln stands above {Output}.");
    }
}
