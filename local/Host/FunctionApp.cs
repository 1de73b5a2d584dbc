using System.Text.RegularExpressions;
using Automation.Local.ServiceBus;

namespace Automation.Local.Host;

/// <summary>The published app as a whole: host.json and every function of the folder that holds it.</summary>
internal sealed partial record FunctionApp(string Root, HostJson Host, IReadOnlyList<FunctionManifest> Functions)
{
    public IEnumerable<(FunctionManifest Function, T Trigger)> With<T>()
        where T : FunctionTrigger => Functions.Where(function => function.Trigger is T).Select(function => (function, (T)function.Trigger));

    /// <summary>Reads the app root; what the Functions host would refuse is refused here, all of it in one message.</summary>
    /// <exception cref="LocalHostException">Lists each problem with its file.</exception>
    public static FunctionApp Read(string root, AppSettings settings, QueueCatalog queues)
    {
        root = Path.GetFullPath(root);
        if (!Directory.Exists(root)) throw new LocalHostException($"The app root '{root}' isn't there.");
        var problems = new List<string>();
        var host = Try(problems, () => HostJson.Read(root));
        var functions = new List<FunctionManifest>();
        foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(folder, "function.json");
            if (File.Exists(file) && Try(problems, () => FunctionReader.Read(file, settings, queues)) is { } function) functions.Add(function);
        }

        if (functions.Count == 0 && problems.Count == 0)
            problems.Add($"{root}: no function was found; each needs a folder of its own with a function.json, beside host.json");
        problems.AddRange(Clashes(functions, host?.RoutePrefix ?? ""));
        if (problems.Count > 0 || host is null)
            throw new LocalHostException($"The function app can't start:{string.Concat(problems.Select(problem => $"\n  {problem}"))}");
        return new FunctionApp(root, host, functions);
    }

    internal static bool IsFunctionName(string name) => FunctionName().IsMatch(name) && !name.Equals("host", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Clashes(List<FunctionManifest> functions, string prefix)
    {
        foreach (var same in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return $"{same.Last().File}: the function name '{same.Last().Name}' is also that of {same.First().File}";

        var taken = new Dictionary<string, FunctionManifest>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTrigger http) continue;
            var route = RouteTemplate.Join(prefix, http.Route);
            if (route.Split('/')[0].Equals("admin", StringComparison.OrdinalIgnoreCase))
                yield return $"{function.File}: the route '{route}' begins with 'admin', which the host keeps for itself";
            var shape = RouteTemplate.Shape(http.Route);
            foreach (var method in http.Methods is { Count: > 0 } methods ? methods : ["*"])
            {
                var other = taken.FirstOrDefault(entry => Overlaps(entry.Key, shape, method)).Value;
                if (other is not null && other != function)
                    yield return $"{function.File}: the route '{route}' [{(method == "*" ? "any method" : method)}] is also that of {other.File}";
                taken.TryAdd($"{method} {shape}", function);
            }
        }
    }

    private static bool Overlaps(string key, string shape, string method) =>
        key.Split(' ', 2) is [var takenMethod, var takenShape] && takenShape == shape
        && (takenMethod == method || takenMethod == "*" || method == "*");

    private static T? Try<T>(List<string> problems, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ManifestException refused)
        {
            problems.Add(refused.Message);
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,126}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FunctionName();
}
