using System.Text.Json;
using Automation.Alerts.Dialects.Guessing;

namespace Automation.Alerts.Dialects;

/// <summary>
/// The dialects in the order in which a payload's shape is tried: the operator's own mappings, then the most particular
/// marks first, our own schema, and last the reading by guess.
/// </summary>
internal sealed class DialectCatalog(IReadOnlyList<IAlertDialect>? mappings = null)
{
    private readonly IReadOnlyList<IAlertDialect> dialects =
    [
        .. mappings ?? [],
        new AzureMonitorDialect(),
        new AlertmanagerDialect(),
        new HealthchecksDialect(),
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
        new LibreNmsDialect(),
        new NetdataDialect(),
        new SolarWindsDialect(),
        new PrtgDialect(),
        new CheckmkDialect(),
        new IcingaDialect(),
        new NagiosDialect(),
        new PipelineDialect(),
        new GenericDialect(),
        new GuessedDialect(),
    ];

    public string Names => string.Join(", ", dialects.Select(d => d.Name));

    /// <summary>
    /// The dialect of the name in the address when the payload has its shape, else the first whose shape fits, else null.
    /// </summary>
    /// <param name="why">How it was chosen, in words for the trace.</param>
    public IAlertDialect? Choose(string? source, JsonElement root, out string why)
    {
        var named = source is null ? null : dialects.FirstOrDefault(d => d.IsNamed(source));
        if (named is not null && (named.IsStrict || named.Recognises(root))) return Named(out why);
        var shaped = dialects.FirstOrDefault(d => d.Recognises(root));
        if (named is not null && (shaped is null || (shaped is GuessedDialect && !GuessedDialect.CanRead(root)))) return Named(out why);
        why = $"dialect '{shaped?.Name}' by the shape of the payload{(named is null ? "" : $", which is not that of '{named.Name}' in the address")}";
        return shaped;

        IAlertDialect Named(out string reason)
        {
            reason = $"dialect '{named.Name}' by the address /{source}";
            return named;
        }
    }
}
