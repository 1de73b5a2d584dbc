using System.Diagnostics;
using System.Text.Json.Nodes;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Handler;

/// <summary>What <c>dotnet publish functions -c Release -o out</c> yields is the tree that the Functions host wants, and it runs.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task ThePublishedTree_IsExactlyWhatTheHostWantsAndRuns()
    {
        var output = Directory.CreateTempSubdirectory("automation-publish-").FullName;
        try
        {
            await PublishAsync(output);

            var manifests = Directory.EnumerateFiles(output, "function.json", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(output, f)).Order(StringComparer.Ordinal);
            var expected = Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.function.json", SearchOption.AllDirectories)
                .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Select(f => Path.Combine(Path.GetFileName(f)[..^".function.json".Length], "function.json")).Order(StringComparer.Ordinal);
            Assert.Equal(expected, manifests);
            Assert.Equal(
                ["automation.deps.json", "automation.runtimeconfig.json", "host.json"],
                Directory.EnumerateFiles(output, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            Assert.Equal(manifests.Count() + 2, Directory.EnumerateDirectories(output).Count());
            Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(output, "knowledge"), "*.md"));
            Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(output, "answers"), "*.hbs"));
            Assert.True(File.Exists(Path.Combine(output, "automation")));
            Assert.True(File.Exists(Path.Combine(output, "libcoreclr.so")));

            await using var host = await LocalHost.StartAsync(null, "--app", output);
            var health = JsonNode.Parse(await host.Client.GetStringAsync(host.Url("api/health")))!;
            Assert.True(health["ready"]!.GetValue<bool>());
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static async Task PublishAsync(string output)
    {
        // The analysers have seen these sources when the tests were built, and change nothing of the tree.
        var start = new ProcessStartInfo("dotnet", ["publish", "functions", "-c", "Release", "-o", output, "--nologo", "-v", "q", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };

        // A build server of this call would outlive it and hold the test's output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var publish = Process.Start(start)!;
        var text = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        Assert.True(publish.ExitCode == 0, text);
    }
}
