using Automation.Edges.Blobs;
using Automation.Edges.Tables;
using Automation.Flow;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>Turns the storage clients' failures into the two kinds that the flow knows: storage that is unavailable, and data that storage will never take.</summary>
internal static class StorageFailure
{
    private static readonly HashSet<string?> Gone = new(StringComparer.Ordinal)
    {
        TableErrorCode.TableBeingDeleted.Value, TableErrorCode.TableNotFound.Value, BlobErrorCode.ContainerBeingDeleted.Value, BlobErrorCode.ContainerNotFound.Value,
    };

    /// <exception cref="DependencyUnavailableException">Storage doesn't answer, or refuses for now.</exception>
    /// <exception cref="PoisonMessageException">Storage will never take it.</exception>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (IsUnavailable(e, cancellationToken, out var reason))
        {
            throw new DependencyUnavailableException("storage", reason, e);
        }
        catch (RequestFailedException e) when (e.Status is 400 or 413)
        {
            throw new PoisonMessageException($"storage does not take it: {e.ErrorCode}", e);
        }
    }

    /// <summary>False for what the caller has to deal with: conflicts, bad data and its own cancellation.</summary>
    private static bool IsUnavailable(Exception exception, CancellationToken cancellationToken, out string reason)
    {
        // After several tries the pipeline throws all their failures as one; the last tells the state.
        var last = exception is AggregateException many ? many.InnerExceptions[^1] : exception;
        reason = last switch
        {
            OperationCanceledException when !cancellationToken.IsCancellationRequested => "no answer in time",
            RequestFailedException { Status: 0 } => "no connection",
            RequestFailedException e when e.Status is 401 or 403 or 408 or 429 or >= 500 || Gone.Contains(e.ErrorCode) => $"status {e.Status} {e.ErrorCode}",
            _ => "",
        };
        return reason.Length > 0;
    }
}
