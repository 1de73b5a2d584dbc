using System.Text.Json;
using System.Text.Json.Nodes;

namespace Automation.EndToEnd.Support;

/// <summary>An app root in a temporary folder whose handler is the bare double, and the folder through which a test tells it what to do.</summary>
internal sealed class BareApp : IDisposable
{
    private readonly JsonObject host;

    public BareApp(string? functionTimeout = null)
    {
        Root = Directory.CreateTempSubdirectory("automation-app-").FullName;
        Folder = Directory.CreateTempSubdirectory("automation-bare-").FullName;
        host = new JsonObject
        {
            ["version"] = "2.0",
            ["customHandler"] = new JsonObject
            {
                ["description"] = new JsonObject { ["defaultExecutablePath"] = Repository.BareHandler },
                ["enableForwardingHttpRequest"] = true,
            },
            ["extensions"] = new JsonObject { ["serviceBus"] = new JsonObject { ["maxMessageBatchSize"] = 32 } },
        };
        if (functionTimeout is not null) host["functionTimeout"] = functionTimeout;
        File.WriteAllText(Path.Combine(Root, "host.json"), host.ToJsonString());
    }

    public string Root { get; }

    public string Folder { get; }

    public BareApp Http(string name, string route, string level = "function", params string[] methods) => Function(name,
        new JsonObject { ["type"] = "httpTrigger", ["direction"] = "in", ["name"] = "request", ["route"] = route, ["authLevel"] = level, ["methods"] = new JsonArray([.. methods.Select(method => (JsonNode)method)]) },
        new JsonObject { ["type"] = "http", ["direction"] = "out", ["name"] = "response" });

    public BareApp Queue(string name, string cardinality = "one") => Function(name, new JsonObject
    {
        ["type"] = "serviceBusTrigger",
        ["direction"] = "in",
        ["name"] = "item",
        ["queueName"] = "alerts",
        ["connection"] = "ServiceBus",
        ["cardinality"] = cardinality,
    });

    public BareApp Timer(string name, string schedule, bool runOnStartup = false) => Function(name, new JsonObject
    {
        ["type"] = "timerTrigger",
        ["direction"] = "in",
        ["name"] = "timer",
        ["schedule"] = schedule,
        ["runOnStartup"] = runOnStartup,
    });

    /// <summary>What the function does from the next call on: ok, crash, fail, empty, none, text, hang, or until FILE.</summary>
    public void Behave(string function, string behaviour)
    {
        var file = Path.Combine(Folder, $"{function}.behaviour");
        File.WriteAllText(file + ".new", behaviour);
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>The calls that reached the function so far.</summary>
    public IReadOnlyList<BareCall> Calls(string function)
    {
        var file = Path.Combine(Folder, $"{function}.jsonl");
        if (!File.Exists(file)) return [];
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = reader.ReadToEnd().Split('\n');
        // The last piece is empty, or a line that is still being written.
        return [.. lines[..^1].Select(line => JsonNode.Parse(line)!).Select(call =>
            new BareCall(call["headers"]!.AsObject(), JsonNode.Parse(call["body"]!.GetValue<string>())!.AsObject(), call["pid"]!.GetValue<int>()))];
    }

    public Task<LocalHost> StartAsync(params string[] options) => LocalHost.StartAsync(Environment, ["--app", Root, "--no-storage", .. options]);

    public LocalHost Prepare(params string[] options) => new(Environment, ["--app", Root, "--no-storage", .. options]);

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        Directory.Delete(Folder, recursive: true);
    }

    private Dictionary<string, string> Environment => new() { ["BARE_FOLDER"] = Folder };

    private BareApp Function(string name, params JsonNode[] bindings)
    {
        Directory.CreateDirectory(Path.Combine(Root, name));
        File.WriteAllText(Path.Combine(Root, name, "function.json"), JsonSerializer.Serialize(new JsonObject { ["bindings"] = new JsonArray(bindings) }));
        return this;
    }
}

/// <summary>One call of a function: the headers and the parsed envelope.</summary>
internal sealed record BareCall(JsonObject Headers, JsonObject Body, int Pid)
{
    /// <summary>The messages that the call carried: one, or those of a batch.</summary>
    public IReadOnlyList<string> Messages()
    {
        var data = JsonNode.Parse(Body["Data"]!["item"]!.GetValue<string>());
        return data is JsonArray batch ? [.. batch.Select(item => item!.GetValue<string>())] : [data!.GetValue<string>()];
    }
}
