using Azure.Core;

namespace Automation.Edges.ServiceBus;

/// <summary>Settings of the queue client: retries, transport and diagnostics of the pipeline, and the clock that tokens expire by.</summary>
internal sealed class ServiceBusClientOptions : ClientOptions
{
    /// <summary>Clock of the shared-access tokens. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
