using Automation.Notifications.Coalescing;

namespace Automation.Notifications.Channels;

/// <summary>One way to reach people. Writes what is to be told in the receiver's form and says whether to try again; it keeps nothing.</summary>
internal interface INotificationChannel
{
    /// <summary>As channel definitions name it.</summary>
    string Kind { get; }

    /// <summary>How often one may send where the outcome of the send before is not known; then a person decides.</summary>
    int MaxInterrupted { get; }

    Task<ChannelVerdict> SendAsync(ChannelAddress address, Notice notice, CancellationToken cancellationToken);
}

/// <param name="Url">Secret.</param>
/// <param name="Key">Signs the body; null for no signature. Secret.</param>
internal sealed record ChannelAddress(string Url, string? Key)
{
    /// <summary>What must not show up in an answer, beside the address.</summary>
    public IReadOnlyList<string> Secrets => Key is null ? [] : [Key];
}

/// <summary>What goes out: one notification, or one summary.</summary>
/// <param name="MayBeRepetition">An earlier send may have arrived.</param>
internal sealed record Notice(Notification? Notification, DigestSummary? Summary, bool MayBeRepetition)
{
    public string EffectKey => Notification?.Effect ?? Summary!.Digest.EffectKey;
}
