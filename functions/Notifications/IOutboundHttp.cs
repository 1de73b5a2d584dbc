namespace Automation.Notifications;

/// <summary>Posts to receivers outside. What goes wrong is an answer, not an exception, and never shows more of an address than its host.</summary>
internal interface IOutboundHttp
{
    Task<OutboundAnswer> PostAsync(OutboundPost post, CancellationToken cancellationToken);
}

/// <param name="Address">As configured; may carry secrets.</param>
/// <param name="Body">JSON.</param>
/// <param name="Secrets">Further texts that must not show up in the answer's detail.</param>
internal sealed record OutboundPost(string Address, byte[] Body, IReadOnlyList<(string Name, string Value)> Headers, IReadOnlyList<string> Secrets);

/// <param name="Status">HTTP status; null when none came.</param>
/// <param name="RetryAfter">The header as it came.</param>
/// <param name="Failure">What happened instead of an answer.</param>
/// <param name="Detail">In words, secrets taken out: the beginning of the answer's body, or what failed.</param>
internal sealed record OutboundAnswer(int? Status, string? RetryAfter, OutboundFailure Failure, string Detail);

/// <summary>Why there is no answer.</summary>
internal enum OutboundFailure
{
    None,

    /// <summary>The address is not one that may be posted to.</summary>
    Forbidden,

    /// <summary>The host has no address, refuses connections or has no certificate to trust: nothing was sent.</summary>
    NotReached,

    /// <summary>Nothing came in time.</summary>
    Timeout,

    /// <summary>The connection ended before the answer.</summary>
    Broken,
}
