using System.Text.Json;
using Automation.Alerts.Dialects.Guessing;

namespace Automation.Alerts.Dialects;

/// <summary>
/// The dialects in the order in which a payload's shape is tried: the operator's own mappings, then the most particular
/// marks first, our own schema, and last the reading by guess.
/// </summary>
internal sealed class DialectCatalog
{
    private readonly IReadOnlyList<IAlertDialect> dialects;

    /// <param name="mappings">Dialects of the operator's mappings file.</param>
    public DialectCatalog(IReadOnlyList<IAlertDialect>? mappings = null) => dialects =
    [
        .. mappings ?? [],
        new AwsDialect(ReadInner),
        new AzureMonitorDialect(),
        new AzureEventsDialect(ReadKnown),
        new GoogleMonitoringDialect(ReadInner),
        new GrafanaDialect(),
        new AlertmanagerDialect(),
        new HealthchecksDialect(),
        new PagerDutyDialect(),
        new OpsgenieDialect(),
        new NewRelicDialect(),
        new DynatraceDialect(),
        new SplunkDialect(),
        new SplunkObservabilityDialect(),
        new VictorOpsDialect(),
        new SentryDialect(),
        new UptimeKumaDialect(),
        new PingdomDialect(),
        new StatusCakeDialect(),
        new Site24x7Dialect(),
        new UptimeRobotDialect(),
        new BetterStackDialect(),
        new GraylogDialect(),
        new WazuhDialect(),
        new InstanaDialect(),
        new HoneycombDialect(),
        new SensuDialect(),
        new LibreNmsDialect(),
        new NetdataDialect(),
        new ZabbixDialect(),
        new DatadogDialect(),
        new AppOpticsDialect(),
        new SolarWindsDialect(),
        new PrtgDialect(),
        new CheckmkDialect(),
        new IcingaDialect(),
        new NagiosDialect(),
        new PipelineDialect(),
        new CloudEventsDialect(ReadKnown),
        new GenericDialect(),
        new GuessedDialect(),
    ];

    /// <summary>The dialect that a name in the address means; null for a name of somebody's own.</summary>
    public IAlertDialect? Named(string name) => dialects.FirstOrDefault(d => d.IsNamed(name));

    public string Names => string.Join(", ", dialects.Select(d => d.Name));

    /// <summary>
    /// The dialect of the name in the address when the payload has its shape, else the first whose shape fits, else the
    /// named one, which says what is wrong with the payload; null without any.
    /// </summary>
    /// <param name="why">How it was chosen, in words for the trace.</param>
    public IAlertDialect? Choose(string? source, JsonElement root, out string why)
    {
        var named = source is null ? null : Named(source);
        var shaped = named is not null && (named.IsStrict || named.Recognises(root)) ? named : dialects.FirstOrDefault(d => d.Recognises(root));
        if (named is not null && (shaped is null || shaped == named || (named.ReadsLoosely && IsWeak(shaped)) || (shaped is GuessedDialect && !GuessedDialect.CanRead(root))))
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
            var trial = new PayloadReading(reading.Options, reading.Sender, reading.ReceivedAt);
            dialect.Read(inner, trial);
            if (IsWeak(dialect) && trial.Drafts.Count == 0 && trial.Ignored.Count == 0) continue;
            reading.Add(trial);
            return true;
        }

        return false;
    }

    /// <summary>Whose marks other JSON carries by chance.</summary>
    private static bool IsWeak(IAlertDialect? dialect) => dialect is GenericDialect or GuessedDialect;
}
