using System.Xml;
using Automation.Local.Host;

namespace Automation.Local.ServiceBus;

/// <summary>The queues and their properties as <c>infra/queues.json</c> states them: the same file that the deployment reads.</summary>
internal sealed class QueueCatalog
{
    /// <summary>Properties that the deployment may set and that change nothing on one machine.</summary>
    private static readonly string[] WithoutEffectHere =
        ["maxSizeInMegabytes", "enablePartitioning", "enableBatchedOperations", "maxMessageSizeInKilobytes", "autoDeleteOnIdle", "status"];

    private readonly Dictionary<string, QueueProperties> queues;

    private QueueCatalog(string file, IEnumerable<QueueProperties> queues)
    {
        File = file;
        this.queues = queues.ToDictionary(queue => queue.Name, StringComparer.OrdinalIgnoreCase);
    }

    public string File { get; }

    public IEnumerable<QueueProperties> All => queues.Values;

    public IEnumerable<string> Names => queues.Keys.Order(StringComparer.Ordinal);

    public static string DefaultFile => Path.Combine(AppContext.BaseDirectory, "queues.json");

    public QueueProperties? Find(string name) => queues.GetValueOrDefault(name);

    /// <exception cref="LocalHostException">The file is missing or says something that Service Bus would refuse.</exception>
    public static QueueCatalog Read(string file)
    {
        try
        {
            var json = ManifestJson.ReadFile(file);
            return new QueueCatalog(file, json.Names.Select(name => ReadQueue(name, json.Section(name))).ToList());
        }
        catch (ManifestException refused)
        {
            throw new LocalHostException($"The queues can't be read: {refused.Message}", refused);
        }
    }

    private static QueueProperties ReadQueue(string name, ManifestJson json)
    {
        var queue = new QueueProperties(name)
        {
            LockDuration = Duration(json, "lockDuration", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
            MaxDeliveryCount = json.Number("maxDeliveryCount", 10, 1, 2000),
            DuplicateWindow = json.Flag("requiresDuplicateDetection", false)
                ? Duration(json, "duplicateDetectionHistoryTimeWindow", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20), TimeSpan.FromDays(7))
                : null,
            TimeToLive = json.Has("defaultMessageTimeToLive")
                ? Duration(json, "defaultMessageTimeToLive", TimeSpan.MaxValue, TimeSpan.FromSeconds(1), TimeSpan.MaxValue)
                : null,
            DeadLetterExpired = json.Flag("deadLetteringOnMessageExpiration", false),
        };
        string[] known = ["lockDuration", "maxDeliveryCount", "requiresDuplicateDetection", "duplicateDetectionHistoryTimeWindow",
            "defaultMessageTimeToLive", "deadLetteringOnMessageExpiration", .. WithoutEffectHere];
        return json.Names.FirstOrDefault(property => !known.Contains(property)) is { } unknown
            ? throw json.Refuse($"the property '{unknown}' isn't known")
            : queue;
    }

    private static TimeSpan Duration(ManifestJson json, string name, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (json.Text(name) is not { } text) return otherwise;
        try
        {
            var duration = XmlConvert.ToTimeSpan(text);
            return duration >= least && duration <= most
                ? duration
                : throw json.Refuse($"'{name}' is {text}, but must be from {XmlConvert.ToString(least)} to {XmlConvert.ToString(most)}");
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            throw json.Refuse($"'{name}' must be an ISO 8601 duration such as PT1M, but '{text}' was found");
        }
    }
}

/// <summary>How one queue behaves.</summary>
internal sealed record QueueProperties(string Name)
{
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a MessageId is remembered; null means no duplicate detection.</summary>
    public TimeSpan? DuplicateWindow { get; init; }

    /// <summary>Longest time to live of a message; null means for ever.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Whether an expired message becomes a dead letter; otherwise it is dropped, as in Azure.</summary>
    public bool DeadLetterExpired { get; init; }
}
