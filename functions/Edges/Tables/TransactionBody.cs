using System.Text;

namespace Automation.Edges.Tables;

/// <summary>Writes a transaction as the multipart body of "Performing entity group transactions" in the storage services' REST reference.</summary>
internal static class TransactionBody
{
    public const string ContentType = $"multipart/mixed; boundary={Batch}";

    private const int MaxActions = 100;
    private const int MaxLength = 4 * 1024 * 1024;

    // JSON and addresses are written in ASCII, and no line of either can begin with a boundary: fixed ones are safe.
    private const string Batch = "batch_automation";
    private const string Changes = "changeset_automation";

    /// <exception cref="ArgumentException">The actions break a limit of transactions; the message says which.</exception>
    public static byte[] Write(Uri endpoint, string table, IReadOnlyList<TableTransactionAction> actions)
    {
        ThrowIfInvalid(actions);
        var text = new StringBuilder($"--{Batch}\r\nContent-Type: multipart/mixed; boundary={Changes}\r\n\r\n", 1024 * actions.Count);
        for (var i = 0; i < actions.Count; i++)
            Append(text, endpoint, table, actions[i], i + 1);
        text.Append($"--{Changes}--\r\n--{Batch}--\r\n");
        return text.Length <= MaxLength
            ? Encoding.ASCII.GetBytes(text.ToString())
            : throw new ArgumentException($"The transaction has {text.Length} bytes; accepted are up to {MaxLength}.", nameof(actions));
    }

    private static void Append(StringBuilder text, Uri endpoint, string table, TableTransactionAction action, int contentId)
    {
        var entity = action.Entity;
        var json = action.ActionType == TableTransactionActionType.Delete ? null : EntityWriter.Write(entity);
        var path = action.ActionType == TableTransactionActionType.Add ? table : TableClient.EntityPath(table, entity.PartitionKey, entity.RowKey);
        text.Append($"--{Changes}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        text.Append($"{Method(action.ActionType)} {endpoint.AbsoluteUri}{path} HTTP/1.1\r\n");
        text.Append($"Content-ID: {contentId}\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n");
        if (action.ActionType is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete)
            text.Append($"If-Match: {TableClient.Spell(action.ETag == default ? Azure.ETag.All : action.ETag)}\r\n");
        if (json is not null)
            text.Append("Prefer: return-no-content\r\nContent-Type: application/json\r\n\r\n").Append(Encoding.ASCII.GetString(json));
        text.Append("\r\n");
        if (json is null)
            text.Append("\r\n");
    }

    private static string Method(TableTransactionActionType type) => type switch
    {
        TableTransactionActionType.Add => "POST",
        TableTransactionActionType.Delete => "DELETE",
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => "PATCH",
        _ => "PUT",
    };

    private static void ThrowIfInvalid(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count is < 1 or > MaxActions)
            throw new ArgumentException($"The transaction has {actions.Count} actions; accepted are 1 to {MaxActions}.", nameof(actions));
        var rows = new HashSet<string>(actions.Count, StringComparer.Ordinal);
        for (var i = 0; i < actions.Count; i++)
        {
            var entity = actions[i].Entity;
            if (!string.Equals(entity.PartitionKey, actions[0].Entity.PartitionKey, StringComparison.Ordinal))
                throw new ArgumentException($"Action {i} of the transaction is in another partition than action 0.", nameof(actions));
            if (!rows.Add(entity.RowKey))
                throw new ArgumentException($"Action {i} of the transaction has the row key of an earlier action.", nameof(actions));
        }
    }
}
