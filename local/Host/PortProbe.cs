namespace Automation.Local.Host;

/// <summary>Waits until the handler's port answers a request, with whatever status: that is all the Functions host asks.</summary>
internal sealed class PortProbe(TimeSpan patience, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });

    /// <returns>Null once the port answers, else what the handler did instead.</returns>
    public async Task<string?> WaitAsync(RunningHandler handler, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        while (true)
        {
            try
            {
                if (handler.Exited.IsCompleted) return $"ended with exit code {handler.ExitCode} before it listened on its port";
                using var answer = await client.GetAsync(handler.Address, HttpCompletionOption.ResponseHeadersRead, either.Token);
                return null;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return $"didn't listen on its port within {patience.TotalSeconds:0} seconds";
            }

            await Task.WhenAny(handler.Exited, Task.Delay(Pause, time, CancellationToken.None));
        }
    }

    public void Dispose() => client.Dispose();
}
