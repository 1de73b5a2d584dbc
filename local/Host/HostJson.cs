namespace Automation.Local.Host;

/// <summary>What host.json says, with the defaults of the Functions host where it is silent.</summary>
internal sealed record HostJson
{
    public required string ExecutablePath { get; init; }

    public required string WorkingDirectory { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required string RoutePrefix { get; init; }

    /// <summary>Requests handled at once; null means unlimited.</summary>
    public required int? MaxConcurrentRequests { get; init; }

    /// <summary>Requests handled or waiting; more are answered 429. Null means unlimited.</summary>
    public required int? MaxOutstandingRequests { get; init; }

    /// <summary>Longest invocation; null means unlimited.</summary>
    public required TimeSpan? FunctionTimeout { get; init; }

    public required ServiceBusOptions ServiceBus { get; init; }

    /// <exception cref="ManifestException">Something that the Functions host would refuse.</exception>
    public static HostJson Read(string appRoot)
    {
        var json = ManifestJson.ReadFile(Path.Combine(appRoot, "host.json"));
        if (json.Text("version") is var version && version != "2.0")
            throw json.Refuse($"'version' must be \"2.0\", but {(version is null ? "nothing" : $"\"{version}\"")} was found");
        var handler = json.Section("customHandler");
        if (!handler.Flag("enableForwardingHttpRequest", false))
            throw json.Refuse("'customHandler.enableForwardingHttpRequest' must be true: HTTP functions expect the raw request");
        var description = handler.Section("description");
        var http = json.Section("extensions").Section("http");
        return new HostJson
        {
            ExecutablePath = FindExecutable(appRoot, json, description),
            WorkingDirectory = Path.GetFullPath(Path.Combine(appRoot, description.Text("workingDirectory") ?? "")),
            Arguments = [.. description.Text("defaultWorkerPath") is { Length: > 0 } worker ? [worker] : Array.Empty<string>(), .. description.Texts("arguments")],
            RoutePrefix = (http.Text("routePrefix") ?? "api").Trim('/'),
            MaxConcurrentRequests = Limit(http, "maxConcurrentRequests"),
            MaxOutstandingRequests = Limit(http, "maxOutstandingRequests"),
            FunctionTimeout = Timeout(json),
            ServiceBus = ServiceBusOptions.Read(json.Section("extensions").Section("serviceBus")),
        };
    }

    private static string FindExecutable(string appRoot, ManifestJson json, ManifestJson description)
    {
        if (description.Text("defaultExecutablePath") is not { Length: > 0 } given)
            throw json.Refuse("'customHandler.description.defaultExecutablePath' is missing");
        var path = Path.GetFullPath(Path.Combine(appRoot, given));
        if (File.Exists(path)) return path;
        if (OperatingSystem.IsWindows() && File.Exists(path + ".exe")) return path + ".exe";
        throw json.Refuse($"'customHandler.description.defaultExecutablePath' names '{given}', but '{path}' isn't there");
    }

    private static int? Limit(ManifestJson section, string name) => section.Number(name, -1, -1) is var limit && limit < 1 ? null : limit;

    private static TimeSpan? Timeout(ManifestJson json)
    {
        if (json.Text("functionTimeout") == "-1") return null;
        var timeout = json.Duration("functionTimeout", TimeSpan.FromMinutes(5));
        return timeout > TimeSpan.Zero ? timeout : throw json.Refuse("'functionTimeout' must be longer than zero, or \"-1\" for no limit");
    }
}

/// <summary>The section <c>extensions.serviceBus</c>: how the host takes messages and hands them over.</summary>
internal sealed record ServiceBusOptions(
    int MaxConcurrentCalls,
    int MinMessageBatchSize,
    int MaxMessageBatchSize,
    TimeSpan MaxBatchWaitTime,
    TimeSpan MaxAutoLockRenewal)
{
    public static ServiceBusOptions Read(ManifestJson json)
    {
        if (!json.Flag("autoCompleteMessages", true))
            throw json.Refuse("'autoCompleteMessages' must be true: a custom handler can't complete messages itself");
        var options = new ServiceBusOptions(
            json.Number("maxConcurrentCalls", 16, 1),
            json.Number("minMessageBatchSize", 1, 1),
            json.Number("maxMessageBatchSize", 1000, 1),
            json.Duration("maxBatchWaitTime", TimeSpan.FromSeconds(30)),
            json.Duration("maxAutoLockRenewalDuration", TimeSpan.FromMinutes(5)));
        if (options.MinMessageBatchSize > options.MaxMessageBatchSize)
            throw json.Refuse("'minMessageBatchSize' must not be larger than 'maxMessageBatchSize'");
        return options;
    }
}
