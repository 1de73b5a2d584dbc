using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Mail;

/// <summary>The local host with its support mailbox, and the world around it: people who write, read their answers, and make the mail system misbehave.</summary>
internal sealed partial class SupportDesk(LocalHost host) : IAsyncDisposable
{
    private const string Support = "support@contoso.example";

    public LocalHost Host { get; } = host;

    private Uri Mailbox => new(MailboxLine().Match(Host.Output).Groups["address"].Value);

    /// <summary>Starts and waits until the mailbox tells of new mail.</summary>
    public static async Task<SupportDesk> StartAsync(IReadOnlyDictionary<string, string>? environment = null, params string[] options)
    {
        var desk = new SupportDesk(await LocalHost.StartAsync(environment, options));
        await desk.ListensAsync();
        return desk;
    }

    public Task ListensAsync() => Eventually.IsTrueAsync(async () => (await StateAsync())["subscriptions"]!.AsArray().Count > 0, () => Host.Output);

    /// <summary>A colleague writes from their own mailbox.</summary>
    /// <param name="answers">Subject of the mail in their inbox that it answers.</param>
    public async Task WriteAsync(string alias, string subject, string text, JsonNode? answers = null) => await PostAsync("mailbox/write", new()
    {
        ["from"] = $"{alias}@contoso.example",
        ["to"] = Support,
        ["subject"] = subject,
        ["text"] = text,
        ["answer"] = (string?)answers?["internetMessageId"] ?? "",
    });

    /// <summary>A mail comes in as it is.</summary>
    /// <param name="proof">internal, passed, failed or none: what Exchange could prove of the sender.</param>
    public async Task DropAsync(string from, string subject, string text, string proof, params string[] headers)
    {
        var mail = string.Join("\r\n", [$"From: {from}", $"To: {Support}", $"Subject: {subject}", $"Message-ID: <{Guid.CreateVersion7():N}@test.example>", .. headers, "Content-Type: text/plain; charset=utf-8", "", text]);
        using var answer = await Host.Client.PostAsync(new Uri(Mailbox, $"/mailbox/drop?proof={proof}"), new StringContent(mail));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Asks the stand-in for Graph to misbehave; see <c>GET /standin</c>.</summary>
    public Task ControlAsync(string what) => PostAsync("standin/" + what, []);

    public async Task<JsonNode> StateAsync() => JsonNode.Parse(await Host.Client.GetStringAsync(new Uri(Mailbox, "/standin/state")))!;

    /// <summary>What lies in a person's folder, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> FolderAsync(string alias, string folder = "inbox") =>
        [.. JsonNode.Parse(await Host.Client.GetStringAsync(new Uri(Mailbox, $"/mailbox.json?user={alias}&folder={folder}&top=100")))!["messages"]!.AsArray().Select(m => m!)];

    /// <summary>What the support mailbox has sent to an address.</summary>
    public async Task<IReadOnlyList<JsonNode>> AnswersAsync(string address) => [.. (await FolderAsync("support", "sentitems")).Where(m => ((string)m["to"]!).Contains(address, StringComparison.OrdinalIgnoreCase))];

    public async Task<JsonNode> AnswerAsync(string address)
    {
        await Eventually.IsTrueAsync(async () => (await AnswersAsync(address)).Count > 0, () => Host.Output);
        return (await AnswersAsync(address))[0];
    }

    /// <summary>Mails with the subject as the app knows them, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> MailsAsync(string subject) =>
        [.. JsonNode.Parse(await Host.Client.GetStringAsync(Host.Url("api/mails?limit=200")))!["mails"]!.AsArray().Where(m => (string)m!["subject"]! == subject).Select(m => m!)];

    /// <summary>All mails as the app lists them.</summary>
    public Task<string> AllMailsAsync() => Host.Client.GetStringAsync(Host.Url("api/mails?limit=200"));

    /// <summary>The one mail with the subject, once it was taken in.</summary>
    public async Task<JsonNode> MailAsync(string subject)
    {
        await Eventually.IsTrueAsync(async () => (await MailsAsync(subject)).Any(m => (string?)m["state"] != "decided"), () => Host.Output);
        return Assert.Single(await MailsAsync(subject));
    }

    public async Task<JsonNode> TicketAsync(string number) => JsonNode.Parse(await Host.Client.GetStringAsync(Host.Url($"api/tickets/{number}")))!;

    /// <summary>Tickets that mails have opened, with their titles.</summary>
    public async Task<IReadOnlyList<JsonNode>> TicketsAsync() =>
        [.. JsonNode.Parse(await Host.Client.GetStringAsync(Host.Url("api/tickets?limit=200")))!["tickets"]!.AsArray().Select(t => t!)];

    /// <summary>Nothing waits in any queue and nothing is being worked on.</summary>
    public Task QuietAsync() => Eventually.IsTrueAsync(
        async () => BusyQueue().Count(await Host.QueuesAsync()) == 0, () => Host.Output);

    /// <summary>Waits until each person has that many answers.</summary>
    public async Task AllAnsweredAsync(params (string Alias, int Count)[] expected)
    {
        foreach (var (alias, count) in expected)
        {
            await Eventually.IsTrueAsync(async () => (await AnswersAsync($"{alias}@contoso.example")).Count >= count, async () => $"{await AllMailsAsync()}\n{Host.Output}");
        }
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private async Task PostAsync(string path, Dictionary<string, string> form)
    {
        using var answer = await Host.Client.PostAsync(new Uri(Mailbox, "/" + path), new FormUrlEncodedContent(form));
        Assert.True((int)answer.StatusCode < 400, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("Mailbox: +(?<address>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MailboxLine();

    /// <summary>A line of the command that counts anything as waiting or locked.</summary>
    [GeneratedRegex("^(mail|answers|notifications) +(?! |0 +0 +0 )", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BusyQueue();
}
