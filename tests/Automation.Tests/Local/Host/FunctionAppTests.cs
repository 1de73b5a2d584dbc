using Automation.Local;
using Automation.Local.Host;
using Automation.Local.ServiceBus;
using Automation.Tests.Support;

namespace Automation.Tests.Local.Host;

/// <summary>App roots that the Functions host would refuse are refused with file and reason; good ones are read as meant.</summary>
public sealed class FunctionAppTests : IDisposable
{
    private const string HostJson = """{"version": "2.0", "customHandler": {"description": {"defaultExecutablePath": "run"}, "enableForwardingHttpRequest": true}}""";
    private const string Http = """{"type": "httpTrigger", "direction": "in", "name": "req"}, {"type": "http", "direction": "out", "name": "res"}""";
    private const string Timer = """{"type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "0 */5 * * * *"}""";
    private const string Queue = """{"type": "serviceBusTrigger", "direction": "in", "name": "item", "queueName": "alerts", "connection": "ServiceBus"}""";

    private readonly TemporaryFolder folder = new();
    private readonly AppSettings settings = new(new Dictionary<string, string> { ["ServiceBus"] = "x", ["QueueName"] = "alerts", ["Often"] = "0 * * * * *" });

    public void Dispose() => folder.Dispose();

    [Fact]
    public void GoodApp_IsReadAsMeant()
    {
        WriteHost(HostJson);
        Write("A", """{"type": "httpTrigger", "direction": "in", "name": "req", "route": "items/{id:int?}", "methods": ["get", "POST"], "authLevel": "Anonymous"}, {"type": "http", "direction": "out", "name": "res"}""");
        Write("B", """{"type": "serviceBusTrigger", "direction": "in", "name": "items", "queueName": "%QueueName%", "connection": "ServiceBus", "cardinality": "many"}""");
        Write("C", """{"type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "%Often%", "runOnStartup": true}""");
        folder.Write("wwwroot/readme.txt", "no function here");
        var app = Read();
        Assert.Equal("api", app.Host.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(5), app.Host.FunctionTimeout);
        var http = Assert.IsType<HttpTrigger>(app.Functions[0].Trigger);
        Assert.Equal(("items/{id:int?}", AuthLevel.Anonymous), (http.Route, http.Level));
        Assert.Equal(["GET", "POST"], http.Methods);
        Assert.Equal(new QueueTrigger("items", "alerts", Many: true, Binary: false), app.Functions[1].Trigger);
        Assert.True(Assert.IsType<TimerTrigger>(app.Functions[2].Trigger) is { RunOnStartup: true, UseMonitor: true });
    }

    [Theory]
    [InlineData("", "the file isn't there")]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "a JSON object is expected")]
    [InlineData("{}", "'version' must be \"2.0\", but nothing was found")]
    [InlineData("""{"version": "1.0"}""", "'version' must be \"2.0\", but \"1.0\" was found")]
    [InlineData("""{"version": "2.0"}""", "enableForwardingHttpRequest")]
    [InlineData("""{"version": "2.0", "customHandler": {"enableForwardingHttpRequest": true}}""", "defaultExecutablePath' is missing")]
    [InlineData("""{"version": "2.0", "customHandler": {"enableForwardingHttpRequest": true, "description": {"defaultExecutablePath": "gone"}}}""", "names 'gone', but")]
    [InlineData("""{"version": "2.0", "functionTimeout": "soon", "customHandler": {"enableForwardingHttpRequest": true, "description": {"defaultExecutablePath": "run"}}}""", "'functionTimeout' must be a duration")]
    [InlineData("""{"version": "2.0", "extensions": {"serviceBus": {"maxConcurrentCalls": 0}}, "customHandler": {"enableForwardingHttpRequest": true, "description": {"defaultExecutablePath": "run"}}}""", "'extensions.serviceBus.maxConcurrentCalls' must be a whole number from 1")]
    public void BadHostJson_IsRefusedWithReason(string json, string reason)
    {
        folder.Write("run", "");
        if (json.Length > 0) folder.Write("host.json", json);
        Write("A", Http);
        var message = Refusal();
        Assert.Contains(folder.File("host.json"), message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type": "blobTrigger", "direction": "in", "name": "x"}""", "the trigger type 'blobTrigger' isn't known")]
    [InlineData("""{"type": "http", "direction": "out", "name": "x"}""", "exactly one binding must be a trigger, but none was found")]
    [InlineData(Timer + """, {"type": "timerTrigger", "direction": "in", "name": "b", "schedule": "0 * * * * *"}""", "exactly one binding must be a trigger, but 2 was found")]
    [InlineData("""{"type": "timerTrigger", "direction": "in", "schedule": "0 * * * * *"}""", "'name' is missing")]
    [InlineData("""{"direction": "in", "name": "x"}""", "'type' is missing")]
    [InlineData("""{"type": "httpTrigger", "direction": "in", "name": "x"}, {"type": "http", "direction": "out", "name": "X"}""", "two bindings have the name 'X'")]
    [InlineData("""{"type": "httpTrigger", "direction": "sideways", "name": "x"}""", "'direction' must be")]
    [InlineData("""{"type": "httpTrigger", "direction": "out", "name": "x"}""", "the 'direction' of a trigger must be \"in\"")]
    [InlineData("""{"type": "httpTrigger", "direction": "in", "name": "x"}""", "drops chunked bodies")]
    [InlineData(Http + """, {"type": "queue", "direction": "out", "name": "more"}""", "drops chunked bodies")]
    [InlineData("""{"type": "httpTrigger", "direction": "in", "name": "r", "authLevel": "secret"}, {"type": "http", "direction": "out", "name": "x"}""", "'authLevel' must be")]
    [InlineData("""{"type": "httpTrigger", "direction": "in", "name": "r", "methods": ["FETCH"]}, {"type": "http", "direction": "out", "name": "x"}""", "'FETCH', which isn't an HTTP method")]
    [InlineData("""{"type": "httpTrigger", "direction": "in", "name": "r", "route": "a/{b"}, {"type": "http", "direction": "out", "name": "x"}""", "the route 'a/{b' can't be used")]
    [InlineData("""{"type": "httpTrigger", "direction": "in", "name": "r", "route": "a/{b:shape}"}, {"type": "http", "direction": "out", "name": "x"}""", "the constraint 'shape' isn't known")]
    [InlineData("""{"type": "timerTrigger", "direction": "in", "name": "t", "schedule": "every day"}""", "NCRONTAB expression of six fields")]
    [InlineData("""{"type": "timerTrigger", "direction": "in", "name": "t", "schedule": "0 99 * * * *"}""", "'schedule' is '0 99 * * * *'")]
    [InlineData("""{"type": "timerTrigger", "direction": "in", "name": "t", "schedule": "%Missing%"}""", "the setting 'Missing' is missing")]
    [InlineData("""{"type": "timerTrigger", "direction": "in", "name": "t"}""", "'schedule' is missing")]
    [InlineData(Timer + """, {"type": "serviceBus", "direction": "out", "name": "q"}""", "the binding type 'serviceBus' isn't known beside a timerTrigger")]
    [InlineData("""{"type": "serviceBusTrigger", "direction": "in", "name": "q", "connection": "ServiceBus"}""", "'queueName' is missing")]
    [InlineData("""{"type": "serviceBusTrigger", "direction": "in", "name": "q", "queueName": "nowhere", "connection": "ServiceBus"}""", "'queueName' is 'nowhere'")]
    [InlineData("""{"type": "serviceBusTrigger", "direction": "in", "name": "q", "queueName": "alerts", "connection": "Elsewhere"}""", "no setting of that name")]
    [InlineData("""{"type": "serviceBusTrigger", "direction": "in", "name": "q", "queueName": "alerts", "connection": "ServiceBus", "cardinality": "few"}""", "'cardinality' must be")]
    [InlineData("""{"type": "serviceBusTrigger", "direction": "in", "name": "q", "topicName": "alerts"}""", "topics aren't supported")]
    [InlineData("", "'bindings' is missing or empty")]
    public void BadFunction_IsRefusedWithFileAndReason(string bindings, string reason)
    {
        WriteHost(HostJson);
        var file = Write("A", bindings);
        var message = Refusal();
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("items/{id}", "get", "ITEMS/{name}", "GET", true)]
    [InlineData("items/{id}", "get", "items/{id}", "post", false)]
    [InlineData("items/{id:int}", "get", "items/{id}", "get", false)]
    [InlineData("items", "", "items", "post", true)]
    [InlineData("items/{*rest}", "get", "items/{rest}", "get", false)]
    public void TwoFunctionsOnOneRoute_ClashOnlyWhereAMethodIsShared(string route, string method, string otherRoute, string otherMethod, bool clash)
    {
        WriteHost(HostJson);
        Write("A", HttpOn(route, method));
        var second = Write("B", HttpOn(otherRoute, otherMethod));
        if (clash) Assert.Contains($"{second}: the route", Refusal(), StringComparison.Ordinal);
        else Assert.Equal(2, Read().Functions.Count);
    }

    [Fact]
    public void AdminRoute_IsRefused()
    {
        WriteHost("""{"version": "2.0", "extensions": {"http": {"routePrefix": ""}}, "customHandler": {"description": {"defaultExecutablePath": "run"}, "enableForwardingHttpRequest": true}}""");
        Write("A", HttpOn("Admin/users", "get"));
        Assert.Contains("begins with 'admin'", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AppWithoutFunctions_IsRefused()
    {
        WriteHost(HostJson);
        Assert.Contains("no function was found", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralProblems_AreToldTogether()
    {
        WriteHost("{}");
        Write("A", "");
        Write("1st", Queue);
        var message = Refusal();
        Assert.Contains("'version' must be", message, StringComparison.Ordinal);
        Assert.Contains("'bindings' is missing", message, StringComparison.Ordinal);
        Assert.Contains("'1st' can't be a function's name", message, StringComparison.Ordinal);
    }

    [Fact]
    public void DisabledFunction_IsLeftOut()
    {
        WriteHost(HostJson);
        Write("A", Http);
        folder.Write("B/function.json", $$"""{"disabled": true, "bindings": [{{Http}}]} """);
        Assert.Equal(["A"], Read().Functions.Select(function => function.Name));
    }

    private static string HttpOn(string route, string method) =>
        $$"""{"type": "httpTrigger", "direction": "in", "name": "req", "route": "{{route}}", "methods": [{{(method.Length == 0 ? "" : $"\"{method}\"")}}]}, {"type": "http", "direction": "out", "name": "res"}""";

    private void WriteHost(string json)
    {
        folder.Write("run", "");
        folder.Write("host.json", json);
    }

    private string Write(string function, string bindings) => folder.Write($"{function}/function.json", $$"""{"bindings": [{{bindings}}]}""");

    private FunctionApp Read() => FunctionApp.Read(folder.Path, settings, QueueCatalog.Read(folder.Write("queues.json", """{"alerts": {}}""")));

    private string Refusal() => Assert.Throws<LocalHostException>(Read).Message;
}
