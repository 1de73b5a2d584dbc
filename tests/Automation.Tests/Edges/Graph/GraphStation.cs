using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Edges.Graph;
using Automation.Local.Commands;
using Automation.Local.Faults;
using Automation.Local.Graph;
using Automation.Local.Graph.Mail;
using Automation.Local.Host;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Graph;

/// <summary>The stand-in of Graph with the product's mailbox and directory on it, through the real SDK.</summary>
public sealed class GraphStation : IAsyncLifetime
{
    public const string Address = "support@contoso.example";

    private readonly TemporaryFolder folder = new();
    private readonly GraphService service;
    private readonly List<GraphClient> clients = [];
    private IReadOnlyDictionary<string, string> provided = new Dictionary<string, string>(StringComparer.Ordinal);

    public GraphStation()
        : this(TimeProvider.System)
    {
    }

    /// <param name="time">Graph's clock.</param>
    internal GraphStation(TimeProvider time) => service = new GraphService(0, new AppSettings(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)), new FaultSource(FaultOptions.None), time);

    public HttpClient Http { get; } = new();

    public string Token => provided["Graph__Token"];

    internal MailStore Store => service.Store;

    internal EagerTime Clock { get; } = new(TimeSpan.FromSeconds(20));

    internal GraphMailbox Mailbox { get; private set; } = null!;

    internal GraphDirectory Directory { get; private set; } = null!;

    private Uri Root => new(new Uri(provided["Graph__BaseAddress"]), "/");

    public async Task InitializeAsync()
    {
        provided = await service.StartAsync(new LocalServiceContext(folder.Path, new ChildProcesses(folder.File("processes.json")), new HostOutput(TextWriter.Null, TimeProvider.System), () => Task.CompletedTask), CancellationToken.None);
        Mailbox = MailboxOf(Address);
        Directory = new GraphDirectory(Client(), Clock);
    }

    public async Task DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        Http.Dispose();
        await service.DisposeAsync();
        folder.Dispose();
    }

    internal GraphMailbox MailboxOf(string address, string? token = null) => GraphSetup.Mailbox(Client(token), address, Clock);

    /// <summary>Drops a mail as it came; returns its id.</summary>
    public async Task<string> DropAsync(string raw, string user = "support")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(raw.ReplaceLineEndings("\r\n")));
        using var response = await Http.PostAsync(new Uri(Root, $"/mailbox/drop?user={user}"), content);
        return (string)(await JsonOf(response))["id"]!;
    }

    /// <summary>Tells the stand-in to misbehave.</summary>
    public async Task<JsonNode> StandInAsync(string path)
    {
        using var response = await Http.PostAsync(new Uri(Root, "/standin/" + path), null);
        return await JsonOf(response);
    }

    public async Task<JsonNode> StateAsync() => JsonNode.Parse(await Http.GetStringAsync(new Uri(Root, "/standin/state")))!;

    public async Task<JsonArray> MailsAsync(string user, string box = "inbox") => JsonNode.Parse(await Http.GetStringAsync(new Uri(Root, $"/mailbox.json?user={user}&folder={box}")))!["messages"]!.AsArray();

    /// <summary>Calls Graph without the SDK.</summary>
    public async Task<(int Status, JsonNode? Body)> CallAsync(HttpMethod method, string path, JsonNode? body = null, string? prefer = null)
    {
        using var request = new HttpRequestMessage(method, provided["Graph__BaseAddress"] + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", Token);
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }

    public Uri Page(string path) => new(Root, path);

    internal GraphClient Client(string? token = null)
    {
        var client = new GraphClient(new GraphOptions(new Uri(provided["Graph__BaseAddress"]), token ?? Token, TimeSpan.FromSeconds(20)), Clock);
        clients.Add(client);
        return client;
    }

    private static async Task<JsonNode> JsonOf(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
