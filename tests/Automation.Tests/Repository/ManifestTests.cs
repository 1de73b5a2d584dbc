using System.Text.Json;
using System.Text.RegularExpressions;
using Automation.Flow;
using Automation.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.Repository;

/// <summary>Manifests, endpoints, queues and sample requests name the same functions.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void EveryHttpFunction_HasExactlyAnHttpTriggerAndAnHttpOutput() =>
        Assert.All(Manifests().Where(m => m.Value.Any(b => Text(b, "type") == "httpTrigger")), m =>
            Assert.Equal(["httpTrigger in", "http out"], m.Value.Select(b => $"{Text(b, "type")} {Text(b, "direction")}")));

    [Fact]
    public void EveryManifest_HasItsEndpointAndNoEndpointLacksItsManifest()
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString);
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => $"{e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {e.RoutePattern.RawText!.TrimStart('/')}")
            .Where(e => e != "GET ");

        Assert.Equal(Manifests().Select(m => Address(m.Key, m.Value)).Order(StringComparer.Ordinal), endpoints.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryQueueOfTheDeployment_IsProbedAndWorkedOff()
    {
        using var queues = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "infra", "queues.json")));
        var deployed = queues.RootElement.EnumerateObject().Select(q => q.Name).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(deployed, QueueNames.All.Order(StringComparer.Ordinal));
        Assert.Equal(deployed, Manifests().SelectMany(m => m.Value).Where(b => Text(b, "type") == "serviceBusTrigger").Select(b => Text(b, "queueName")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryFunction_HasASampleRequest()
    {
        var samples = string.Concat(Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "requests"), "*.http").Select(File.ReadAllText));

        Assert.All(Manifests().Keys, name => Assert.Matches($@"### {Regex.Escape(name)}\b", samples));
    }

    [Fact]
    public void OnlyHealthAndTheMailSystem_NeedNoKey() =>
        Assert.Equal(["Health", "MailNotification"], Manifests().Where(m => m.Value.Any(b => b.TryGetProperty("authLevel", out var level) && level.GetString() == "anonymous")).Select(m => m.Key));

    /// <summary>What came while nobody listened is found at once, not at the next full minute.</summary>
    [Fact]
    public void TheMailbox_IsLookedAfterWhenTheAppStarts() =>
        Assert.Equal(["ReconcileMail", "RenewMailSubscription"], Manifests().Where(m => m.Value.Any(b => b.TryGetProperty("runOnStartup", out var runs) && runs.GetBoolean())).Select(m => m.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void TheHost_ForwardsHttpAndLoadsTheBundle()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "host.json")));

        Assert.True(host.RootElement.GetProperty("customHandler").GetProperty("enableForwardingHttpRequest").GetBoolean());
        Assert.Equal("automation", host.RootElement.GetProperty("customHandler").GetProperty("description").GetProperty("defaultExecutablePath").GetString());
        Assert.Equal("[4.*, 5.0.0)", host.RootElement.GetProperty("extensionBundle").GetProperty("version").GetString());
    }

    private static string Address(string name, List<JsonElement> bindings) =>
        Text(bindings[0], "type") == "httpTrigger"
            ? $"{bindings[0].GetProperty("methods")[0].GetString()!.ToUpperInvariant()} api/{Text(bindings[0], "route")}"
            : $"POST {name}";

    private static string Text(JsonElement binding, string name) => binding.GetProperty(name).GetString()!;

    private static Dictionary<string, List<JsonElement>> Manifests() => Directory
        .EnumerateFiles(Path.Combine(RepositoryRoot.Path, "functions"), "*.function.json", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .ToDictionary(f => Path.GetFileName(f)[..^".function.json".Length], Bindings, StringComparer.Ordinal);

    private static List<JsonElement> Bindings(string file)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(file));
        return [.. manifest.RootElement.GetProperty("bindings").EnumerateArray().Select(b => b.Clone())];
    }
}
