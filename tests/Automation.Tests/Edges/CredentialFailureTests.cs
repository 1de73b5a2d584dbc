using Automation.Edges;
using Automation.Edges.ServiceBus;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Tests.Support;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace Automation.Tests.Edges;

/// <summary>A credential that gives no token is a dependency that is away: what waits comes again, and nothing is taken for broken.</summary>
public sealed class CredentialFailureTests
{
    public static TheoryData<Exception> Failures() => [new CredentialUnavailableException("no managed identity"), new AuthenticationFailedException("the identity's endpoint is busy")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Tables_AreUnavailable(Exception failure)
    {
        var tables = new TableServiceClient(new Uri("https://localhost:1"), new NoToken(failure));

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => new HeldTable(tables).ListAsync(null, 1, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Queues_AreUnavailable(Exception failure)
    {
        var tables = new TableServiceClient(new Uri("https://localhost:1"), new NoToken(failure));
        var aside = new PutAsideLog(new PayloadTable(tables), new RejectionTable(tables));
        var queue = new ServiceBusQueue(new ServiceBusClient("contoso.servicebus.windows.net", new NoToken(failure)), aside, new FixedClock(Some.Noon), NullLogger<ServiceBusQueue>.Instance);

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => queue.SendAsync(QueueNames.Alerts, [new OutgoingMessage("{}", "1")], CancellationToken.None));
    }

    private sealed class NoToken(Exception failure) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw failure;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromException<AccessToken>(failure);
    }
}
