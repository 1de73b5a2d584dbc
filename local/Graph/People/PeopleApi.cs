using System.Text.Json.Nodes;
using Automation.Local.Graph.Mail;
using Automation.Local.Graph.OData;

namespace Automation.Local.Graph.People;

/// <summary>Users, managers, groups and roles.</summary>
internal sealed class PeopleApi(MailStore store)
{
    private const int Page = 100;

    /// <summary>What a user has without $select (user resource type, v1.0).</summary>
    private static readonly string[] Default =
        ["businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname", "userPrincipalName"];

    /// <summary>Null when the call is for another part.</summary>
    public GraphReply? Answer(GraphCall call) => (call.Method, call.Path) switch
    {
        ("GET", ["users"]) => List(call),
        ("GET", ["users", "$count"]) => new GraphReply(200, Raw: System.Text.Encoding.UTF8.GetBytes(Organisation.People.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        ("GET", ["users", var id]) => GraphReply.Ok(One(call, Organisation.Get(id)).With("@odata.context", $"{call.Root}/$metadata#users/$entity")),
        ("PATCH", ["users", var id]) => Update(call, Organisation.Get(id)),
        ("POST", ["users", var id, "revokeSignInSessions"]) => Revoke(Organisation.Get(id)),
        ("GET", ["users", var id, "manager"]) => Manager(call, Organisation.Get(id)),
        ("GET", ["users", var id, "memberOf" or "transitiveMemberOf", .. var cast]) => Memberships(call, Organisation.Get(id), call.Path[2] == "transitiveMemberOf", cast.FirstOrDefault()),
        ("GET", ["groups"]) => All(call, Organisation.Groups.Select(g => g.Show())),
        ("GET", ["groups", var id]) => GraphReply.Ok(ODataQuery.Pick((Organisation.Groups.FirstOrDefault(g => g.Id == id) ?? throw GraphException.NoResource(id)).Show(), call.Query.Select)),
        ("GET", ["directoryRoles"]) => All(call, Organisation.Roles.Select(r => r.Show())),
        ("GET", ["directoryRoles", var id, "members"]) => All(call, Organisation.People.Where(p => Organisation.RolesOf(p).Any(r => r.Id == id)).Select(Full)),
        _ => null,
    };

    private GraphReply List(GraphCall call)
    {
        var filter = call.Query.Filter;
        return GraphReply.Ok(call.ListOf("users", [.. Organisation.People.Where(p => filter is null || filter.Holds(Full(p))).Select(p => One(call, p))], Page));
    }

    private JsonObject One(GraphCall call, Person person)
    {
        var shown = ODataQuery.Pick(Full(person), call.Query.Select ?? Default);
        shown.Remove("@odata.type");
        if (call.Query.Expand("manager") is { } nested && Organisation.ManagerOf(person) is { } manager) shown["manager"] = ODataQuery.Pick(Full(manager), nested.Select ?? Default);
        return shown;
    }

    /// <summary>With what was changed since.</summary>
    private JsonObject Full(Person person)
    {
        var full = person.Show();
        if (store.State(StateOf(person)) is { } changed)
        {
            foreach (var (name, value) in JsonNode.Parse(changed)!.AsObject()) full[name] = value?.DeepClone();
        }

        return full;
    }

    private GraphReply Manager(GraphCall call, Person person) => Organisation.ManagerOf(person) is { } manager
        ? GraphReply.Ok(ODataQuery.Pick(Full(manager), call.Query.Select ?? Default).With("@odata.context", $"{call.Root}/$metadata#directoryObjects/$entity"))
        : throw GraphException.NoResource("manager");

    private static GraphReply Memberships(GraphCall call, Person person, bool throughOthers, string? cast)
    {
        var groups = Organisation.GroupsOf(person, throughOthers).Select(g => g.Show());
        var roles = Organisation.RolesOf(person).Select(r => r.Show());
        return All(call, cast switch { "group" => groups, "directoryRole" => roles, null => groups.Concat(roles), _ => [] });
    }

    private static GraphReply All(GraphCall call, IEnumerable<JsonObject> items)
    {
        var filter = call.Query.Filter;
        return GraphReply.Ok(call.ListOf("directoryObjects", [.. items.Where(i => filter is null || filter.Holds(i)).Select(i => ODataQuery.Pick(i, call.Query.Select))], Page));
    }

    /// <summary>A password is taken and never kept; the rest is.</summary>
    private GraphReply Update(GraphCall call, Person person)
    {
        var changed = JsonNode.Parse(store.State(StateOf(person)) ?? "{}")!.AsObject();
        foreach (var (name, value) in call.Required)
        {
            if (name == "passwordProfile") changed["lastPasswordChangeDateTime"] = "changed";
            else if (person.Show().ContainsKey(name)) changed[name] = value?.DeepClone();
            else throw new GraphException(400, "Request_BadRequest", $"Property '{name}' is read-only or does not exist.");
        }

        store.SetState(StateOf(person), changed.ToJsonString());
        return GraphReply.NoContent;
    }

    private GraphReply Revoke(Person person)
    {
        store.SetState($"revoked/{person.Id}", "true");
        return GraphReply.Ok(new JsonObject { ["@odata.context"] = "$metadata#Edm.Boolean", ["value"] = true });
    }

    private static string StateOf(Person person) => $"person/{person.Id}";
}

/// <summary>Builds replies.</summary>
internal static class JsonReply
{
    /// <summary>The object with one more property on top.</summary>
    public static JsonObject With(this JsonObject shown, string name, JsonNode? value)
    {
        shown.Insert(0, name, value);
        return shown;
    }
}
