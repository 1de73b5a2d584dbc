using System.Text.Json.Nodes;

namespace Automation.Local.Demo;

/// <summary>Writes a mail as a person of the stand-in's organisation, and looks into their inbox for the answer.</summary>
internal sealed class DemoMailbox(Uri page) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Where a browser shows the mails of a person.</summary>
    public Uri PageOf(string alias) => new(page, $"/mailbox?user={alias}");

    /// <returns>Whether the mail was taken.</returns>
    public async Task<bool> WriteAsync(string alias, string subject, string text, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["from"] = $"{alias}@contoso.example",
            ["to"] = "support@contoso.example",
            ["subject"] = subject,
            ["text"] = text,
        });
        using var answer = await client.PostAsync(new Uri(page, "/mailbox/write"), form, ct);
        return (int)answer.StatusCode < 400;
    }

    /// <summary>Text of the newest mail in the inbox whose subject contains a text; null when there is none.</summary>
    public async Task<string?> FindAsync(string alias, string subject, CancellationToken ct)
    {
        var inbox = JsonNode.Parse(await client.GetStringAsync(new Uri(page, $"/mailbox.json?user={alias}"), ct));
        var found = (inbox?["messages"] as JsonArray ?? []).FirstOrDefault(m => m?["subject"]?.ToString().Contains(subject, StringComparison.Ordinal) == true);
        return found?["text"]?.ToString();
    }

    public void Dispose() => client.Dispose();
}
