using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>The dialects in the order in which a payload's shape is tried: the most particular marks first.</summary>
internal sealed class DialectCatalog
{
    private readonly IReadOnlyList<IAlertDialect> dialects =
    [
        new AzureMonitorDialect(),
        new AlertmanagerDialect(),
        new GenericDialect(),
    ];

    public string Names => string.Join(", ", dialects.Select(d => d.Name));

    /// <summary>The dialect that a name in the address means; null for a name of somebody's own.</summary>
    public IAlertDialect? Named(string name) => dialects.FirstOrDefault(d => d.IsNamed(name));

    /// <summary>
    /// The dialect of the name in the address when the name is one of ours, else the first whose shape fits, else null.
    /// </summary>
    /// <param name="why">How it was chosen, in words for the trace.</param>
    public IAlertDialect? Choose(string? source, JsonElement root, out string why)
    {
        var named = source is null ? null : dialects.FirstOrDefault(d => d.IsNamed(source));
        if (named is not null)
        {
            why = $"dialect '{named.Name}' by the address /{source}";
            return named;
        }

        var shaped = dialects.FirstOrDefault(d => d.Recognises(root));
        why = $"dialect '{shaped?.Name}' by the shape of the payload";
        return shaped;
    }
}
