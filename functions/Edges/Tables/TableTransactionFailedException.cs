using Azure;

namespace Automation.Edges.Tables;

/// <summary>A transaction that the service refused as a whole because one action failed.</summary>
internal sealed class TableTransactionFailedException : RequestFailedException
{
    internal TableTransactionFailedException(Response response, int? failedTransactionActionIndex)
        : base(response, null, StorageErrorParser.Instance)
    {
        FailedTransactionActionIndex = failedTransactionActionIndex;
    }

    /// <summary>Place of the failed action, from 0; null when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }
}
