namespace Automation.Local.Host;

/// <summary>What the host says once it runs: functions with their addresses, as Core Tools lists them, then keys and places.</summary>
internal static class StartReport
{
    /// <summary>The line that tells scripts that everything has started.</summary>
    public const string Ready = "Host started";

    public static IEnumerable<string> Lines(RunningHost host, string stateFolder)
    {
        var width = host.App.Functions.Max(function => function.Name.Length);
        yield return "";
        yield return "Functions:";
        yield return "";
        foreach (var function in host.App.Functions.OrderBy(function => function.Trigger is HttpTrigger ? 0 : 1).ThenBy(function => function.Name, StringComparer.Ordinal))
            yield return $"  {(function.Name + ":").PadRight(width + 1)} {Describe(host, function)}";
        yield return "";
        yield return $"  Default key:  {host.Keys.Default}";
        yield return $"  Master key:   {host.Keys.Master}";
        yield return $"  Service Bus:  http://127.0.0.1:{host.ServiceBusPort}/";
        foreach (var report in host.ServiceReports) yield return $"  {report}";
        yield return $"  State:        {stateFolder}";
        yield return "";
        yield return $"{Ready}: {host.Address} (Ctrl+C stops it)";
    }

    private static string Describe(RunningHost host, FunctionManifest function) => function.Trigger switch
    {
        HttpTrigger http =>
            $"[{(http.Methods.Count == 0 ? "ANY" : string.Join(',', http.Methods))}] {host.Address}{RouteTemplate.Join(host.App.Host.RoutePrefix, http.Route)}",
        QueueTrigger queue => $"serviceBusTrigger  queue {queue.Queue}{(queue.Many ? ", many at once" : "")}",
        TimerTrigger timer => $"timerTrigger       {timer.Schedule.Expression}",
        _ => function.Trigger.Type,
    };
}
