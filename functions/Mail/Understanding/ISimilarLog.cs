namespace Automation.Mail.Understanding;

/// <summary>Remembers who wrote about what of late.</summary>
internal interface ISimilarLog
{
    /// <summary>Notes when a sender wrote about a topic, the latest time only. One storage operation; safe to repeat.</summary>
    Task NoteAsync(string topic, string sender, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>When each sender last wrote about a topic, of those who did since the instant; at most a thousand.</summary>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> SendersAsync(string topic, DateTimeOffset since, CancellationToken cancellationToken);
}
