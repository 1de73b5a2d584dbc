using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Automation.EndToEnd.Support;

/// <summary>Sends to the stand-in as any client of the REST interface would, with a signature of its own making.</summary>
internal sealed class QueueSender(LocalHost host, string? key = null)
{
    public async Task<HttpStatusCode> SendAsync(string body, string? messageId = null, string queue = "alerts")
    {
        using var request = Request(queue, new StringContent(body, Encoding.UTF8, "application/json"));
        if (messageId is not null) request.Headers.Add("BrokerProperties", new JsonObject { ["MessageId"] = messageId }.ToJsonString());
        using var response = await host.Client.SendAsync(request);
        return response.StatusCode;
    }

    public async Task<HttpStatusCode> SendBatchAsync(IEnumerable<string> bodies)
    {
        var items = new JsonArray([.. bodies.Select(body => new JsonObject { ["Body"] = body })]);
        using var content = new StringContent(items.ToJsonString());
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", "application/vnd.microsoft.servicebus.json");
        using var request = Request("alerts", content);
        using var response = await host.Client.SendAsync(request);
        return response.StatusCode;
    }

    private HttpRequestMessage Request(string queue, HttpContent content)
    {
        var resource = new Uri(host.ServiceBus, queue);
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(host.State, "secrets.json")));
        var secret = key ?? secrets.RootElement.GetProperty("serviceBus").GetString()!;
        var signed = Uri.EscapeDataString(resource.AbsoluteUri);
        const string Expiry = "4102444800";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{signed}\n{Expiry}")));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{resource}/messages")) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedAccessSignature sr={signed}&sig={Uri.EscapeDataString(signature)}&se={Expiry}&skn=RootManageSharedAccessKey");
        return request;
    }
}
