using System.Globalization;
using Automation.Flow;

namespace Automation.Hosting;

/// <summary>The text form of a probe, told from work by its first characters.</summary>
internal static class ProbeMessage
{
    private const string Mark = "{\"probe\":\"";

    public static OutgoingMessage Write(QueueProbe probe) =>
        new($"probe-{probe.Id}", $"{Mark}{probe.Id}\",\"sentAt\":\"{probe.SentAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}\"}}");

    public static bool TryRead(string queue, string message, out QueueProbe? probe)
    {
        probe = null;
        if (!message.StartsWith(Mark, StringComparison.Ordinal)) return false;
        var parts = message.Split('"');
        if (parts.Length != 9 || !SortableId.IsId(parts[3])
            || !DateTimeOffset.TryParse(parts[7], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var sentAt)) return false;
        probe = new QueueProbe(queue, parts[3], sentAt);
        return true;
    }
}
