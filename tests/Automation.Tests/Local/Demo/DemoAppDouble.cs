using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Automation.Tests.Local.Demo;

/// <summary>What the double does wrong.</summary>
public enum DemoFault
{
    None,
    DuplicateOpensAnother,
    DependentOpensAnother,
    BrokenIsAccepted,
    InventoryIsRefused,
    NothingIsFoundOut,
    WrongPriority,
    NobodyIsTold,
    ChannelFails,
    ResolvesTooEarly,
}

/// <summary>Answers as the function app does, in the shapes of the public contract: tickets of a host and of what depends on it.</summary>
internal sealed class DemoAppDouble(DemoFault fault)
{
    private readonly List<JsonObject> tickets = [];
    private readonly Dictionary<string, string> ticketOfAlert = [];
    private readonly Dictionary<string, string> parents = [];
    private readonly Dictionary<string, string> services = [];
    private readonly List<JsonObject> notifications = [];
    private readonly JsonArray rejected = [];
    private string change = "";

    public void Map(WebApplication app)
    {
        app.MapPut("/api/hosts", PutHostsAsync);
        app.MapPut("/api/services", async (HttpRequest request) => Json(new JsonObject { ["stored"] = JsonNode.Parse(await ReadAsync(request))!.AsArray().Count }));
        app.MapPost("/api/changes/{source}", async (HttpRequest request) =>
        {
            change = JsonNode.Parse(await ReadAsync(request))!["title"]!.ToString();
            return Json(new JsonObject { ["accepted"] = 1 }, 202);
        });
        app.MapPost("/api/alerts", TakeAsync);
        app.MapGet("/api/alerts/{id}", (string id) => ticketOfAlert.TryGetValue(id, out var ticket)
            ? Json(new JsonObject { ["id"] = id, ["ticket"] = ticket })
            : Results.NotFound());
        app.MapGet("/api/tickets", (string host) => Json(List("tickets", tickets.Where(ticket => ticket["host"]!.ToString() == host))));
        app.MapGet("/api/tickets/{number}", (string number) => Json(tickets.First(ticket => ticket["number"]!.ToString() == number)));
        app.MapGet("/api/notifications", (string ticket) => Json(List("notifications", notifications.Where(n => n["ticket"]!.ToString() == ticket))));
        app.MapGet("/api/rejected", () => Json(new JsonObject { ["rejected"] = rejected.DeepClone() }));
    }

    private async Task<IResult> PutHostsAsync(HttpRequest request)
    {
        if (fault == DemoFault.InventoryIsRefused) return Results.Problem("nothing could be read", statusCode: 400);
        var hosts = JsonNode.Parse(await ReadAsync(request))!.AsArray();
        foreach (var host in hosts)
        {
            if (host!["dependsOn"]!.AsArray() is [{ } parent]) parents[host["name"]!.ToString()] = parent.ToString();
            if (host["services"]!.AsArray() is [{ } service]) services[host["name"]!.ToString()] = service.ToString();
        }

        return Json(new JsonObject { ["stored"] = hosts.Count });
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        if (request.Headers["x-functions-key"] != "the-key") return Results.Unauthorized();
        var body = await ReadAsync(request);
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
            return fault == DemoFault.BrokenIsAccepted ? Results.StatusCode((int)HttpStatusCode.Accepted) : Results.Problem("not valid JSON", statusCode: 400);
        }
    }

    private JsonNode Take(string key, string host, string title, string status)
    {
        var known = fault == DemoFault.DuplicateOpensAnother ? null : tickets.FirstOrDefault(ticket => Problems(ticket).Any(p => p["dedupKey"]!.ToString() == key));
        var related = fault == DemoFault.DependentOpensAnother ? null : tickets.FirstOrDefault(ticket => parents.TryGetValue(host, out var parent) && ticket["host"]!.ToString() == parent);
        var ticket = known ?? related ?? Open(host, title);
        if (Problems(ticket).FirstOrDefault(p => p["dedupKey"]!.ToString() == key) is not { } problem)
        {
            problem = new JsonObject { ["dedupKey"] = key };
            ticket["episodes"]!.AsArray().Add((JsonNode)problem);
            Trace(ticket, "correlation", ticket == related ? $"dependency: what depends on host:{ticket["host"]}" : "an episode that belongs to no other opens a ticket", $"ticket {ticket["number"]}");
        }

        problem["status"] = status;
        ticket["alertCount"] = ticket["alertCount"]!.GetValue<int>() + 1;
        var over = Problems(ticket).All(p => p["status"]!.ToString() == "resolved") || (fault == DemoFault.ResolvesTooEarly && status == "resolved");
        if (over && ticket["state"]!.ToString() == "open") Tell(ticket, "resolved");
        ticket["state"] = over ? "resolved" : "open";
        var id = $"a{ticketOfAlert.Count + 1}";
        ticketOfAlert[id] = ticket["number"]!.ToString();
        return new JsonObject { ["id"] = id, ["dedupKey"] = key };
    }

    private JsonObject Open(string host, string title)
    {
        var ticket = new JsonObject
        {
            ["number"] = $"T-{tickets.Count + 1}",
            ["host"] = host,
            ["title"] = title,
            ["state"] = "open",
            ["priority"] = fault == DemoFault.WrongPriority ? "P3" : "P1",
            ["team"] = "service-desk",
            ["alertCount"] = 0,
            ["episodes"] = new JsonArray(),
            ["timeline"] = new JsonArray(new JsonObject { ["at"] = "2026-11-22T03:00:00Z", ["event"] = "opened", ["text"] = "by an alert" }),
            ["trace"] = new JsonArray(),
            ["sections"] = fault == DemoFault.NothingIsFoundOut
                ? new JsonArray()
                : new JsonArray(
                    Section("host", $"{host}, owner databases"), Section("service", $"{services.GetValueOrDefault(host)}, owner shop"), Section("changes", $"{change}: patched"),
                    Section("runbook", $"of service {services.GetValueOrDefault(host)}"), Section("article", "Disk full on Linux")),
        };
        tickets.Add(ticket);
        Tell(ticket, "opened");
        return ticket;
    }

    private void Tell(JsonObject ticket, string reason)
    {
        if (fault == DemoFault.NobodyIsTold) return;
        notifications.Add(new JsonObject
        {
            ["ticket"] = ticket["number"]!.ToString(),
            ["reason"] = reason,
            ["channel"] = "desk-teams",
            ["outcome"] = fault == DemoFault.ChannelFails ? "waiting" : "delivered",
        });
    }

    private static void Trace(JsonObject ticket, string stage, string rule, string result) =>
        ticket["trace"]!.AsArray().Add((JsonNode)new JsonObject { ["at"] = "2026-11-22T03:00:00Z", ["stage"] = stage, ["rule"] = rule, ["result"] = result });

    private static JsonObject Section(string name, string text) => new() { ["name"] = name, ["lines"] = new JsonArray(new JsonObject { ["text"] = text }) };

    private static IEnumerable<JsonObject> Problems(JsonObject ticket) => ticket["episodes"]!.AsArray().OfType<JsonObject>();

    private static JsonObject List(string name, IEnumerable<JsonObject> items) => new() { [name] = new JsonArray([.. items.Select(item => item.DeepClone())]) };

    private static Task<string> ReadAsync(HttpRequest request) => new StreamReader(request.Body).ReadToEndAsync();

    private static IResult Json(JsonNode node, int status = 200) => Results.Text(node.ToJsonString(), "application/json", statusCode: status);
}
