using Azure.Core;

namespace Automation.Edges.Tables;

/// <summary>Entry to the tables of one storage account; makes the clients of its tables, which share its pipeline.</summary>
internal sealed class TableServiceClient
{
    private readonly TablePipeline _pipeline;

    /// <exception cref="ArgumentException">The connection string can't be used; the message does not repeat it.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
    {
        var account = StorageConnectionString.Parse(connectionString);
        _pipeline = TablePipeline.Create(account.Tables, account.Credential, options);
    }

    public TableServiceClient(Uri endpoint, StorageSharedKeyCredential credential, TableClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _pipeline = TablePipeline.Create(endpoint, credential, options);
    }

    /// <summary>Tokens go over TLS only: an http endpoint fails at the first request.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        _pipeline = TablePipeline.Create(endpoint, tokenCredential, options);
    }

    public Uri Uri => _pipeline.Endpoint;

    /// <exception cref="ArgumentException">No table can have this name.</exception>
    public TableClient GetTableClient(string tableName) => new(_pipeline, tableName);
}
