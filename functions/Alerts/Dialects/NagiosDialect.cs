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
            || (macros.Has("servicestate", "hoststate") && macros.Has("servicedesc", "hostname", "hostaddress", "serviceoutput", "hostoutput"))
            || root.Member("Nagios notification") is not null
            || macros.Has("servicedesc") && macros.Has("hostname", "host");
    }

    public void Read(JsonElement root, PayloadReading reading) => HostServiceNotification.Read(Name, root, reading);
}
