namespace Automation.Flow;

/// <summary>
/// Storage or a queue can't be used right now. HTTP functions answer 503 with Retry-After, queue functions fail the
/// invocation so that the host delivers again.
/// </summary>
internal sealed class DependencyUnavailableException(string dependency, string reason, Exception? inner = null)
    : Exception($"{dependency} is unavailable: {reason}", inner)
{
    /// <summary>Others write to the same place too often; later it will go.</summary>
    public static DependencyUnavailableException Contended(string dependency, string reason) => new(dependency, reason, null);

    /// <summary>storage, queue or inventory.</summary>
    public string Dependency { get; } = dependency;

    /// <summary>It answered that it is asked too often: nothing is said of what it was asked.</summary>
    public bool IsBusy { get; init; }

    /// <summary>When it asked to be asked again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
