using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.MainJob;

/// <summary>Posts Alertmanager groups about problems of its own to a local host, and looks at what became of them.</summary>
internal sealed class Problems(LocalHost host)
{
    private readonly string run = Guid.CreateVersion7().ToString("N")[20..];

    /// <summary>Ids of every alert that was answered as accepted.</summary>
    public List<string> Accepted { get; } = [];

    /// <summary>Posts one group; each member is (problem, status, minute of start, minute of end).</summary>
    public async Task PostAsync(params (int Problem, string Status, int Start, int? End)[] members)
    {
        var alerts = members.Select(m => new JsonObject
        {
            ["status"] = m.Status,
            ["labels"] = new JsonObject { ["alertname"] = "TargetDown", ["severity"] = "error", ["instance"] = Host(m.Problem) + ":9100" },
            ["annotations"] = new JsonObject { ["summary"] = $"Target {m.Problem} is down" },
            ["startsAt"] = Time(m.Start),
            ["endsAt"] = m.End is { } end ? Time(end) : "0001-01-01T00:00:00Z",
            ["fingerprint"] = $"{run}-{m.Problem}",
        });
        var group = new JsonObject { ["version"] = "4", ["groupKey"] = run, ["status"] = "firing", ["alerts"] = new JsonArray([.. alerts]) };
        using var response = await host.Client.PostAsJsonAsync(host.Url("api/alerts"), group);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Accepted.AddRange(answer["alerts"]!.AsArray().Select(a => a!["id"]!.GetValue<string>()));
    }

    public Task FireAsync(IEnumerable<int> problems, int minute = 0) => PostAsync([.. problems.Select(p => (p, "firing", minute, (int?)null))]);

    public Task ResolveAsync(IEnumerable<int> problems, int minute) => PostAsync([.. problems.Select(p => (p, "resolved", 0, (int?)minute))]);

    public async Task<int> RecordedAsync()
    {
        var recorded = 0;
        foreach (var chunk in Accepted.Chunk(16))
        {
            recorded += (await Task.WhenAll(chunk.Select(IsRecordedAsync))).Count(r => r);
        }

        return recorded;
    }

    public Task AllRecordedAsync() => Eventually.IsTrueAsync(async () => await RecordedAsync() == Accepted.Count, () => host.Output);

    /// <summary>The only ticket of a problem.</summary>
    public async Task<JsonNode> TicketAsync(int problem)
    {
        var list = JsonNode.Parse(await host.Client.GetStringAsync(host.Url($"api/tickets?host={Host(problem)}")))!;
        return Assert.Single(list["tickets"]!.AsArray())!;
    }

    public async Task<bool> IsRecordedAsync(string id)
    {
        using var response = await host.Client.GetAsync(host.Url($"api/alerts/{id}"));
        return response.StatusCode == HttpStatusCode.OK;
    }

    private string Host(int problem) => $"host{problem}-{run}";

    private static string Time(int minute) => new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero).AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
