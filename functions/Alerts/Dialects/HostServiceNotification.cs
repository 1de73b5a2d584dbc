using System.Globalization;
using System.Text.Json;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads the notification of a monitoring core of the Nagios family: host or service, its state, and why it notifies.
/// Host and service identify the problem.
/// </summary>
internal static class HostServiceNotification
{
    private static readonly string[] Silent = ["FLAPPING", "DOWNTIME", "ALERTHANDLER", "MUTE", "UNMUTE", "ACKNOWLEDGEMENTCLEARED"];

    private static readonly Dictionary<string, (AlertStatus Status, Severity? Severity)> States = new(StringComparer.Ordinal)
    {
        ["ok"] = (AlertStatus.Resolved, null),
        ["up"] = (AlertStatus.Resolved, null),
        ["recovery"] = (AlertStatus.Resolved, null),
        ["recovered"] = (AlertStatus.Resolved, null),
        ["resolved"] = (AlertStatus.Resolved, null),
        ["warning"] = (AlertStatus.Firing, Severity.Warning),
        ["warn"] = (AlertStatus.Firing, Severity.Warning),
        ["critical"] = (AlertStatus.Firing, Severity.Critical),
        ["crit"] = (AlertStatus.Firing, Severity.Critical),
        ["unknown"] = (AlertStatus.Firing, Severity.Warning),
        ["unkn"] = (AlertStatus.Firing, Severity.Warning),
        ["down"] = (AlertStatus.Firing, Severity.Critical),
        ["unreachable"] = (AlertStatus.Firing, Severity.Error),
        ["unreach"] = (AlertStatus.Firing, Severity.Error),
        ["pending"] = (AlertStatus.Firing, Severity.Info),
    };

    public static void Read(string dialect, JsonElement root, PayloadReading reading)
    {
        var macros = new MacroBag(root);
        var notes = new List<string>();
        var host = Noted("host", macros.Find("hostname", "host", "hostalias", "hostdisplayname", "hostaddress", "address", "ip", "ipaddress", "checkresulthostname"), notes);
        var service = macros.Find("servicedesc", "service", "servicedescription", "servicedisplayname", "servicename", "svc")?.Text;
        if (macros.Text("what")?.Equals("HOST", StringComparison.OrdinalIgnoreCase) == true) service = null;
        if (host is null && service is null)
        {
            reading.Refuse("body", "neither a host nor a service", "the macros of a notification, such as HOSTNAME, SERVICEDESC, SERVICESTATE, NOTIFICATIONTYPE");
            return;
        }

        var type = macros.Text("notificationtype", "type", "eventtype", "notification") ?? "";
        if (Silent.Any(s => PlainNames.Of(type).StartsWith(PlainNames.Of(s), StringComparison.Ordinal)))
        {
            reading.Ignore($"a notification of type {PlainText.Line(type, 60)}: it neither opens nor ends a problem");
            return;
        }

        var state = service is null
            ? macros.Find("hoststate", "hostshortstate", "state", "status", "hoststatus", "checkresultstate", "currentstate", "hoststateid", "event", "severity")
            : macros.Find("servicestate", "serviceshortstate", "state", "status", "servicestatus", "checkresultstate", "exitstatus", "currentstate", "servicestateid", "event", "severity");
        var word = Word(state, isHost: service is null);
        var known = State(word);
        var status = Status(type, known?.Status, notes);
        if (status is null)
        {
            reading.Ignore($"a notification of type {PlainText.Line(type, 60)} while all is well");
            return;
        }

        var stateType = macros.Text(service is null ? "hoststatetype" : "servicestatetype", "statetype", "checkresultvarsafterstatetype", "varsafterstatetype");
        if (status == AlertStatus.Firing && (stateType is "0" or "0.0" || "SOFT".Equals(stateType, StringComparison.OrdinalIgnoreCase)))
        {
            reading.Ignore($"a SOFT state of {PlainText.Line(Named(host, service), 120)}: the core checks again before it takes it for a problem");
            return;
        }

        notes.Add(state is { } s ? $"severity: state {s.Name} '{PlainText.Line(s.Text, 40)}'" : "severity: no state is given");
        var last = Time(macros, reading, notes, service is null ? "lasthoststatechange" : "lastservicestatechange", "laststatechange", "laststatechangetime", "executionend", "checkresultexecutionend");
        var signal = Time(macros, reading, notes, "microtime", "timet", "longdatetime", "datetime", "shortdatetime", "timestamp", "eventtime", "icingalongdatetime", "notification", "nagiosnotification", "date", "time");
        var resolved = status == AlertStatus.Resolved;
        reading.Accept(new AlertDraft
        {
            DedupKey = DedupKey.Of([dialect, HostNames.Normalise(host), service, .. reading.SenderPart]),
            Status = status.Value,
            Severity = resolved || word is null ? null : reading.OfKind(dialect, word, known?.Severity, notes),
            Title = Title(host, service, word),
            Description = macros.Text(service is null ? "longhostoutput" : "longserviceoutput", service is null ? "hostoutput" : "serviceoutput", "output", "additionalinfo", "message", "checkresultoutput", "pluginoutput", "longoutput", "comment", "summary"),
            Host = host,
            Service = service,
            Labels = macros.Labels(),
            Links = macros.Text("url", "hostactionurl", "serviceactionurl", "actionurl", "link", "hosturl", "serviceurl") is { } url && url.Contains("://", StringComparison.Ordinal) ? [new AlertLink("source", url)] : [],
            StartedAt = resolved ? null : last ?? (status == AlertStatus.Firing ? signal : null),
            AcknowledgedAt = status == AlertStatus.Acknowledged ? signal : null,
            EndedAt = resolved ? signal ?? last : null,
            Reading = notes,
        });
    }

    private static string? Noted(string fact, (string Name, string Text)? macro, List<string> notes)
    {
        notes.Add(macro is { } found ? $"{fact}: {found.Name} '{PlainText.Line(found.Text, 120)}'" : $"{fact}: no macro names one");
        return macro?.Text;
    }

    private static string Named(string? host, string? service) => service is null ? host! : host is null ? service : $"{service} on {host}";

    private static string Title(string? host, string? service, string? state)
    {
        var what = Named(host, service);
        return state is null ? what : $"{what} is {PlainText.Line(state, 40)}";
    }

    /// <summary>
    /// The state as a word; plug-ins and the API write it as a number. With what a plug-in ended says of a host only whether it
    /// is up: Icinga 2 takes OK and WARNING for that, and everything else for down.
    /// </summary>
    private static string? Word((string Name, string Text)? macro, bool isHost)
    {
        if (macro is not { } given) return null;
        var state = given.Text[(given.Text.LastIndexOf('>') + 1)..].Trim();
        if (!int.TryParse(state.EndsWith(".0", StringComparison.Ordinal) ? state[..^2] : state, NumberStyles.None, CultureInfo.InvariantCulture, out var code)) return state;
        if (isHost && PlainNames.Of(given.Name).Contains("checkresult", StringComparison.Ordinal)) return code is 0 or 1 ? "UP" : "DOWN";
        return (isHost, code) switch { (true, 0) => "UP", (true, 1) => "DOWN", (true, 2) => "UNREACHABLE", (false, 0) => "OK", (false, 1) => "WARNING", (false, 2) => "CRITICAL", _ => "UNKNOWN" };
    }

    private static (AlertStatus Status, Severity? Severity)? State(string? state)
    {
        if (state is null) return null;
        if (States.TryGetValue(state.ToLowerInvariant(), out var known)) return known;
        return StatusWords.Find(state) is { } status ? (status, null) : null;
    }

    private static AlertStatus? Status(string type, AlertStatus? state, List<string> notes)
    {
        var name = PlainNames.Of(type);
        AlertStatus? status = name switch
        {
            _ when name.StartsWith("recovery", StringComparison.Ordinal) || name.StartsWith("resolve", StringComparison.Ordinal) => AlertStatus.Resolved,
            _ when name.StartsWith("ack", StringComparison.Ordinal) => AlertStatus.Acknowledged,
            _ when name.StartsWith("problem", StringComparison.Ordinal) || name is "trigger" or "create" or "hostproblem" or "serviceproblem" => state == AlertStatus.Resolved ? AlertStatus.Resolved : AlertStatus.Firing,
            _ when name.StartsWith("custom", StringComparison.Ordinal) => state == AlertStatus.Resolved ? null : AlertStatus.Firing,
            _ => state ?? AlertStatus.Firing,
        };
        notes.Add($"status: notification type '{PlainText.Line(type, 40)}', state says {(state is null ? "nothing" : state.Value.ToString().ToLowerInvariant())}");
        return status;
    }

    private static DateTimeOffset? Time(MacroBag macros, PayloadReading reading, List<string> notes, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (macros.Find(name) is not { } macro || macro.Text is "0") continue;
            using var text = JsonDocument.Parse($"\"{JsonEncodedText.Encode(macro.Text)}\"");
            if (SourceTime.TryRead(text.RootElement, macro.Name, reading.Options.TimeZone, notes, out var time) && time is not null) return time;
        }

        return null;
    }
}
