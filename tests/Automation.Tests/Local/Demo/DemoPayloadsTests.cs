using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Local.Demo;

namespace Automation.Tests.Local.Demo;

/// <summary>The demo's payloads have the shape that the tools send, and are new problems in each run.</summary>
public sealed class DemoPayloadsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Resolve_HasTheFingerprintAndStartOfWhatFired()
    {
        var payloads = new DemoPayloads("abcd1234", Now);
        var fired = JsonNode.Parse(payloads.DiskFiring)!["alerts"]![0]!;
        var resolved = JsonNode.Parse(payloads.DiskResolved)!["alerts"]![0]!;
        Assert.Equal(fired["fingerprint"]!.ToString(), resolved["fingerprint"]!.ToString());
        Assert.Equal(fired["startsAt"]!.ToString(), resolved["startsAt"]!.ToString());
        Assert.Equal("0001-01-01T00:00:00Z", fired["endsAt"]!.ToString());
        Assert.True(DateTimeOffset.Parse(resolved["endsAt"]!.ToString()) > DateTimeOffset.Parse(resolved["startsAt"]!.ToString()));
    }

    [Fact]
    public void TwoRuns_ShareNoFingerprint()
    {
        static IEnumerable<string> Fingerprints(DemoPayloads payloads) =>
            new[] { payloads.DiskFiring, payloads.LatencyFiring }.SelectMany(body => JsonNode.Parse(body)!["alerts"]!.AsArray()).Select(alert => alert!["fingerprint"]!.ToString());
        var all = Fingerprints(new DemoPayloads("aaaaaaaa", Now)).Concat(Fingerprints(new DemoPayloads("bbbbbbbb", Now))).ToList();
        Assert.Equal(4, all.Distinct().Count());
        Assert.All(all, fingerprint => Assert.Matches("^[0-9a-f]{16}$", fingerprint));
    }

    [Fact]
    public void TwoRuns_ShareNoName()
    {
        static IEnumerable<string> Names(DemoPayloads payloads) =>
            new[] { payloads.Hosts, payloads.Services }.SelectMany(body => JsonNode.Parse(body)!.AsArray()).Select(item => item!["name"]!.ToString());
        var all = Names(new DemoPayloads("aaaaaaaa", Now)).Concat(Names(new DemoPayloads("bbbbbbbb", Now))).ToList();
        Assert.Equal(6, all.Distinct().Count());
    }

    [Fact]
    public void Change_EndsBeforeTheDiskAlertBegins()
    {
        var payloads = new DemoPayloads("abcd1234", Now);
        var ended = DateTimeOffset.Parse(JsonNode.Parse(payloads.Change)!["endedAt"]!.ToString());
        var began = DateTimeOffset.Parse(JsonNode.Parse(payloads.DiskFiring)!["alerts"]![0]!["startsAt"]!.ToString());
        Assert.Equal(TimeSpan.FromMinutes(3), began - ended);
    }

    [Fact]
    public void BrokenPayload_IsNoJson() => Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(new DemoPayloads("abcd1234", Now).Broken));
}
