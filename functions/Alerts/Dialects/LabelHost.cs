using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Finds in a label set of Prometheus what an engineer would call the host: a label that names the machine, then the pod or
/// workload, and <c>instance</c> where it is more than the address of the exporter that measured something else.
/// </summary>
internal static class LabelHost
{
    private static readonly string[] Machines =
    [
        "host", "hostname", "host_name", "host.name", "fqdn", "node", "nodename", "node_name", "kubernetes_node", "kubernetes_io_hostname", "k8s_node_name", "k8s.node.name",
        "exported_node", "server", "server_name", "servername", "machine", "vm", "vm_name", "vmname", "computer", "Computer", "esxi_host", "device_name", "sysName", "exported_instance", "exported_host",
        "instance_name", "instance_id", "InstanceId", "dimension_InstanceId", "DBInstanceIdentifier", "dimension_DBInstanceIdentifier", "dbinstance_identifier",
    ];

    private static readonly string[] Pods = ["exported_pod", "pod", "pod_name", "kubernetes_pod_name", "k8s_pod_name", "k8s.pod.name"];

    private static readonly string[] Workloads = ["statefulset", "deployment", "daemonset", "cronjob", "job_name", "horizontalpodautoscaler", "persistentvolumeclaim", "exported_container", "container", "container_name", "cluster_name"];

    private static readonly string[] Addresses = ["instance", "target", "address", "ip", "host_ip", "url", "endpoint_url"];

    private static readonly string[] Exporters = ["exporter", "kube-state-metrics", "kube_state_metrics", "cadvisor", "kube-rbac-proxy", "pushgateway", "blackbox", "prometheus-", "grafana-agent", "cloudwatch-agent"];

    /// <summary>Labels that Prometheus gives a sample for where it was scraped, unless the sample has its own.</summary>
    private static readonly string[] ScrapeLabels = ["job", "pod", "service", "container", "app", "app_kubernetes_io_name"];

    private static readonly string[] ServiceLabels = ["service", "service_name", "service.name", "app", "application", "app_kubernetes_io_name", "app.kubernetes.io/name", "exported_service"];

    public static string? Find(IReadOnlyDictionary<string, string> labels, List<string> notes)
    {
        // What kube-state-metrics reports is never about the machine or the pod that it runs on.
        var name = FindOwn(labels) ?? (IsOfStateMetrics(labels)
            ? Own(labels, Workloads) ?? First(labels, Addresses[1..])
            : Measured(labels) ?? First(labels, Addresses) ?? First(labels, Pods) ?? Own(labels, Workloads));
        notes.Add(name is null
            ? "host: none of the labels host, hostname, node, pod, instance is there"
            : $"host: label {name} '{PlainText.Line(labels[name], 80)}'");
        return name is null ? null : labels[name];
    }

    /// <summary>Name of the label that names the machine or the pod itself; null when only a place of measuring is there.</summary>
    public static string? FindOwn(IReadOnlyDictionary<string, string> labels) => First(labels, Machines) ?? Own(labels, Pods);

    public static string? Service(IReadOnlyDictionary<string, string> labels, List<string> notes)
    {
        var name = Own(labels, ServiceLabels);
        notes.Add(name is null
            ? "service: none of the labels service, app, application is there"
            : $"service: label {name} '{PlainText.Line(labels[name], 80)}'");
        return name is null ? null : labels[name];
    }

    /// <summary>The workload or the probed address, when <c>instance</c> is only who measured it.</summary>
    private static string? Measured(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue("instance", out var instance) && IsExporter(instance) ? Own(labels, Workloads) ?? First(labels, Addresses[1..]) : null;

    private static bool IsOfStateMetrics(IReadOnlyDictionary<string, string> labels) => Array.Exists(ScrapeLabels, n =>
        labels.TryGetValue(n, out var value) && (value.Contains("kube-state-metrics", StringComparison.OrdinalIgnoreCase) || value.Contains("kube_state_metrics", StringComparison.OrdinalIgnoreCase)));

    private static string? First(IReadOnlyDictionary<string, string> labels, string[] names) =>
        Array.Find(names, n => labels.TryGetValue(n, out var value) && !string.IsNullOrWhiteSpace(value));

    private static string? Own(IReadOnlyDictionary<string, string> labels, string[] names) =>
        Array.Find(names, n => labels.TryGetValue(n, out var value) && !string.IsNullOrWhiteSpace(value) && !IsExporter(value));

    private static bool IsExporter(string value) => Array.Exists(Exporters, e => value.Contains(e, StringComparison.OrdinalIgnoreCase));
}
