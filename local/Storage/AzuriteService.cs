using Automation.Local.Host;

namespace Automation.Local.Storage;

/// <summary>
/// Azurite as a service of the local host: installed when it is missing, started before the handler, started again with growing
/// pauses if it dies, and given up when that fails too often.
/// </summary>
internal sealed class AzuriteService(string repositoryRoot, TimeProvider time) : ILocalService
{
    private const int MostAttempts = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<string> gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AzuriteProcess? azurite;
    private Task watch = Task.CompletedTask;

    public Task<string> GaveUp => gaveUp.Task;

    public bool MayForget => true;

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
        if (azurite is not null)
        {
            await azurite.DisposeAsync();
            if (!azurite.HasSaved) gaveUp.TrySetResult("Azurite ended before it had saved its tables.");
        }

        stop.Dispose();
    }

    private async Task WatchAsync(LocalServiceContext context)
    {
        try
        {
            while (true)
            {
                await azurite!.Exited.WaitAsync(stop.Token);
                context.Output.Log($"Azurite ended unexpectedly ({await azurite.EndingAsync()}); starting it again.");
                var (port, blobPort) = (azurite.Port, azurite.BlobPort);
                await azurite.DisposeAsync();
                azurite = null;
                if (await RestartAsync(context, port, blobPort) is { } failure)
                {
                    gaveUp.SetResult($"Azurite can't be started again ({MostAttempts} attempts), so storage is gone and the host stops: {failure}");
                    return;
                }

                context.Output.Log("Azurite runs again.");
                await context.RepeatWork();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception unexpected)
        {
            gaveUp.TrySetResult($"Azurite can't be watched any more, so the host stops: {unexpected}");
        }
    }

    /// <summary>On the same ports, so that the handler's connection string stays true.</summary>
    /// <returns>What the last attempt failed of; null when it runs.</returns>
    private async Task<string?> RestartAsync(LocalServiceContext context, int port, int blobPort)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                azurite = await AzuriteProcess.StartAsync(repositoryRoot, Path.Combine(context.StateFolder, "azurite"), port, blobPort, stop.Token);
                return null;
            }
            catch (Exception e) when (e is NodeToolException or IOException or UnauthorizedAccessException)
            {
                if (attempt == MostAttempts) return e.Message;
                var pause = FirstPause * Math.Pow(2, attempt - 1);
                context.Output.Log($"Attempt {attempt} of {MostAttempts} failed, the next comes in {pause.TotalSeconds:0.#} s: {e.Message}");
                await Task.Delay(pause, time, stop.Token);
            }
        }
    }
}
