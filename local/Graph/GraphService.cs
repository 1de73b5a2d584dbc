using Automation.Local.Faults;
using Automation.Local.Graph.Mail;
using Automation.Local.Graph.Notices;
using Automation.Local.Graph.Page;
using Automation.Local.Graph.People;
using Automation.Local.Graph.Trouble;
using Automation.Local.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.Graph;

/// <summary>
/// Stands in for Microsoft Graph: an organisation with a dozen people whose mail stays on this machine. Used unless the settings
/// name a mailbox or a Graph of their own.
/// </summary>
internal sealed class GraphService(int port, AppSettings settings, FaultSource faults, TimeProvider time) : ILocalService
{
    private const string BaseAddress = "Graph__BaseAddress";
    private const string Token = "Graph__Token";
    private const string Mailbox = "Mail__Mailbox";
    private const string MailSecret = "Mail__Secret";
    private const string NotificationUrl = "Mail__NotificationUrl";
    private const int LargestBody = 160 * 1024 * 1024;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private WebApplication? server;
    private MailStore? store;
    private NoticeSender? sender;

    public Task<string> GaveUp { get; } = new TaskCompletionSource<string>().Task;

    public string? Report { get; private set; }

    /// <summary>Address of the mailbox page, once it has started; null while the app uses another mailbox.</summary>
    public Uri? UsedPage { get; private set; }

    /// <summary>Opens the mailboxes for tests that act as the outside world.</summary>
    public MailStore Store => store!;

    public async Task<IReadOnlyDictionary<string, string>> StartAsync(LocalServiceContext context, CancellationToken ct)
    {
        var secrets = SecretFile.ReadOrCreate(Path.Combine(context.StateFolder, "graph.json"), "token", "mail");
        var token = secrets["token"];
        store = new MailStore(Path.Combine(context.StateFolder, "graph.db"));
        server = LocalServer.Create(port, LargestBody);
        Map(server, store, token);
        var bound = await LocalServer.StartAsync(server, port, "--graph-port", ct);
        sender!.Start();
        var page = $"http://localhost:{bound}/mailbox";
        var isUsed = string.IsNullOrWhiteSpace(settings.Find(BaseAddress)) && (settings.Find(Mailbox) is not { Length: > 0 } own || Organisation.Find(own) is not null);
        UsedPage = isUsed ? new Uri(page) : null;
        Report = $"Mailbox:      {page}{(isUsed ? "" : " (not used: the settings name another one)")}";
        if (!isUsed) return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var provided = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [BaseAddress] = $"http://localhost:{bound}{GraphApi.Version}",
            [Token] = token,
            [Mailbox] = settings.Find(Mailbox) is { Length: > 0 } chosen ? chosen : Organisation.Get($"{Organisation.Support}@{Organisation.Domain}").Address,
            [MailSecret] = secrets["mail"],
            [NotificationUrl] = LocalServiceContext.HostAddress + "api/mail/notifications",
        };
        foreach (var name in provided.Keys.Where(n => n is MailSecret or NotificationUrl && !string.IsNullOrWhiteSpace(settings.Find(n))).ToList()) provided.Remove(name);
        return provided;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
            await server.StopAsync(limit.Token);
            await server.DisposeAsync();
        }

        if (sender is not null) await sender.DisposeAsync();
        store?.Dispose();
        http.Dispose();
    }

    /// <summary>Puts the parts together.</summary>
    private void Map(WebApplication app, MailStore mail, string token)
    {
        var (calls, notices, vanishing, responders) = (new CallFaults(faults), new NoticeFaults(faults), new Vanishing(), new Responders());
        var book = new SubscriptionBook(mail, time);
        var told = sender = new NoticeSender(book, notices, http, time);
        var postman = new Postman(mail, responders, Changed, time);
        var messages = new MessageApi(mail, told.Tell, time);
        var delta = new DeltaApi(mail);
        var api = new GraphApi(
            token, new PeopleApi(mail), new MethodsApi(mail, time), new FolderApi(mail), delta, messages, new DraftApi(mail, messages, postman, time),
            new SubscriptionApi(book, mail, new Handshake(http, time), time), calls, time);

        app.Use(GuardAsync);
        app.Map(GraphApi.Version + "/{**rest}", (RequestDelegate)api.ServeAsync);
        new ControlApi(mail, calls, notices, vanishing, told, book, delta, responders).Map(app);
        new MailboxPages(mail, postman, time).Map(app);

        void Changed(StoredMessage message, string change)
        {
            told.Tell(message, change);
            if (change != "created" || message.Folder != mail.Folder(message.Owner, MailFolder.Inbox).Id || !vanishing.Takes()) return;
            if (vanishing.Moves) mail.Change(message, (System.Text.Json.Nodes.JsonObject)message.Facts.DeepClone(), mail.Folder(message.Owner, MailFolder.Deleted).Id);
            else mail.Remove(message);
        }
    }

    /// <summary>A browser on this machine must not be led here by strangers: neither under another name nor from another page.</summary>
    private static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (HttpMethods.IsGet(context.Request.Method) || origin.Length == 0 || origin.Equals($"http://{context.Request.Host}", StringComparison.OrdinalIgnoreCase)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
