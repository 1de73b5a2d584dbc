namespace Automation.Edges.ServiceBus;

/// <summary>One message on its way to a queue.</summary>
internal sealed class ServiceBusMessage
{
    /// <exception cref="ArgumentException">The text is no valid UTF-16, so that UTF-8 would change it.</exception>
    public ServiceBusMessage(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (Utf16.IndexOfLoneSurrogate(body) is var at and >= 0)
            throw new ArgumentException($"The body holds the lone surrogate U+{(int)body[at]:X4} at index {at}; accepted is valid UTF-16.", nameof(body));
        Body = body;
    }

    /// <summary>Text, sent as UTF-8.</summary>
    public string Body { get; }

    /// <summary>
    /// Identity for the queue's duplicate detection, up to 128 characters; null lets the service choose one. With it, and
    /// duplicate detection on, a message that was sent twice is queued once.
    /// </summary>
    public string? MessageId { get; set; }

    /// <summary>When the message becomes visible; null at once. Whole seconds.</summary>
    public DateTimeOffset? ScheduledEnqueueTime { get; set; }

    /// <summary>Media type of the body.</summary>
    public string? ContentType { get; set; }

    /// <summary>What the message is about; "Label" on the wire.</summary>
    public string? Subject { get; set; }

    public string? CorrelationId { get; set; }

    /// <summary>Values beside the body: string, bool, int, long or finite double.</summary>
    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>(StringComparer.Ordinal);
}
