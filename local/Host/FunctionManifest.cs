using Automation.Local.Timers;

namespace Automation.Local.Host;

/// <summary>One function as its function.json declares it, checked.</summary>
internal sealed record FunctionManifest(string Name, string File, FunctionTrigger Trigger);

/// <summary>What starts a function; <paramref name="Binding"/> is the name under which its value arrives.</summary>
internal abstract record FunctionTrigger(string Binding)
{
    /// <summary>The trigger's type as function.json writes it.</summary>
    public abstract string Type { get; }
}

/// <summary>An HTTP call. Route: template below the route prefix. No methods means any.</summary>
internal sealed record HttpTrigger(string Binding, string Route, IReadOnlyList<string> Methods, AuthLevel Level) : FunctionTrigger(Binding)
{
    public override string Type => "httpTrigger";
}

/// <summary>Messages of a queue, one at a time or many; binary ones reach the handler as base64 text.</summary>
internal sealed record QueueTrigger(string Binding, string Queue, bool Many, bool Binary) : FunctionTrigger(Binding)
{
    public override string Type => "serviceBusTrigger";
}

/// <summary>A schedule.</summary>
internal sealed record TimerTrigger(string Binding, TimerSchedule Schedule, bool RunOnStartup, bool UseMonitor) : FunctionTrigger(Binding)
{
    public override string Type => "timerTrigger";
}
