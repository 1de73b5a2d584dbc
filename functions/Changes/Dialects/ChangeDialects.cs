using System.Text.Json;

namespace Automation.Changes.Dialects;

/// <summary>The dialects in the order in which a payload's shape is tried: the most particular marks first.</summary>
internal sealed class ChangeDialects
{
    private readonly IReadOnlyList<IChangeDialect> dialects =
    [
        new ActivityLogDialect(),
        new AzureDevOpsDialect(),
        new GitHubDialect(),
        new ArgoCdDialect(),
        new ServiceNowDialect(),
        new OwnDialect(),
    ];

    public string Names => string.Join(", ", dialects.Select(d => d.Name));

    /// <summary>The dialect of the name in the address when the name is one of ours, else the first whose shape fits, else null.</summary>
    public IChangeDialect? Choose(string? source, string? eventName, JsonElement root) =>
        (source is null ? null : dialects.FirstOrDefault(d => d.IsNamed(source))) ?? dialects.FirstOrDefault(d => d.Recognises(root, eventName));
}
