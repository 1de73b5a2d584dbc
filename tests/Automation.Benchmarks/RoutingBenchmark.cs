using System.Diagnostics;
using System.Globalization;
using System.Text;
using Automation.Flow;
using Automation.Routing;
using Automation.Routing.Files;

namespace Automation.Benchmarks;

/// <summary>Measures one decision with 1,000 routes side by side, the shape in which no parent spares a route from being asked.</summary>
internal sealed class RoutingBenchmark(int rounds)
{
    private const int Routes = 1000;
    private const int Goal = 50;
    private const int Decisions = 20_000;

    private const string Teams = """
        channels: [{ name: desk, kind: webhook, addressSetting: Channels__Desk }]
        teams: [{ name: service-desk, channels: [desk] }]
        """;

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public void Run()
    {
        Console.WriteLine($"Routing: one decision with {Routes} routes side by side, of which 60 % ask for a service or label by name, 30 % for a host by pattern, 10 % for words of the title.");
        var clock = Stopwatch.StartNew();
        var rules = RoutingReading.Of(File(), "routing.yaml", Teams, "teams.yaml").Rules ?? throw new InvalidOperationException("the benchmark's routes have problems");
        Console.WriteLine($"  read and checked in {clock.Elapsed.TotalMilliseconds:0} ms");
        foreach (var (name, facts) in Situations()) Measure(name, rules, facts);
        Console.WriteLine();
    }

    private void Measure(string name, RoutingRules rules, FactSet facts)
    {
        for (var i = 0; i < Decisions; i++) rules.Decide(facts, Noon, []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var path = rules.Decide(facts, Noon, []).Path;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        var spread = new Spread(Enumerable.Range(0, Math.Max(3, rounds)).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < Decisions; i++) rules.Decide(facts, Noon, []);
            return clock.Elapsed.TotalMicroseconds / Decisions;
        }).ToList());
        Console.WriteLine($"  {name,-34} {spread.Median,7:0.0} µs ({spread.Least:0.0} to {spread.Most:0.0}), {bytes / 1024.0:0.0} KB; {spread.Median / Goal:0.00} of the goal of {Goal} µs; path {path}");
    }

    private static IEnumerable<(string Name, FactSet Facts)> Situations()
    {
        yield return ("first route", Facts("svc-0", "app-1.example.org", "Something is slow"));
        yield return ("last route by name", Facts("svc-994", "app-1.example.org", "Something is slow"));
        yield return ("last route by pattern of a host", Facts("other", "host998-7.example.org", "Something is slow"));
        yield return ("last route by words of a title", Facts("other", "app-1.example.org", "The disk of unit 999 is nearly full"));
        yield return ("no route", Facts("other", "app-1.example.org", "Something is slow"));
    }

    private static FactSet Facts(string service, string host, string title) => new FactSet()
        .Add("severity", "error").Add("host", host).Add("service", service).Add("title", title).Add("labels.region", "eu").Add("host.criticality", "high");

    private static string File()
    {
        var file = new StringBuilder("route:\n  name: root\n  team: service-desk\n  routes:\n");
        for (var i = 0; i < Routes; i++)
        {
            var match = (i % 10) switch
            {
                < 5 => $"service = svc-{i}",
                5 => $"labels.app in [app-{i}, old-{i}]",
                < 9 => $"host =~ \"host{i}-.*\"",
                _ => $"title =~ \".*(disk|memory|queue).*{i}.*\"",
            };
            file.Append(CultureInfo.InvariantCulture, $"    - {{ name: route-{i}, category: software, match: ['{match}', severity >= warning] }}\n");
        }

        return file.ToString();
    }
}
