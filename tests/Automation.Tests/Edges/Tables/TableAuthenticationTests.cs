using Automation.Edges;
using Automation.Edges.Tables;
using Automation.Tests.Support;
using Azure;
using Azure.Core;

namespace Automation.Tests.Edges.Tables;

/// <summary>Connection strings, shared keys, tokens, retries, and that no key gets out.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableAuthenticationTests(AzuriteFixture azurite)
{
    private const string Secret = "c2VjcmV0LWtleS10aGF0LW11c3Qtbm90LWxlYWs=";

    [Fact]
    public async Task SharedKeyCredential_IsAcceptedByTheEmulator()
    {
        var (endpoint, _, credential) = StorageConnectionString.Parse(azurite.ConnectionString);
        var table = new TableServiceClient(endpoint, credential).GetTableClient(AzuriteFixture.NewTableName());

        Assert.Equal(204, (await table.CreateIfNotExistsAsync()).Status);
    }

    [Fact]
    public async Task WrongKey_IsRefusedByTheEmulatorAndNotLeaked()
    {
        var (endpoint, _, right) = StorageConnectionString.Parse(azurite.ConnectionString);
        var credential = new StorageSharedKeyCredential(right.AccountName, Secret);
        var table = new TableServiceClient(endpoint, credential).GetTableClient("table");

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateIfNotExistsAsync());

        Assert.Equal((403, "AuthorizationFailure"), (e.Status, e.ErrorCode));
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"AccountName=a;AccountKey={Secret}", "https://a.table.core.windows.net/")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=a;AccountKey={Secret};EndpointSuffix=core.example", "http://a.table.core.example/")]
    [InlineData($" accountname = a ; ACCOUNTKEY={Secret} ;TableEndpoint=http://127.0.0.1:1/a;", "http://127.0.0.1:1/a")]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    public void ConnectionString_GivesTheEndpoint(string text, string endpoint) =>
        Assert.Equal(endpoint, StorageConnectionString.Parse(text).Tables.AbsoluteUri);

    [Theory]
    [InlineData($"AccountName=a;AccountKey={Secret}", "https://a.blob.core.windows.net/")]
    [InlineData($"AccountName=a;AccountKey={Secret};TableEndpoint=http://127.0.0.1:1/a;BlobEndpoint=http://127.0.0.1:2/a", "http://127.0.0.1:2/a")]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10000/devstoreaccount1")]
    public void ConnectionString_GivesTheEndpointOfBlobs(string text, string endpoint) =>
        Assert.Equal(endpoint, StorageConnectionString.Parse(text).Blobs.AbsoluteUri);

    [Theory]
    [InlineData($"AccountKey={Secret}", "AccountName is missing")]
    [InlineData("AccountName=a", "AccountKey is missing")]
    [InlineData($"AccountName=a;AccountKey={Secret}!", "not base64")]
    [InlineData($"AccountName=a;{Secret}", "AccountKey is missing")]
    [InlineData("AccountName=a;nonsense", "no \"name=value\" form")]
    [InlineData($"AccountName=a;AccountKey={Secret};TableEndpoint=ftp://x", "no http or https address")]
    [InlineData($"AccountName=a;SharedAccessSignature=sv=1&sig={Secret}", "not supported")]
    [InlineData("UseDevelopmentStorage=yes", "can only be \"true\"")]
    public void BrokenConnectionString_IsRefusedWithoutItsKey(string text, string reason)
    {
        var e = Assert.Throws<ArgumentException>(() => new TableServiceClient(text));

        Assert.DoesNotContain(Secret.TrimEnd('='), e.ToString(), StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenCredential_SendsABearerTokenForStorage()
    {
        var credential = new FixedTokenCredential("the-token");
        var transport = new ScriptedTransport(_ => new ScriptedResponse(204));
        var table = new TableServiceClient(new Uri("https://a.table.core.windows.net"), credential, new TableClientOptions { Transport = transport })
            .GetTableClient("table");

        await table.AddEntityAsync(new TableEntity("p", "r"));

        var (method, uri, headers) = Assert.Single(transport.Sent);
        Assert.Equal(("POST", "https://a.table.core.windows.net/table"), (method, uri));
        Assert.Equal("Bearer the-token", headers["Authorization"]);
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
        Assert.Equal(("2019-02-02", "3.0"), (headers["x-ms-version"], headers["DataServiceVersion"]));
    }

    [Fact]
    public async Task TokenCredentialWithoutTls_IsRefused()
    {
        var table = new TableServiceClient(new Uri("http://127.0.0.1:1/a"), new FixedTokenCredential("the-token")).GetTableClient("table");

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => table.GetEntityAsync<TableEntity>("p", "r"));

        Assert.DoesNotContain("the-token", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SharedKeySignature_IsTheDocumentedOne()
    {
        var clock = new FixedClock(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
        var transport = new ScriptedTransport(_ => new ScriptedResponse(204));
        var credential = new StorageSharedKeyCredential("a", Secret);
        var table = new TableServiceClient(new Uri("https://a.table.core.windows.net"), credential, new TableClientOptions { Transport = transport, TimeProvider = clock })
            .GetTableClient("table");

        await table.UpsertEntityAsync(new TableEntity("p q", "r'"), TableUpdateMode.Replace);

        var text = "PUT\n\napplication/json\nMon, 06 May 2024 07:08:09 GMT\n/a/table(PartitionKey='p%20q',RowKey='r%27%27')";
        Assert.Equal($"SharedKey a:{credential.ComputeSignature(text)}", transport.Sent[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task BusyService_IsAskedAgain()
    {
        var transport = new ScriptedTransport(
            _ => new ScriptedResponse(503), _ => new ScriptedResponse(500), _ => new ScriptedResponse(204));

        await Client(transport).AddEntityAsync(new TableEntity("p", "r") { ["T"] = "é" });

        Assert.Equal(3, transport.Sent.Count);
    }

    [Fact]
    public async Task ServiceThatStaysBusy_IsReportedWithItsStatus()
    {
        var transport = new ScriptedTransport(_ => new ScriptedResponse(503, "", ("x-ms-error-code", "ServerBusy")));

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => Client(transport).AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((503, "ServerBusy", 4), (e.Status, e.ErrorCode, transport.Sent.Count));
    }

    [Fact]
    public async Task ServiceThatDoesNotAnswer_IsOneExceptionWithStatusZero()
    {
        var options = new TableClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) } };
        var table = new TableServiceClient(
            $"AccountName=a;AccountKey={Secret};TableEndpoint=http://127.0.0.1:{ClosedPort.Find()}/a", options).GetTableClient("table");

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal(0, e.Status);
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_IsNotAFailure()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => azurite.Service.GetTableClient("table").GetEntityAsync<TableEntity>("p", "r", cancellationToken: cancelled.Token));
    }

    [Fact]
    public async Task TransactionRefusedAsAWhole_IsARequestFailure()
    {
        var transport = new ScriptedTransport(_ => new ScriptedResponse(413, "{\"odata.error\":{\"code\":\"RequestBodyTooLarge\",\"message\":{\"value\":\"too large\"}}}"));

        var e = await Assert.ThrowsAsync<RequestFailedException>(
            () => Client(transport).SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))]));

        Assert.Equal((413, "RequestBodyTooLarge"), (e.Status, e.ErrorCode));
    }

    private static TableClient Client(ScriptedTransport transport) => new TableServiceClient(
        new Uri("https://a.table.core.windows.net"),
        new StorageSharedKeyCredential("a", Secret),
        new TableClientOptions { Transport = transport, Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1), Mode = RetryMode.Fixed } })
        .GetTableClient("table");
}
