using Automation.Flow;
using Automation.Mail;
using Microsoft.Graph.Models;
using Person = Automation.Mail.Person;

namespace Automation.Edges.Graph;

/// <summary>The people of the organisation in Entra ID, through Microsoft Graph; kept for ten minutes, strangers too.</summary>
internal sealed class GraphDirectory(GraphClient graph, TimeProvider clock) : IDirectory
{
    private const string ReadUsers = "User.Read.All";

    /// <summary>Longest address (RFC 5321).</summary>
    private const int LongestAddress = 320;

    private static readonly string[] Select = ["id", "displayName", "mail", "userPrincipalName", "department", "jobTitle", "officeLocation", "accountEnabled", "preferredLanguage"];

    private readonly TimedCache<Person?> people = new(TimeSpan.FromMinutes(10), 5000, clock);

    public Task<Person?> FindAsync(string address, CancellationToken cancellationToken)
    {
        var wanted = address.Trim().ToLowerInvariant();
        return wanted.Length is 0 or > LongestAddress || !wanted.Contains('@', StringComparison.Ordinal)
            ? Task.FromResult<Person?>(null)
            : people.GetAsync(wanted, () => LookUpAsync(wanted), null, cancellationToken);
    }

    /// <summary>Serves everyone who asks for the person, so nobody's cancellation ends it; the gate limits each request.</summary>
    private async Task<Person?> LookUpAsync(string address)
    {
        var quoted = address.Replace("'", "''", StringComparison.Ordinal);
        var found = await graph.ListAsync("look up a person", ReadUsers, c => c.Users.GetAsync(r =>
        {
            r.QueryParameters.Filter = $"userPrincipalName eq '{quoted}' or mail eq '{quoted}' or proxyAddresses/any(p:p eq 'smtp:{quoted}')";
            r.QueryParameters.Select = Select;
            r.QueryParameters.Top = 2;
        }), CancellationToken.None);
        if (found.Value is not [{ Id: { } id } user, ..]) return null;
        var manager = ManagerAsync(id);
        var groups = GroupsAsync(id);
        return new Person(id, user.DisplayName ?? "", user.Mail ?? user.UserPrincipalName ?? address, user.Department, user.JobTitle, user.OfficeLocation, await manager, user.AccountEnabled ?? true, await groups, user.PreferredLanguage);
    }

    private async Task<string?> ManagerAsync(string id)
    {
        var manager = await graph.AskAsync("look up a manager", ReadUsers, c => c.Users[id].Manager.GetAsync(r => r.QueryParameters.Select = ["mail", "userPrincipalName"]), CancellationToken.None);
        return manager is User user ? user.Mail ?? user.UserPrincipalName : null;
    }

    private async Task<IReadOnlyList<string>> GroupsAsync(string id)
    {
        var names = new List<string>();
        var page = await graph.AskAsync("look up groups", "GroupMember.Read.All", c => c.Users[id].TransitiveMemberOf.GetAsync(r =>
        {
            r.QueryParameters.Select = ["displayName"];
            r.QueryParameters.Top = 999;
        }), CancellationToken.None);
        while (page is not null)
        {
            names.AddRange((page.Value ?? []).OfType<Group>().Select(g => g.DisplayName).OfType<string>());
            if (page.OdataNextLink is not { } link || !graph.Leads(new Uri(link))) break;
            page = await graph.AskAsync("look up groups", "GroupMember.Read.All", c => c.Users[id].TransitiveMemberOf.WithUrl(link).GetAsync(), CancellationToken.None);
        }

        return names;
    }
}
