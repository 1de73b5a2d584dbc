namespace Automation.Local.Host;

/// <summary>Something that the function app needs beside it on this machine, such as a storage emulator. Started before the handler, stopped after it.</summary>
internal interface ILocalService : IAsyncDisposable
{
    /// <summary>Ends with the reason when the service can't be brought back, or ended without saving; a running host then stops.</summary>
    Task<string> GaveUp { get; }

    /// <summary>Whether it can forget what it acknowledged when it dies, so that done work must come again.</summary>
    bool MayForget => false;

    /// <summary>Its line of the start report, once it runs; null for none.</summary>
    string? Report => null;

    /// <returns>Settings for the handler's environment.</returns>
    /// <exception cref="LocalHostException">It can't run here; the message says what to do.</exception>
    Task<IReadOnlyDictionary<string, string>> StartAsync(LocalServiceContext context, CancellationToken ct);
}

/// <summary>What a local service gets: where to keep its files, where to register its processes, where to say what it does.</summary>
/// <param name="RepeatWork">To be called when the service runs again and may have forgotten what it acknowledged last.</param>
internal sealed record LocalServiceContext(string StateFolder, ChildProcesses Children, HostOutput Output, Func<Task> RepeatWork)
{
    /// <summary>Stands in a provided setting for the address of the function app with its slash, which is known only after the services have started.</summary>
    public const string HostAddress = "{host}";
}
