using System.Runtime.CompilerServices;
using Automation.Alerts.Authentication;
using Automation.Alerts.Correlation;
using Automation.Alerts.Episodes;
using Automation.Alerts.Intake;
using Automation.Changes;
using Automation.Edges.Blobs;
using Automation.Edges.Http;
using Automation.Edges.ServiceBus;
using Automation.Edges.Sns;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Hosts;
using Automation.Mail;
using Automation.Mail.Understanding;
using Automation.Mail.Understanding.Learning;
using Automation.Notifications;
using Automation.Notifications.Coalescing;
using Automation.Routing.Maintenance;
using Automation.Tickets;
using Azure.Core;

namespace Automation.Edges;

/// <summary>Registers the clients of the outside world behind the interfaces that the features declare.</summary>
internal static class EdgesSetup
{
    public static void AddEdges(this IServiceCollection services, EdgeOptions options) => services
        .AddSingleton(options)
        .AddSingleton(static s => TablesOf(s.GetRequiredService<EdgeOptions>()))
        .AddSingleton(static s => ServiceBusOf(s.GetRequiredService<EdgeOptions>()))
        .AddSingleton<IQueue, ServiceBusQueue>()
        .AddSingleton<IEpisodeStore, EpisodeTable>()
        .AddSingleton<IPayloadStore, PayloadTable>()
        .AddSingleton<ITicketStore, TicketTable>()
        .AddSingleton<IMailLog, MailTable>()
        .AddSingleton<IModelStore>(static s => new ModelBlob(BlobsOf(s.GetRequiredService<EdgeOptions>())))
        .AddSingleton<ISimilarLog, SimilarTable>()
        .AddSingleton<IHeldTickets, HeldTable>()
        .AddSingleton<IRejectionLog, RejectionTable>()
        .AddSingleton<IInventoryStore<HostRecord>, HostTable>()
        .AddSingleton<IInventoryStore<ServiceRecord>, ServiceTable>()
        .AddSingleton<IChangeStore, ChangeTable>()
        .AddSingleton<IScopeStore, ScopeTable>()
        .AddSingleton<IProbeLog, ProbeTable>()
        .AddSingleton<IEffectLog, EffectTable>()
        .AddSingleton<IDigestStore, DigestTable>()
        .AddSingleton<IPutAsideLog, PutAsideLog>()
        .AddSingleton<IOutboundHttp, OutboundHttp>()
        .AddSingleton(static s => new SnsHttp(s.GetRequiredService<TimeProvider>()))
        .AddSingleton(static _ => new CertificateChain())
        .AddSingleton<ICertificateSource, SnsCertificateSource>()
        .AddSingleton<ISubscriptionConfirmer, SubscriptionConfirmer>()
        .AddSingleton<IMaintenanceLog, MaintenanceTable>();

    /// <summary>The stores that commands read, without queues.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, EdgeOptions options) => services
        .AddSingleton(options)
        .AddSingleton(static s => TablesOf(s.GetRequiredService<EdgeOptions>()))
        .AddSingleton<IEpisodeStore, EpisodeTable>()
        .AddSingleton<ITicketStore, TicketTable>()
        .AddSingleton<IModelStore>(static s => new ModelBlob(BlobsOf(s.GetRequiredService<EdgeOptions>())))
        .AddSingleton<IInventoryStore<HostRecord>, HostTable>()
        .AddSingleton<IInventoryStore<ServiceRecord>, ServiceTable>()
        .AddSingleton<IMaintenanceLog, MaintenanceTable>();

    private static TableServiceClient TablesOf(EdgeOptions options)
    {
        var client = new TableClientOptions();
        Limit(client);
        return options.Storage is not null ? new TableServiceClient(options.Storage, client) : new TableServiceClient(options.StorageTables!, Identity(), client);
    }

    private static BlobServiceClient BlobsOf(EdgeOptions options)
    {
        var client = new BlobClientOptions();
        Limit(client);

        // No sender of a webhook waits for the model, which may have 5 MB.
        client.Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
        return options.Storage is not null ? new BlobServiceClient(options.Storage, client) : new BlobServiceClient(options.StorageBlobs!, Identity(), client);
    }

    private static ServiceBusClient ServiceBusOf(EdgeOptions options)
    {
        var client = new ServiceBusClientOptions();
        Limit(client);
        return options.ServiceBus is not null ? new ServiceBusClient(options.ServiceBus, client) : new ServiceBusClient(options.ServiceBusNamespace!, Identity(), client);
    }

    /// <summary>
    /// A sender of a webhook waits behind these: 8 s for a dependency that hangs, under one for a dependency that refuses.
    /// Queue functions need no more patience: what fails is sent again for later.
    /// </summary>
    private static void Limit(ClientOptions client)
    {
        client.Retry.MaxRetries = 1;
        client.Retry.Delay = TimeSpan.FromMilliseconds(200);
        client.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        client.Retry.NetworkTimeout = TimeSpan.FromSeconds(4);
    }

    /// <summary>Not inlined, so that Azure.Identity and what it needs are loaded only where no key is configured.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static TokenCredential Identity() => new Azure.Identity.DefaultAzureCredential();
}
