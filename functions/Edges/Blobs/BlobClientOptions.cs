using Azure.Core;

namespace Automation.Edges.Blobs;

/// <summary>Settings of the blob clients: retries, transport and diagnostics of the pipeline, and the clock that requests are signed with.</summary>
internal sealed class BlobClientOptions : ClientOptions
{
    /// <summary>Clock of the <c>x-ms-date</c> header. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
