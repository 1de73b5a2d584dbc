using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>Asks the directory who a sender is, for a short while only: a mail is not held up by it.</summary>
internal sealed class DirectoryLookup(IDirectory directory, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly TimedCache<Person?> people = new(TimeSpan.FromMinutes(5), 2_000, clock);

    /// <summary>The person, or why nobody is known.</summary>
    public async Task<(Person? Person, string? Missing)> FindAsync(string address, CancellationToken cancellationToken)
    {
        if (address.Length == 0) return (null, "the mail names no sender");
        try
        {
            var person = await people.GetAsync(address, () => directory.FindAsync(address, CancellationToken.None), null, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
            return (person, person is null ? $"{address} is not in the directory" : null);
        }
        catch (TimeoutException)
        {
            return (null, $"the directory did not answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is DependencyUnavailableException or MailboxRefusedException)
        {
            return (null, $"the directory can't be asked: {e.Message}");
        }
    }
}
