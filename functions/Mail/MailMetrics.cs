using System.Diagnostics.Metrics;

namespace Automation.Mail;

/// <summary>What is measured of the mailbox, for whoever listens: <c>dotnet-counters</c>, an OpenTelemetry exporter.</summary>
internal sealed class MailMetrics(IMeterFactory meters)
{
    public const string Meter = "Automation.Mail";
    public const string CanarySeconds = "automation.mail.canary.duration";

    private readonly Histogram<double> canary = meters.Create(Meter).CreateHistogram<double>(CanarySeconds, "s", "From the sending of a test mail until it was seen.");

    public void Seen(TimeSpan took) => canary.Record(took.TotalSeconds);
}
