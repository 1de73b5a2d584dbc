using Automation.Edges.Tables;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Tests.Support;

/// <summary>Counts storage operations as <c>METHOD Table</c>, repetitions of the pipeline left out.</summary>
internal sealed class CountingPolicy : HttpPipelineSynchronousPolicy
{
    private readonly List<string> operations = [];

    public override void OnSendingRequest(HttpMessage message)
    {
        var table = message.Request.Uri.Path.Split('/')[^1].Split('(')[0];
        lock (operations) operations.Add($"{message.Request.Method} {table}");
    }

    public List<string> Take()
    {
        lock (operations)
        {
            var taken = operations.ToList();
            operations.Clear();
            return taken;
        }
    }

    public TableServiceClient Client(string connectionString)
    {
        var options = new TableClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new TableServiceClient(connectionString, options);
    }
}
