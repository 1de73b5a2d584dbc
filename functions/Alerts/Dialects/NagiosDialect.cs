using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Nagios, Naemon, Centreon and what else passes Nagios macros through a notification script, under whatever names the
/// script gives them. Format: assets.nagios.com, "Standard Macros in Nagios".
/// </summary>
internal sealed class NagiosDialect : IAlertDialect
{
    public string Name => "nagios";

    public IReadOnlyList<string> Aliases { get; } = ["naemon", "centreon", "op5", "shinken", "nagiosxi", "nagios-xi", "opsview", "thruk"];

    public bool Recognises(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return false;
        var macros = new MacroBag(root);
        return (macros.Has("notificationtype") && macros.Has("hostname", "host", "hoststate", "servicestate", "hostalias"))
            || (macros.Has("servicestate", "hoststate") && macros.Has("servicedesc", "hostname", "host", "hostaddress", "serviceoutput", "hostoutput"))
            || root.Member("Nagios notification") is not null
            || (macros.Has("servicedesc") && macros.Has("hostname", "host"))
            || IsOfPlainNames(macros);
    }

    /// <summary>A script that passes the macros as host, service, state and output.</summary>
    private static bool IsOfPlainNames(MacroBag macros) =>
        macros.Has("host", "hostname") && macros.Has("service", "servicename", "servicedescription")
        && macros.Text("state", "status")?.ToUpperInvariant() is "OK" or "WARNING" or "CRITICAL" or "UNKNOWN" or "UP" or "DOWN" or "UNREACHABLE"
        && (macros.Has("output", "pluginoutput") || macros.Text("type")?.ToUpperInvariant() is "PROBLEM" or "RECOVERY" or "ACKNOWLEDGEMENT");

    public void Read(JsonElement root, PayloadReading reading) => HostServiceNotification.Read(Name, root, reading);
}
