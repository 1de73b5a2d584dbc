using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Automation.Edges.ResourceGraph;
using Automation.Edges.ServiceBus;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Tests.Support;
using Azure;
using Azure.Core.Diagnostics;

namespace Automation.Tests.Edges;

/// <summary>No key, token or signature reaches an exception, a description or the most talkative log of the pipeline.</summary>
public sealed class SecretLeakTests
{
    private const string Key = "c2VjcmV0LWtleS10aGF0LW11c3Qtbm90LWxlYWs=";
    private const string Token = "the-secret-token";

    [Fact]
    public async Task FailingTableRequests_KeepTheirSecrets()
    {
        var transport = new ScriptedTransport(_ => new ScriptedResponse(403, "{\"odata.error\":{\"code\":\"AuthenticationFailed\"}}"));
        var options = new TableClientOptions { Transport = transport };
        var endpoint = new Uri("https://leak.table.core.windows.net");
        var texts = Listen();

        foreach (var service in (TableServiceClient[])[new($"AccountName=leak;AccountKey={Key}", options), new(endpoint, new FixedTokenCredential(Token), options)])
        {
            var e = await Assert.ThrowsAsync<RequestFailedException>(() => service.GetTableClient("table").AddEntityAsync(new TableEntity("p", "r")));
            texts.Texts.Enqueue(e.ToString());
        }

        AssertClean(texts, transport);
    }

    [Fact]
    public async Task FailingSends_KeepTheirSecrets()
    {
        var transport = new ScriptedTransport(_ => new ScriptedResponse(401, "no"));
        var options = new ServiceBusClientOptions { Transport = transport };
        var connection = $"Endpoint=sb://leak.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey={Key}";
        var texts = Listen();

        foreach (var client in (ServiceBusClient[])[new(connection, options), new("leak.servicebus.windows.net", new FixedTokenCredential(Token), options)])
        {
            var e = await Assert.ThrowsAsync<ServiceBusException>(() => client.CreateSender("queue").SendMessageAsync(new ServiceBusMessage("x")));
            texts.Texts.Enqueue(e.ToString());
        }

        Assert.DoesNotContain(Key, ServiceBusConnectionString.Parse(connection).ToString(), StringComparison.Ordinal);
        AssertClean(texts, transport);
    }

    [Fact]
    public async Task FailingQueriesForResources_KeepTheirToken()
    {
        var transport = new ScriptedTransport(_ => new ScriptedResponse(403, "{\"error\":{\"code\":\"AuthorizationFailed\"}}"));
        var texts = Listen();
        var client = new ResourceGraphClient(new Uri("https://leak.example.com"), new FixedTokenCredential(Token), new ResourceGraphClientOptions { Transport = transport });

        var e = await Assert.ThrowsAsync<DependencyUnavailableException>(() => client.QueryAsync("Resources", CancellationToken.None));
        texts.Texts.Enqueue(e.ToString());

        AssertClean(texts, transport);
    }

    private static (AzureEventSourceListener Listener, ConcurrentQueue<string> Texts) Listen()
    {
        var texts = new ConcurrentQueue<string>();
        return (new AzureEventSourceListener((_, text) => texts.Enqueue(text), EventLevel.Verbose), texts);
    }

    private static void AssertClean((AzureEventSourceListener Listener, ConcurrentQueue<string> Texts) heard, ScriptedTransport transport)
    {
        heard.Listener.Dispose();
        Assert.Contains(heard.Texts, text => text.Contains("leak.", StringComparison.Ordinal));
        string[] secrets = [Key, Token, .. transport.Sent.Select(request => request.Headers["Authorization"].Split(' ', ':')[^1])];
        Assert.All(heard.Texts, text => Assert.DoesNotContain(secrets.Where(secret => secret.Length > 8), secret => text.Contains(secret, StringComparison.Ordinal)));
    }
}
