using Azure;

namespace Automation.Edges.Tables;

/// <summary>What one action of a transaction does with its row.</summary>
internal enum TableTransactionActionType
{
    Add = 0,
    UpdateMerge = 1,
    UpdateReplace = 2,
    Delete = 3,
    UpsertMerge = 4,
    UpsertReplace = 5,
}

/// <summary>One row's part in a transaction.</summary>
/// <param name="ActionType">What to do.</param>
/// <param name="Entity">The row; for a delete its keys are enough.</param>
/// <param name="ETag">For update and delete the version that must still be there; <c>default</c> for any. Not used by add and upsert.</param>
internal sealed record TableTransactionAction(TableTransactionActionType ActionType, TableEntity Entity, ETag ETag = default);
