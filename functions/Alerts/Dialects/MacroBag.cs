using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// The macros of a Nagios-like notification, whatever a script calls them: <c>NOTIFY_HOSTNAME</c>, <c>$HOSTNAME$</c>,
/// <c>nagios_hostname</c> and <c>host.name</c> are one.
/// </summary>
internal sealed class MacroBag
{
    /// <summary>Objects that only hold the macros, so that their names say nothing.</summary>
    private static readonly string[] Wrappers = ["payload", "params", "macros", "variables"];

    private static readonly string[] Prefixes = ["notify", "nagios", "icinga2", "icinga", "omd", "macro"];
    private readonly Dictionary<string, (string Name, string Text)> macros = new(StringComparer.Ordinal);

    public MacroBag(JsonElement root) => Add(root, "", depth: 0);

    /// <summary>First that is there and was filled in; Nagios leaves unset macros as empty or <c>$NAME$</c>.</summary>
    public string? Text(params ReadOnlySpan<string> names) => Find(names)?.Text;

    public (string Name, string Text)? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (macros.TryGetValue(name, out var macro)) return macro;
        }

        return null;
    }

    public bool Has(params ReadOnlySpan<string> names) => Find(names) is not null;

    /// <summary>Short values under the names that the payload has.</summary>
    public Dictionary<string, string> Labels()
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in macros.Values)
        {
            if (text.Length <= 300 && !Flow.SecretMask.IsSecretName(name)) labels.TryAdd(name, text);
        }

        return labels;
    }

    private void Add(JsonElement element, string path, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth > 3) return;
        foreach (var member in element.EnumerateObject())
        {
            // "service": {"service_state": ...} says it twice.
            var name = path.Length == 0 || PlainNames.Of(member.Name).StartsWith(PlainNames.Of(path), StringComparison.Ordinal) ? member.Name : $"{path}.{member.Name}";
            if (member.Value.ValueKind == JsonValueKind.Object) Add(member.Value, Wrappers.Contains(PlainNames.Of(member.Name)) ? path : name, depth + 1);
            else if (((JsonElement?)member.Value).Text() is { } text && !PlainNames.IsPlaceholder(text) && text != "$") macros.TryAdd(Plain(name), (name, text.Trim()));
        }
    }

    private static string Plain(string name)
    {
        var plain = PlainNames.Of(name);
        foreach (var prefix in Prefixes)
        {
            if (plain.Length > prefix.Length && plain.StartsWith(prefix, StringComparison.Ordinal) && !plain.StartsWith("notification", StringComparison.Ordinal)) return plain[prefix.Length..];
        }

        return plain;
    }
}
