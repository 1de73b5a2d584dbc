using Automation.Mail.Understanding;
using Automation.Tickets.Correcting;

namespace Automation.Mail.Intake;

/// <summary>Finds the person whom somebody names as the one who needs something.</summary>
internal sealed class RequesterLookup(DirectoryLookup directory, MailRules rules, MailOptions options) : IRequesterLookup
{
    public async Task<(KnownRequester? Known, string? Missing)> FindAsync(string address, CancellationToken cancellationToken)
    {
        if (!options.IsOn) return (null, "no mailbox is set, so there is no directory to ask");
        var (person, missing) = await directory.FindAsync(address, cancellationToken);
        return (person is null ? null : new KnownRequester(person.Name, person.Department, rules.IsVip(person), LevelRules.LeastImpact(rules, rules.IsVip(person), person.Department)), missing);
    }
}
