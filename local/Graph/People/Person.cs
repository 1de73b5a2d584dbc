using System.Text.Json.Nodes;

namespace Automation.Local.Graph.People;

/// <summary>Somebody in the organisation that the stand-in plays.</summary>
/// <param name="Alias">Name before the @ of the sign-in name.</param>
/// <param name="Manager">Alias of the manager; null for who has none.</param>
/// <param name="Groups">Display names of the groups that the person is in directly.</param>
/// <param name="Roles">Display names of directory roles.</param>
/// <param name="OtherAddress">An address besides the main one.</param>
internal sealed record Person(
    string Id, string Alias, string Given, string Surname, string? Department, string? JobTitle, string? Office, string? Manager, string? Language,
    IReadOnlyList<string> Groups, IReadOnlyList<string> Roles, string? OtherAddress = null, bool IsEnabled = true)
{
    public string Name => Surname.Length == 0 ? Given : $"{Given} {Surname}";

    public string Address => $"{Alias}@{Organisation.Domain}";

    public bool Has(string address) => new[] { Id, Address, OtherAddress }.Contains(address, StringComparer.OrdinalIgnoreCase);

    /// <summary>The user resource of Graph, every property.</summary>
    public JsonObject Show() => new()
    {
        ["@odata.type"] = "#microsoft.graph.user",
        ["id"] = Id,
        ["displayName"] = Name,
        ["givenName"] = Given,
        ["surname"] = Surname.Length == 0 ? null : Surname,
        ["userPrincipalName"] = Address,
        ["mail"] = Address,
        ["mailNickname"] = Alias,
        ["jobTitle"] = JobTitle,
        ["department"] = Department,
        ["officeLocation"] = Office,
        ["mobilePhone"] = null,
        ["businessPhones"] = new JsonArray(),
        ["preferredLanguage"] = Language,
        ["accountEnabled"] = IsEnabled,
        ["userType"] = "Member",
        ["companyName"] = "Contoso",
        ["usageLocation"] = "DE",
        ["createdDateTime"] = "2024-03-01T08:00:00Z",
        ["onPremisesSyncEnabled"] = null,
        ["proxyAddresses"] = new JsonArray([.. new[] { $"SMTP:{Address}", OtherAddress is null ? null : $"smtp:{OtherAddress}" }.Where(a => a is not null).Select(a => (JsonNode)a!)]),
    };
}

/// <param name="Inside">Display name of the group that it is a member of.</param>
internal sealed record PersonGroup(string Id, string Name, string Description, bool IsRoleAssignable, string? Inside)
{
    public JsonObject Show() => new()
    {
        ["@odata.type"] = "#microsoft.graph.group",
        ["id"] = Id,
        ["displayName"] = Name,
        ["description"] = Description,
        ["mailEnabled"] = false,
        ["securityEnabled"] = true,
        ["isAssignableToRole"] = IsRoleAssignable,
        ["groupTypes"] = new JsonArray(),
    };
}

internal sealed record PersonRole(string Id, string Name, string TemplateId)
{
    public JsonObject Show() => new() { ["@odata.type"] = "#microsoft.graph.directoryRole", ["id"] = Id, ["displayName"] = Name, ["description"] = Name, ["roleTemplateId"] = TemplateId };
}
