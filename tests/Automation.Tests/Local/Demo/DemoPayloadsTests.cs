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
        var fired = JsonNode.Parse(payloads.TwoFiring)!["alerts"]![0]!;
        var resolved = JsonNode.Parse(payloads.OneResolved)!["alerts"]![0]!;
        Assert.Equal(fired["fingerprint"]!.ToString(), resolved["fingerprint"]!.ToString());
        Assert.Equal(fired["startsAt"]!.ToString(), resolved["startsAt"]!.ToString());
        Assert.Equal("0001-01-01T00:00:00Z", fired["endsAt"]!.ToString());
        Assert.True(DateTimeOffset.Parse(resolved["endsAt"]!.ToString()) > DateTimeOffset.Parse(resolved["startsAt"]!.ToString()));
    }

    [Fact]
    public void TwoRuns_ShareNoFingerprint()
    {
        static IEnumerable<string> Fingerprints(DemoPayloads payloads) =>
            JsonNode.Parse(payloads.TwoFiring)!["alerts"]!.AsArray().Select(alert => alert!["fingerprint"]!.ToString());
        var all = Fingerprints(new DemoPayloads("aaaaaaaa", Now)).Concat(Fingerprints(new DemoPayloads("bbbbbbbb", Now))).ToList();
        Assert.Equal(4, all.Distinct().Count());
        Assert.All(all, fingerprint => Assert.Matches("^[0-9a-f]{16}$", fingerprint));
    }

    [Fact]
    public void BrokenPayload_IsNoJson() => Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(new DemoPayloads("abcd1234", Now).Broken));
}
