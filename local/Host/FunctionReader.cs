using Automation.Local.ServiceBus;
using Automation.Local.Timers;

namespace Automation.Local.Host;

/// <summary>Reads one function.json and refuses what the Functions host, or the forwarding of raw requests, can't work with.</summary>
internal static class FunctionReader
{
    private static readonly string[] Directions = ["in", "out", "inout"];
    private static readonly string[] HttpMethods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT"];

    /// <returns>The function, or null where it is disabled.</returns>
    /// <exception cref="ManifestException">What is wrong with the file.</exception>
    public static FunctionManifest? Read(string file, AppSettings settings, QueueCatalog queues)
    {
        var name = Path.GetFileName(Path.GetDirectoryName(file)!);
        var json = ManifestJson.ReadFile(file);
        if (!FunctionApp.IsFunctionName(name))
            throw json.Refuse($"'{name}' can't be a function's name: a letter, then letters, digits, '-' or '_', 127 at most, and not 'host'");
        if (json.Flag("disabled", false) || settings.Find($"AzureWebJobs.{name}.Disabled") is "true" or "True" or "1") return null;

        var bindings = json.Objects("bindings");
        if (bindings.Count == 0) throw json.Refuse("'bindings' is missing or empty");
        CheckBindings(json, bindings);
        var triggers = bindings.Where(IsTrigger).ToList();
        if (triggers.Count != 1)
            throw json.Refuse($"exactly one binding must be a trigger, but {(triggers.Count == 0 ? "none" : $"{triggers.Count}")} was found");
        var others = bindings.Where(binding => !IsTrigger(binding)).ToList();
        return new FunctionManifest(name, file, ReadTrigger(triggers[0], others, name, settings, queues));
    }

    private static bool IsTrigger(ManifestJson binding) => binding.Text("type")!.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    private static void CheckBindings(ManifestJson json, IReadOnlyList<ManifestJson> bindings)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var binding in bindings)
        {
            if (binding.Text("type") is not { Length: > 0 }) throw binding.Refuse("'type' is missing");
            if (binding.Text("name") is not { Length: > 0 } name) throw binding.Refuse("'name' is missing");
            if (!names.Add(name)) throw json.Refuse($"two bindings have the name '{name}'");
            if (binding.Text("direction") is not { } direction || !Directions.Contains(direction, StringComparer.OrdinalIgnoreCase))
                throw binding.Refuse($"'direction' must be \"in\", \"out\" or \"inout\", but {(binding.Text("direction") is { } found ? $"\"{found}\"" : "nothing")} was found");
            if (IsTrigger(binding) && !direction.Equals("in", StringComparison.OrdinalIgnoreCase))
                throw binding.Refuse("the 'direction' of a trigger must be \"in\"");
        }
    }

    private static FunctionTrigger ReadTrigger(
        ManifestJson trigger, List<ManifestJson> others, string function, AppSettings settings, QueueCatalog queues)
    {
        var type = trigger.Text("type")!;
        if (type.Equals("httpTrigger", StringComparison.OrdinalIgnoreCase)) return ReadHttp(trigger, others, function);
        FunctionTrigger read = type.ToUpperInvariant() switch
        {
            "SERVICEBUSTRIGGER" => ReadQueue(trigger, settings, queues),
            "TIMERTRIGGER" => ReadTimer(trigger, settings),
            _ => throw trigger.Refuse($"the trigger type '{type}' isn't known; httpTrigger, serviceBusTrigger and timerTrigger are"),
        };
        return others.Count == 0 ? read : throw others[0].Refuse($"the binding type '{others[0].Text("type")}' isn't known beside a {type}");
    }

    private static HttpTrigger ReadHttp(ManifestJson trigger, List<ManifestJson> others, string function)
    {
        var isPlain = others is [var only] && only.Text("type")!.Equals("http", StringComparison.OrdinalIgnoreCase)
            && only.Text("direction")!.Equals("out", StringComparison.OrdinalIgnoreCase);
        if (!isPlain)
        {
            throw trigger.Refuse("an HTTP function must have one httpTrigger (in) and one http (out) binding and nothing else: "
                + "otherwise the Functions host sends a JSON envelope instead of the raw request, and that drops chunked bodies");
        }

        var level = (trigger.Text("authLevel") ?? "function").ToUpperInvariant() switch
        {
            "ANONYMOUS" => AuthLevel.Anonymous,
            "FUNCTION" => AuthLevel.Function,
            "ADMIN" => AuthLevel.Admin,
            _ => throw trigger.Refuse($"'authLevel' must be \"anonymous\", \"function\" or \"admin\", but \"{trigger.Text("authLevel")}\" was found"),
        };
        var methods = trigger.Texts("methods").Select(method => method.ToUpperInvariant()).Distinct().ToList();
        if (methods.FirstOrDefault(method => !HttpMethods.Contains(method)) is { } unknown)
            throw trigger.Refuse($"'methods' names '{unknown}', which isn't an HTTP method");
        var route = (trigger.Text("route") is { Length: > 0 } given ? given : function).TrimStart('/');
        if (RouteTemplate.Problem(route) is { } problem) throw trigger.Refuse($"the route '{route}' can't be used: {problem}");
        return new HttpTrigger(trigger.Text("name")!, route, methods, level);
    }

    private static QueueTrigger ReadQueue(ManifestJson trigger, AppSettings settings, QueueCatalog queues)
    {
        if (trigger.Has("topicName")) throw trigger.Refuse("topics aren't supported here; use 'queueName'");
        if (trigger.Flag("isSessionsEnabled", false)) throw trigger.Refuse("sessions aren't supported here");
        if (trigger.Text("queueName") is not { Length: > 0 } expression) throw trigger.Refuse("'queueName' is missing");
        var queue = Resolve(trigger, "queueName", expression, settings);
        if (queues.Find(queue) is not { } known)
            throw trigger.Refuse($"'queueName' is '{queue}', but {queues.File} names only: {string.Join(", ", queues.Names)}");
        var connection = trigger.Text("connection") is { Length: > 0 } given ? given : "AzureWebJobsServiceBus";
        if (settings.Find(connection) is null && settings.Find($"{connection}__fullyQualifiedNamespace") is null)
            throw trigger.Refuse($"'connection' is '{connection}', but no setting of that name exists");
        var many = (trigger.Text("cardinality") ?? "one").ToUpperInvariant() switch
        {
            "ONE" => false,
            "MANY" => true,
            _ => throw trigger.Refuse($"'cardinality' must be \"one\" or \"many\", but \"{trigger.Text("cardinality")}\" was found"),
        };
        return new QueueTrigger(trigger.Text("name")!, known.Name, many, string.Equals(trigger.Text("dataType"), "binary", StringComparison.OrdinalIgnoreCase));
    }

    private static TimerTrigger ReadTimer(ManifestJson trigger, AppSettings settings)
    {
        if (trigger.Text("schedule") is not { Length: > 0 } expression) throw trigger.Refuse("'schedule' is missing");
        var text = Resolve(trigger, "schedule", expression, settings);
        var schedule = TimerSchedule.TryParse(text, out var reason) ?? throw trigger.Refuse($"'schedule' is '{text}': {reason}");
        // Occurrences less than a minute apart are never monitored, as in the Functions host.
        var monitored = trigger.Flag("useMonitor", true) && !schedule.IsSubMinute;
        return new TimerTrigger(trigger.Text("name")!, schedule, trigger.Flag("runOnStartup", false), monitored);
    }

    private static string Resolve(ManifestJson trigger, string property, string expression, AppSettings settings)
    {
        var resolved = settings.Resolve(expression, out var missing);
        return missing is null ? resolved : throw trigger.Refuse($"'{property}' is '{expression}', but the setting '{missing}' is missing");
    }
}
