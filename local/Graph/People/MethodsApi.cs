using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mail;
using Automation.Local.Graph.Mime;
using Automation.Local.Graph.OData;

namespace Automation.Local.Graph.People;

/// <summary>Authentication methods of a user: password and phone that everyone has, and Temporary Access Passes.</summary>
internal sealed class MethodsApi(MailStore store, TimeProvider time)
{
    /// <summary>The same id for everyone's password (passwordAuthenticationMethod, v1.0).</summary>
    private const string PasswordId = "28c10230-6103-485e-b985-444c60001490";
    private const string PhoneId = "3179e48a-750b-4051-897c-87b9720928f7";

    /// <summary>Null when the call is for another part.</summary>
    public GraphReply? Answer(GraphCall call) => (call.Method, call.Path) switch
    {
        ("GET", ["users", var id, "authentication", "methods"]) => List(call, [Password(), Phone(Organisation.Get(id)), .. Passes(Organisation.Get(id)).Select(p => Typed(p, "temporaryAccessPass"))]),
        ("GET", ["users", var id, "authentication", "passwordMethods"]) => List(call, Organisation.Get(id) is not null ? [Password()] : []),
        ("GET", ["users", var id, "authentication", "phoneMethods"]) => List(call, [Phone(Organisation.Get(id))]),
        ("GET", ["users", var id, "authentication", "temporaryAccessPassMethods"]) => List(call, [.. Passes(Organisation.Get(id))]),
        ("POST", ["users", var id, "authentication", "temporaryAccessPassMethods"]) => Create(call, Organisation.Get(id)),
        ("DELETE", ["users", var id, "authentication", "temporaryAccessPassMethods", var method]) => Delete(Organisation.Get(id), method),
        _ => null,
    };

    private static GraphReply List(GraphCall call, IReadOnlyList<JsonObject> methods) =>
        GraphReply.Ok(new JsonObject { ["@odata.context"] = $"{call.Root}/$metadata#users/authentication/methods", ["value"] = new JsonArray([.. methods.Select(m => ODataQuery.Pick(m, call.Query.Select))]) });

    private static JsonObject Password() => Typed(new JsonObject { ["id"] = PasswordId, ["password"] = null, ["createdDateTime"] = "2024-03-01T08:00:00Z" }, "password");

    private static JsonObject Phone(Person person) => Typed(
        new JsonObject { ["id"] = PhoneId, ["phoneNumber"] = $"+49 1525550{person.Id[^2..]}", ["phoneType"] = "mobile", ["smsSignInState"] = "notAllowedByPolicy" }, "phone");

    private static JsonObject Typed(JsonObject method, string type) => method.With("@odata.type", $"#microsoft.graph.{type}AuthenticationMethod");

    /// <summary>Without the secret, which is shown once.</summary>
    private List<JsonObject> Passes(Person person) => store.Use(sql => sql.Query(
        "SELECT facts FROM methods WHERE owner=$owner", r => JsonNode.Parse(r.GetString(0))!.AsObject(), ("$owner", person.Id)));

    private GraphReply Create(GraphCall call, Person person)
    {
        var lifetime = (int?)call.Body?["lifetimeInMinutes"] ?? 60;
        if (lifetime is < 10 or > 43_200) throw new GraphException(400, "badRequest", "Invalid lifetime: it must be between 10 and 43200 minutes.");
        if (Passes(person).Count > 0) throw new GraphException(400, "badRequest", "A Temporary Access Pass already exists for the user. Delete the existing pass to create a new one.");
        var now = time.GetUtcNow();
        var facts = new JsonObject
        {
            ["id"] = Guid.CreateVersion7(now).ToString(),
            ["isUsable"] = true,
            ["methodUsabilityReason"] = "EnabledByPolicy",
            ["temporaryAccessPass"] = null,
            ["createdDateTime"] = MimeReading.Time(now),
            ["startDateTime"] = (string?)call.Body?["startDateTime"] ?? MimeReading.Time(now),
            ["lifetimeInMinutes"] = lifetime,
            ["isUsableOnce"] = (bool?)call.Body?["isUsableOnce"] ?? false,
        };
        store.Use(sql => sql.Execute("INSERT INTO methods(id, owner, facts) VALUES($id, $owner, $facts)", ("$id", (string)facts["id"]!), ("$owner", person.Id), ("$facts", facts.ToJsonString())));
        facts["temporaryAccessPass"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(6));
        return GraphReply.Created(facts.With("@odata.context", $"{call.Root}/$metadata#users('{person.Id}')/authentication/temporaryAccessPassMethods/$entity"));
    }

    private GraphReply Delete(Person person, string method) =>
        store.Use(sql => sql.Execute("DELETE FROM methods WHERE owner=$owner AND id=$id", ("$owner", person.Id), ("$id", method))) > 0 ? GraphReply.NoContent : throw GraphException.NoResource(method);
}
