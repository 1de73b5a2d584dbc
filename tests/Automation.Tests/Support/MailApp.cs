using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.Support;

/// <summary>The whole app with a mailbox of the test's making and nobody in the directory.</summary>
internal sealed class MailApp : IDisposable
{
    public const string Address = "support@contoso.example";

    /// <param name="storage">Connection string.</param>
    /// <param name="settings">App settings by name beside those of the mailbox.</param>
    /// <param name="services">Changes of the container beside the mailbox and the directory.</param>
    /// <param name="mailbox">One that outlives an app before this one; null for a new one.</param>
    public MailApp(string storage, IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? services = null, FakeMailbox? mailbox = null)
    {
        Mailbox = mailbox ?? new FakeMailbox { Clock = Time };
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__Mailbox"] = Address, ["Mail__Secret"] = "0123456789abcdef0123456789abcdef", ["Mail__NotificationUrl"] = "https://app.example.org/api/mail/notifications" };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal)) all[name] = value;
        App = new TestApp(storage, container =>
        {
            container.Replace(ServiceDescriptor.Singleton<IMailbox>(Mailbox)).Replace(ServiceDescriptor.Singleton<IDirectory>(new EmptyDirectory()));
            services?.Invoke(container);
        }, all);
        Time.Of = App.Time;
    }

    public TestApp App { get; }

    public FakeMailbox Mailbox { get; }

    private LaterTime Time { get; } = new();

    /// <summary>Puts a mail into the mailbox and has it taken in and answered; returns its id in addresses.</summary>
    public async Task<string> ReceiveAsync(MailMessage mail)
    {
        await TakeInAsync(Mailbox.Put(mail));
        await AnswerAsync();
        return MailIdentity.Of(mail);
    }

    public Task<int> TakeInAsync(params IEnumerable<string> ids) => DeliverAsync("TakeInMail", ids.Select(id => JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = id })));

    /// <summary>Delivers every answer that waits.</summary>
    public async Task<int> AnswerAsync()
    {
        var waiting = App.Take().Where(b => b.StartsWith("{\"mail\"", StringComparison.Ordinal)).ToList();
        return waiting.Count == 0 ? 200 : await DeliverAsync("SendAnswers", waiting);
    }

    public async Task<int> DeliverAsync(string function, IEnumerable<string> messages)
    {
        var items = JsonSerializer.Serialize(messages.ToList());
        using var response = await App.Client.PostAsJsonAsync($"/{function}", new Dictionary<string, object> { ["Data"] = new Dictionary<string, string> { ["items"] = items }, ["Metadata"] = new Dictionary<string, string>() });
        return (int)response.StatusCode;
    }

    public async Task<int> RunTimerAsync(string function)
    {
        using var response = await App.Client.PostAsJsonAsync($"/{function}", new Dictionary<string, object> { ["Data"] = new Dictionary<string, object>(), ["Metadata"] = new Dictionary<string, string>() });
        return (int)response.StatusCode;
    }

    public async Task<JsonNode> MailAsync(string key) => (await App.GetAsync($"/api/mails/{key}")).Answer;

    public async Task<JsonNode> TicketOfAsync(string key) => (await App.GetAsync($"/api/tickets/{(await MailAsync(key))["ticket"]!.GetValue<string>()}")).Answer;

    public void Dispose() => App.Dispose();

    /// <summary>The app's clock, for who is made before the app.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public TimeProvider? Of { get; set; }

        public override DateTimeOffset GetUtcNow() => (Of ?? System).GetUtcNow();
    }

    private sealed class EmptyDirectory : IDirectory
    {
        public Task<Person?> FindAsync(string address, CancellationToken cancellationToken) => Task.FromResult<Person?>(null);
    }
}
