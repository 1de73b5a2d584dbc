namespace Automation.Local.Host;

/// <summary>Something that the function app needs beside it on this machine, such as a storage emulator. Started before the handler, stopped after it.</summary>
internal interface ILocalService : IAsyncDisposable
{
    /// <summary>Ends with the reason when the service died and can't be brought back; the host then stops.</summary>
    Task<string> GaveUp { get; }

    /// <returns>Settings for the handler's environment.</returns>
    /// <exception cref="LocalHostException">It can't run here; the message says what to do.</exception>
    Task<IReadOnlyDictionary<string, string>> StartAsync(LocalServiceContext context, CancellationToken ct);
}

/// <summary>What a local service gets: where to keep its files, where to register its processes, where to say what it does.</summary>
internal sealed record LocalServiceContext(string StateFolder, ChildProcesses Children, HostOutput Output);
