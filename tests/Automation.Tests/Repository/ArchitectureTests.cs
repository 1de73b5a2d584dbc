using System.Text.RegularExpressions;
using Automation.Tests.Support;

namespace Automation.Tests.Repository;

/// <summary>Holds the direction of the house: features know Flow, Hosting and contracts; the outside world is known by the edges alone.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>What each folder of functions/ may refer to, beside itself. Exceptions carry their reason.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Flow"] = [],
        ["Hosting"] = ["Flow"],
        ["Tickets"] = ["Flow", "Hosting", "Notifications"],
        ["Knowledge"] = ["Flow", "Hosting"],
        ["Notifications"] = ["Flow", "Hosting"],
        ["Routing"] = ["Flow", "Hosting", "Notifications", "Tickets"],
        ["Alerts"] = ["Flow", "Hosting", "Tickets", "Knowledge", "Hosts", "Changes", "Routing"],
        ["Hosts"] = ["Flow", "Hosting"],

        // A mail becomes a ticket, with the articles that help; it is understood by a file that is read as the routes are.
        ["Mail"] = ["Flow", "Hosting", "Tickets", "Knowledge", "Routing"],

        // A change names hosts and services; the inventory knows by which other names they go.
        ["Changes"] = ["Flow", "Hosting", "Hosts"],

        // Replays what Alerts put aside, through the contract of its payload store; health asks Mail whether it still finds mail.
        ["Pages"] = ["Flow", "Hosting", "Alerts", "Mail"],

        // Deletes what every feature has kept for its time, through the contracts of their stores.
        ["Upkeep"] = ["Flow", "Hosting", "Alerts", "Notifications", "Changes", "Routing", "Tickets", "Mail"],
        ["Edges"] = ["Flow", "Alerts", "Tickets", "Routing", "Hosts", "Changes", "Notifications", "Mail"],
        // Read payloads as intake does, decide as routing does, and open the app's own storage for the replay and for closed tickets.
        ["Commands"] = ["Flow", "Alerts", "Routing", "Notifications", "Edges", "Hosts", "Mail", "Tickets"],
    };

    [Fact]
    public void EveryFolder_RefersOnlyToWhatItMay()
    {
        var strays =
            from file in Sources()
            let folder = file.Split('/')[0]
            where file.Contains('/', StringComparison.Ordinal)
            from used in Usings().Matches(File.ReadAllText(Full(file))).Select(m => m.Groups["folder"].Value)
            where used != folder && !Allowed[folder].Contains(used)
            select $"{file} uses Automation.{used}";

        Assert.Empty(strays);
    }

    [Fact]
    public void AzureTypes_LiveInTheEdgesAlone() =>
        Assert.DoesNotContain(Sources(), f => !f.StartsWith("Edges/", StringComparison.Ordinal) && AzureTypes().IsMatch(File.ReadAllText(Full(f))));

    [Fact]
    public void FilesOfTheProduct_StayReadable() =>
        Assert.DoesNotContain(Sources(), f => File.ReadLines(Full(f)).Count() > 300);

    [Fact]
    public void TheRuleAbove_SeesRealFiles() => Assert.InRange(Sources().Count(), 50, 1000);

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("obj/", StringComparison.Ordinal) && !f.StartsWith("bin/", StringComparison.Ordinal));

    private static string Root => Path.Combine(RepositoryRoot.Path, "functions");

    private static string Full(string file) => Path.Combine(Root, file);

    [GeneratedRegex(@"^using Automation\.(?<folder>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Usings();

    [GeneratedRegex(@"^using (Azure|Microsoft\.Graph)\b|\bnew Azure\.", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AzureTypes();
}
