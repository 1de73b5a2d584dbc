namespace Automation.Tickets.Correcting;

/// <summary>Who an address belongs to.</summary>
internal interface IRequesterLookup
{
    /// <summary>The person, or why nobody is known; one of both is null.</summary>
    /// <param name="address">In lower case.</param>
    Task<(KnownRequester? Known, string? Missing)> FindAsync(string address, CancellationToken cancellationToken);
}

/// <summary>A person of the directory.</summary>
/// <param name="LeastImpact">high, medium or low: what this person's problems have at least; null for most.</param>
internal sealed record KnownRequester(string Name, string? Department, bool IsVip, string? LeastImpact);
