using Automation.Flow;
using Automation.Routing.Files;

namespace Automation.Routing;

/// <summary>Where the rules stand.</summary>
/// <param name="File">Full path of the routes; routing.yaml beside the executable unless the setting names another.</param>
/// <param name="TeamsFile">Full path of the teams; teams.yaml beside the executable unless the setting names another.</param>
internal sealed record RoutingOptions(string File, string TeamsFile)
{
    public static RoutingOptions Read(SettingReader settings) => new(
        Beside(settings.Text("Routing__File", "routing.yaml", 1024)),
        Beside(settings.Text("Routing__TeamsFile", "teams.yaml", 1024)));

    /// <summary>Null with one message that lists every problem of both files.</summary>
    public RoutingRules? Load(out string? problem)
    {
        try
        {
            var reading = RoutingReading.Of(
                System.IO.File.ReadAllText(File), Path.GetFileName(File), System.IO.File.ReadAllText(TeamsFile), Path.GetFileName(TeamsFile));
            problem = reading.Rules is null ? Listed(reading.Problems) : null;
            return reading.Rules;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"The routing rules can't be read (settings Routing__File and Routing__TeamsFile): {e.Message}";
            return null;
        }
    }

    private static string Listed(IReadOnlyList<FileProblem> problems) =>
        $"The routing rules can't be used ({problems.Count} problem{(problems.Count == 1 ? "" : "s")}):\n  - {string.Join("\n  - ", problems)}";

    private static string Beside(string path) => Path.GetFullPath(path, AppContext.BaseDirectory);
}
