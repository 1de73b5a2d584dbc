using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>The dialects in the order in which a payload's shape is tried: the most particular marks first.</summary>
internal sealed class DialectCatalog
{
    private readonly IReadOnlyList<IAlertDialect> dialects;

    public DialectCatalog() => dialects =
    [
        new AwsDialect(ReadInner),
        new AzureMonitorDialect(),
        new AzureEventsDialect(ReadKnown),
        new GoogleMonitoringDialect(ReadInner),
        new GrafanaDialect(),
        new AlertmanagerDialect(),
        new PagerDutyDialect(),
        new OpsgenieDialect(),
        new ZabbixDialect(),
        new DatadogDialect(),
        new CloudEventsDialect(ReadKnown),
        new GenericDialect(),
    ];

    public string Names => string.Join(", ", dialects.Select(d => d.Name));

    /// <summary>
    /// The dialect of the name in the address when the payload has its shape, else the first whose shape fits, else the
    /// named one, which says what is wrong with the payload; null without any.
    /// </summary>
    /// <param name="why">How it was chosen, in words for the trace.</param>
    public IAlertDialect? Choose(string? source, JsonElement root, out string why)
    {
        var named = source is null ? null : dialects.FirstOrDefault(d => d.IsNamed(source));
        var shaped = named?.Recognises(root) == true ? named : dialects.FirstOrDefault(d => d.Recognises(root));
        if (named is not null && (shaped is null || shaped == named || (named.ReadsLoosely && IsWeak(shaped))))
        {
            why = $"dialect '{named.Name}' by the address /{source}";
            return named;
        }

        why = named is null
            ? $"dialect '{shaped?.Name}' by the shape of the payload"
            : $"dialect '{shaped?.Name}' by the shape of the payload: it is not that of '{named.Name}', which the address /{source} names";
        return shaped;
    }

    /// <summary>Reads what one source carries inside its envelope for another; false when no dialect can.</summary>
    private bool ReadInner(JsonElement inner, PayloadReading reading) => Read(dialects, inner, reading);

    /// <summary>The same where anything may be inside: a title alone makes no alert of it.</summary>
    private bool ReadKnown(JsonElement inner, PayloadReading reading) => Read(dialects.Where(d => !IsWeak(d)), inner, reading);

    private static bool Read(IEnumerable<IAlertDialect> among, JsonElement inner, PayloadReading reading)
    {
        foreach (var dialect in among.Where(d => d.Recognises(inner)))
        {
            var trial = new PayloadReading(reading.Options, reading.Sender);
            dialect.Read(inner, trial);
            if (IsWeak(dialect) && trial.Drafts.Count == 0 && trial.Ignored.Count == 0) continue;
            reading.Add(trial);
            return true;
        }

        return false;
    }

    /// <summary>Whose marks other JSON carries by chance.</summary>
    private static bool IsWeak(IAlertDialect? dialect) => dialect is GenericDialect;
}
