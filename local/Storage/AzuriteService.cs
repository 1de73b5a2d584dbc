using Automation.Local.Host;

namespace Automation.Local.Storage;

/// <summary>Azurite as a service of the local host: installed when it is missing, started before the handler, started again if it dies.</summary>
internal sealed class AzuriteService(string repositoryRoot) : ILocalService
{
    private readonly CancellationTokenSource stop = new();
    private AzuriteProcess? azurite;
    private Task watch = Task.CompletedTask;

    public async Task<IReadOnlyDictionary<string, string>> StartAsync(LocalServiceContext context, CancellationToken ct)
    {
        try
        {
            await NodePackages.EnsureAsync(repositoryRoot, context.Output.Log, ct);
            azurite = await AzuriteProcess.StartAsync(repositoryRoot, Path.Combine(context.StateFolder, "azurite"), cancellationToken: ct);
        }
        catch (NodeToolException e)
        {
            throw new LocalHostException(e.Message, e);
        }

        watch = WatchAsync(context);
        return new Dictionary<string, string>(StringComparer.Ordinal) { ["Storage"] = azurite.ConnectionString, ["AzureWebJobsStorage"] = azurite.ConnectionString };
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watch;
        if (azurite is not null) await azurite.DisposeAsync();
        stop.Dispose();
    }

    /// <summary>On the same port, so that the handler's connection string stays true.</summary>
    private async Task WatchAsync(LocalServiceContext context)
    {
        while (true)
        {
            var stopped = Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
            if (await Task.WhenAny(azurite!.Exited, stopped) == stopped) return;
            context.Output.Log("Azurite ended unexpectedly; starting it again.");
            var port = azurite.Port;
            await azurite.DisposeAsync();
            azurite = null;
            try
            {
                azurite = await AzuriteProcess.StartAsync(repositoryRoot, Path.Combine(context.StateFolder, "azurite"), port, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (NodeToolException e)
            {
                context.Output.Log($"Storage is gone: {e.Message} Stop the local host and start it again.");
                return;
            }
        }
    }
}
