namespace Automation.Edges.Graph;

/// <summary>What an answer of Graph that is no success means for us.</summary>
internal enum GraphOutcome
{
    /// <summary>What was asked for is not there.</summary>
    Gone,

    /// <summary>A delta link is too old: begin again.</summary>
    Expired,

    /// <summary>It will go later.</summary>
    Unavailable,

    /// <summary>It will go when a person has changed something: a permission, a setting. Nothing is lost meanwhile.</summary>
    Closed,

    /// <summary>The request itself is not accepted, and never will be.</summary>
    Refused,
}

/// <summary>The one place that knows what each status of Graph means, and how long to wait before asking again.</summary>
internal static class GraphVerdict
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>A 404 that means the mailbox, not something in it.</summary>
    private static readonly string[] NoMailbox = ["ErrorInvalidUser", "ErrorNonExistentMailbox", "MailboxNotEnabledForRESTAPI", "MailboxNotHostedInExchangeOnline", "Request_ResourceNotFound"];

    private static readonly string[] OldLink = ["syncStateNotFound", "SyncStateInvalid", "resyncRequired"];

    /// <param name="isMailbox">Whether something in the mailbox was asked for, so that it matters whether the mailbox itself is missing.</param>
    public static GraphOutcome Of(int status, string? code, bool isMailbox)
    {
        if (status == 410 || OldLink.Contains(code, StringComparer.OrdinalIgnoreCase)) return GraphOutcome.Expired;
        return status switch
        {
            401 or 403 or 407 => GraphOutcome.Closed,
            404 when isMailbox && NoMailbox.Contains(code, StringComparer.OrdinalIgnoreCase) => GraphOutcome.Closed,
            404 => GraphOutcome.Gone,
            // An id that means nothing leads nowhere.
            400 when string.Equals(code, "ErrorInvalidIdMalformed", StringComparison.OrdinalIgnoreCase) => GraphOutcome.Gone,
            // 409 and 412: another change of the same item came between; 423: somebody holds it.
            408 or 409 or 412 or 423 or 425 or 429 or >= 500 => GraphOutcome.Unavailable,
            _ => GraphOutcome.Refused,
        };
    }

    /// <summary>How long to wait before the same request again; null when it is not to be repeated here.</summary>
    /// <param name="retryAfter">What the answer asks for; null without a header, which throttled answers may lack.</param>
    /// <param name="attempt">Zero for the first request.</param>
    /// <param name="isSafe">Whether doing it twice does no harm. A 429 was never begun; behind a gateway's error a mail may have been sent.</param>
    public static TimeSpan? Wait(int status, TimeSpan? retryAfter, int attempt, bool isSafe)
    {
        if (status != 429 && !(status is 503 or 504 && isSafe)) return null;
        if (retryAfter is { } asked) return asked < First ? First : asked;
        var doubled = First * Math.Pow(2, Math.Min(attempt, 10));
        return doubled < Longest ? doubled : Longest;
    }

    /// <summary>When an answer says to come again; null when it does not say.</summary>
    /// <param name="now">For an answer that names a time and not its own clock's: ours may be wrong.</param>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (response.Headers.Date ?? now),
        _ => null,
    };

    /// <summary>What to do about a refusal; without anything that the caller sent.</summary>
    /// <param name="permission">The application permission that the call needs.</param>
    public static string Advice(int status, string? code, string permission) => (status, code) switch
    {
        (401, _) => "the token was not accepted: check the app's identity and the tenant",
        (_, "ErrorSendAsDenied") => "the app may not send as this mailbox: check its scope in Exchange",
        (403, _) => $"the app's identity needs the application permission {permission}, granted for this mailbox (Exchange RBAC for Applications or admin consent)",
        (404, _) => "there is no such mailbox: check Mail__Mailbox",
        (400, "ValidationError") => "the notification address did not answer the validation request with the token: check that it can be reached from the internet",
        (413, _) => "it is too large",
        _ => "the request is not accepted as it is",
    };
}
