using Automation.Alerts;
using Automation.Alerts.Enrichment;
using Automation.Alerts.Episodes;
using Automation.Alerts.Intake;
using Automation.Edges.ServiceBus;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Knowledge;
using Automation.Notifications;
using Automation.Pages;
using Automation.Tests.Support;
using Automation.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

public sealed class ContainerTests
{
    [Fact]
    public void EveryPartOfTheApp_Resolves()
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString);

        Assert.All(
            new[]
            {
                typeof(AlertIntake), typeof(AlertRecorder), typeof(AlertQueueReader), typeof(HealthCheck), typeof(ITicketDesk), typeof(ITicketStore), typeof(IEpisodeStore),
                typeof(IPayloadStore), typeof(IRejectionLog), typeof(IProbeLog), typeof(IQueue), typeof(TableServiceClient), typeof(ServiceBusClient),
                typeof(EnrichmentRunner), typeof(KnowledgeLibrary),
                typeof(INotificationDesk), typeof(NotificationQueueReader), typeof(IChannelBook),
            },
            type => Assert.NotNull(app.Services.GetRequiredService(type)));
    }

    [Theory]
    [InlineData("", "inventory, changes, related, history, runbook, knowledge")]
    [InlineData("false", "inventory, changes, related, history, runbook, knowledge")]
    [InlineData("true", "inventory, changes, related, history, runbook, knowledge, azure")]
    public void Azure_IsAskedOnlyWhereItIsSwitchedOn(string enabled, string enrichers)
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString, settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["ResourceGraph__Enabled"] = enabled });

        Assert.Equal(enrichers, string.Join(", ", app.Services.GetServices<IEnricher>().Select(e => e.Name)));
    }
}
