using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Local.Demo;
using Automation.Local.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Automation.Tests.Local.Demo;

/// <summary>The demo against a small double of the function app: it passes right outcomes and names wrong ones.</summary>
public sealed class DemoRunTests
{
    [Fact]
    public async Task RightOutcomes_AreAllChecked()
    {
        var (isRight, text) = await RunAsync(new TicketDouble());
        Assert.True(isRight, text);
        Assert.DoesNotContain("✗", text, StringComparison.Ordinal);
        Assert.Contains("Ticket T-1: DiskAlmostFull", text, StringComparison.Ordinal);
        Assert.Contains("episode -> opened  (host db-", text, StringComparison.Ordinal);
        Assert.Contains("?code=the-key\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fault.DuplicateOpensAnother, "✗ it joined the tickets that are open")]
    [InlineData(Fault.BrokenIsAccepted, "✗ answered 202")]
    public async Task WrongOutcome_IsACross(object fault, string expected)
    {
        var (isRight, text) = await RunAsync(new TicketDouble { Fault = (Fault)fault });
        Assert.False(isRight);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    private static async Task<(bool IsRight, string Text)> RunAsync(TicketDouble tickets)
    {
        await using var server = LocalServer.Create(0, null);
        tickets.Map(server);
        var port = await LocalServer.StartAsync(server, 0, "--port", CancellationToken.None);
        await using var text = new StringWriter();
        using var client = new DemoClient(new Uri($"http://127.0.0.1:{port}/"), "the-key");
        var isRight = await new DemoRun(client, new HostOutput(text, TimeProvider.System), TimeSpan.FromSeconds(1), TimeProvider.System).RunAsync(CancellationToken.None);
        return (isRight, text.ToString());
    }

    public enum Fault
    {
        None,
        DuplicateOpensAnother,
        BrokenIsAccepted,
    }

    /// <summary>Keeps tickets by fingerprint or rule and target, in the shapes of the public contract.</summary>
    private sealed class TicketDouble
    {
        private readonly List<JsonObject> tickets = [];
        private readonly Dictionary<string, string> ticketOfAlert = [];
        private readonly JsonArray rejected = [];

        public Fault Fault { get; init; }

        public void Map(WebApplication app)
        {
            app.MapPost("/api/alerts", TakeAsync);
            app.MapGet("/api/alerts/{id}", (string id) => ticketOfAlert.TryGetValue(id, out var ticket)
                ? Json(new JsonObject { ["id"] = id, ["ticket"] = ticket })
                : Results.NotFound());
            app.MapGet("/api/tickets", (string host) => Json(new JsonObject
            {
                ["tickets"] = new JsonArray([.. tickets.Where(ticket => ticket["host"]!.ToString() == host).Select(ticket => ticket.DeepClone())]),
            }));
            app.MapGet("/api/tickets/{number}", (string number) => Json(tickets.First(ticket => ticket["number"]!.ToString() == number)));
            app.MapGet("/api/rejected", () => Json(new JsonObject { ["rejected"] = rejected.DeepClone() }));
        }

        private async Task<IResult> TakeAsync(HttpRequest request)
        {
            if (request.Headers["x-functions-key"] != "the-key") return Results.Unauthorized();
            var body = await new StreamReader(request.Body).ReadToEndAsync();
            try
            {
                var payload = JsonNode.Parse(body)!;
                var alerts = payload["alerts"]?.AsArray().Select(alert => Take(
                        alert!["fingerprint"]!.ToString(), alert["labels"]!["instance"]!.ToString().Split(':')[0], alert["labels"]!["alertname"]!.ToString(), alert["status"]!.ToString()))
                    ?? [Take(payload["data"]!["essentials"]!["originAlertId"]!.ToString(), payload["data"]!["essentials"]!["configurationItems"]![0]!.ToString(), "CPU", "firing")];
                var accepted = new JsonArray([.. alerts]);
                return Json(new JsonObject { ["accepted"] = accepted.Count, ["alerts"] = accepted }, 202);
            }
            catch (JsonException)
            {
                rejected.Add(new JsonObject { ["reason"] = "not valid JSON", ["body"] = body });
                return Fault == Fault.BrokenIsAccepted ? Results.StatusCode((int)HttpStatusCode.Accepted) : Results.Problem("not valid JSON", statusCode: 400);
            }
        }

        private JsonNode Take(string key, string host, string title, string status)
        {
            var ticket = Fault == Fault.DuplicateOpensAnother ? null : tickets.FirstOrDefault(known => known["key"]!.ToString() == key);
            if (ticket is null)
            {
                ticket = new JsonObject
                {
                    ["number"] = $"T-{tickets.Count + 1}",
                    ["key"] = key,
                    ["host"] = host,
                    ["title"] = title,
                    ["alertCount"] = 0,
                    ["timeline"] = new JsonArray(new JsonObject { ["at"] = "2026-11-22T03:00:00Z", ["event"] = "opened", ["text"] = "by an alert" }),
                    ["trace"] = new JsonArray(new JsonObject
                    {
                        ["at"] = "2026-11-22T03:00:00Z",
                        ["stage"] = "record",
                        ["rule"] = "episode",
                        ["facts"] = new JsonObject { ["host"] = host },
                        ["result"] = "opened",
                    }),
                };
                tickets.Add(ticket);
            }

            ticket["alertCount"] = ticket["alertCount"]!.GetValue<int>() + 1;
            ticket["state"] = status == "resolved" ? "resolved" : "open";
            var id = $"a{ticketOfAlert.Count + 1}";
            ticketOfAlert[id] = ticket["number"]!.ToString();
            return new JsonObject { ["id"] = id, ["dedupKey"] = key };
        }

        private static IResult Json(JsonNode node, int status = 200) => Results.Text(node.ToJsonString(), "application/json", statusCode: status);
    }
}
