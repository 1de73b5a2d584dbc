using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>The dimensions of Amazon's metrics, and which of them names the thing that an engineer would look at.</summary>
internal sealed class AwsDimensions
{
    /// <summary>The most particular first; what only tells a share of a thing (a storage class, a zone) is not among them.</summary>
    private static readonly string[] Things =
    [
        "host", "Host", "hostname", "HostName", "InstanceId", "InstanceName", "DBInstanceIdentifier", "DBClusterIdentifier", "CacheNodeId", "CacheClusterId", "ReplicationGroupId", "NodeName", "PodName",
        "TaskId", "TaskDefinitionFamily", "FunctionName", "BucketName", "QueueName", "TopicName", "TableName", "StreamName", "DeliveryStreamName", "LoadBalancerName", "LoadBalancer", "TargetGroup", "AutoScalingGroupName",
        "EnvironmentName", "DomainName", "ClusterIdentifier", "ClusterName", "Cluster Name", "JobFlowId", "VolumeId", "FileSystemId", "NatGatewayId", "VpnId", "TransitGateway", "ConnectionId", "DistributionId", "HealthCheckId",
        "ApiName", "ApiId", "StateMachineArn", "RuleName", "ServerId", "WorkspaceId", "DirectoryId", "ReplicationInstanceIdentifier", "BrokerName", "Broker", "CanaryName", "ProjectName", "EndpointName", "CertificateArn", "ServiceName", "WebACL", "FirewallName",
    ];

    private static readonly string[] Shares = ["StorageType", "AvailabilityZone", "Currency", "LinkedAccount", "Region", "device", "fstype", "path", "cpu", "interface", "StatusCode", "Method", "Stage", "Operation", "Class", "Type", "Service", "Resource", "ImageId", "InstanceType", "Rule", "FilterId", "objectname", "instance", "Engine", "Role", "ClientId"];

    private readonly SortedDictionary<string, string> values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => values;

    public string? Host => HostName is { } name ? values[name] : null;

    /// <summary>Of ECS: the service runs on no host that could be named.</summary>
    public string? Service => values.GetValueOrDefault("ServiceName");

    private string? HostName => Array.Find(Things, values.ContainsKey) ?? (values.Keys.Where(k => !Shares.Contains(k, StringComparer.Ordinal)).ToList() is [var only] ? only : null);

    /// <summary>An array of objects with name and value, in either spelling.</summary>
    public void AddPairs(JsonElement? pairs)
    {
        foreach (var pair in pairs.Items())
        {
            if ((pair.Text("name") ?? pair.Text("Name")) is { } name && (pair.Text("value") ?? pair.Text("Value")) is { } value) values.TryAdd(name, value);
        }
    }

    /// <summary>An object of names and values.</summary>
    public void AddMap(JsonElement? map)
    {
        foreach (var (name, value) in map.Map()) values.TryAdd(name, value);
    }

    public void Note(List<string> notes) =>
        notes.Add(HostName is { } name ? $"host: dimension {name} '{PlainText.Line(values[name], 80)}'" : values.Count == 0 ? "host: the metric has no dimensions" : "host: none of the dimensions names a thing");
}
