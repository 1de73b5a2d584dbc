using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Alerts.Intake;
using Automation.Flow;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.Support;

/// <summary>The whole function app on real tables; only the queue is a fake, which tests deliver from in the order they like.</summary>
internal sealed class TestApp : WebApplicationFactory<AlertIntake>
{
    private static int apps;

    private readonly string storage;

    private readonly Action<IServiceCollection>? services;

    private readonly IReadOnlyDictionary<string, string> settings;

    /// <param name="storage">Connection string.</param>
    /// <param name="services">Changes of the container that a test needs beside the queue and the clock.</param>
    /// <param name="settings">App settings by name, as in <c>Alerts__TimeZone</c>.</param>
    public TestApp(string storage, Action<IServiceCollection>? services = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        (this.storage, this.services, this.settings) = (storage, services, settings ?? new Dictionary<string, string>(StringComparer.Ordinal));
        Client = CreateClient();
    }

    public HttpClient Client { get; }

    public FakeQueue Queue { get; } = new();

    /// <summary>Each app lives in a month of its own, later than those before it: lists that show the newest first show its own.</summary>
    public ShiftedTime Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero).AddDays(30 * Interlocked.Increment(ref apps)));

    /// <summary>Posts a payload and returns the status and the answer.</summary>
    public async Task<(int Status, JsonNode Answer)> PostAsync(string body, string path = "/api/alerts", string contentType = "application/json") =>
        await PostAsync(new StringContent(body, Encoding.UTF8, contentType), path);

    public async Task<(int Status, JsonNode Answer)> PostAsync(HttpContent body, string path = "/api/alerts")
    {
        using var response = await Client.PostAsync(path, body);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public async Task<(int Status, JsonNode Answer)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public async Task<(int Status, JsonNode Answer)> PatchAsync(string path, string body)
    {
        using var response = await Client.PatchAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Puts hosts or services, which must be taken; returns the report.</summary>
    public async Task<JsonNode> StoreAsync(string what, string body, string contentType = "application/json")
    {
        using var response = await Client.PutAsync($"/api/{what}", new StringContent(body, Encoding.UTF8, contentType));
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, answer);
        return JsonNode.Parse(answer)!;
    }

    /// <summary>Takes everything out of the queue.</summary>
    public List<string> Take()
    {
        var taken = new List<string>();
        while (Queue.Messages.TryDequeue(out var message)) taken.Add(message.Body);
        return taken;
    }

    /// <summary>Delivers messages to RecordAlerts as the host encodes a batch; returns the status.</summary>
    public Task<int> DeliverAsync(params IEnumerable<string> messages) => DeliverToAsync("RecordAlerts", messages);

    /// <summary>Delivers messages to a queue function as the host encodes a batch; returns the status.</summary>
    public Task<int> DeliverToAsync(string function, IEnumerable<string> messages) => InvokeAsync(function, "items", JsonSerializer.Serialize(messages.ToList()));

    /// <summary>Runs a timer function as the host does when it is due; returns the status.</summary>
    public Task<int> RunTimerAsync(string function) => InvokeAsync(function, "timer", new Dictionary<string, object>());

    private async Task<int> InvokeAsync(string function, string binding, object data)
    {
        using var response = await Client.PostAsJsonAsync("/" + function, new Dictionary<string, object> { ["Data"] = new Dictionary<string, object> { [binding] = data }, ["Metadata"] = new Dictionary<string, string>() });
        return (int)response.StatusCode;
    }

    /// <summary>Posts, delivers, and returns the id of the only alert.</summary>
    public async Task<string> RecordAsync(string body)
    {
        var (status, answer) = await PostAsync(body);
        Assert.Equal(202, status);
        Assert.Equal(200, await DeliverAsync(Take()));
        return answer["alerts"]![0]!["id"]!.GetValue<string>();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Storage", storage);
        builder.UseSetting("ServiceBus", "Endpoint=sb://127.0.0.1:1/;SharedAccessKeyName=n;SharedAccessKey=a2V5;UseDevelopmentEmulator=true");
        foreach (var (name, value) in settings) builder.UseSetting(name.Replace("__", ":", StringComparison.Ordinal), value);
        builder.ConfigureTestServices(container =>
        {
            container.Replace(ServiceDescriptor.Singleton<IQueue>(Queue));
            container.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            services?.Invoke(container);
        });
    }
}
