using System.Text.Json.Serialization;
using Automation.Flow;

namespace Automation.Knowledge;

/// <summary>What GET /api/knowledge answers. The names are a contract with clients.</summary>
/// <param name="Total">Articles that there are, found or not.</param>
/// <param name="Problems">What is wrong with files of the folder, for those who write them.</param>
internal sealed record KnowledgePage(int Total, IReadOnlyList<KnowledgeSummary> Articles, IReadOnlyList<string> Problems);

/// <param name="Address">Where its text is.</param>
/// <param name="Score">Only after a search; comparable within one answer.</param>
/// <param name="Words">Words of the query that it holds; only after a search.</param>
internal sealed record KnowledgeSummary(
    string Id, string Title, IReadOnlyList<string> Tags, string Language, string? Link, string Address,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Score,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Words)
{
    public static KnowledgeSummary Of(KnowledgeArticle article) =>
        new(article.Id, article.Title, article.Tags, article.Language, article.Link, KnowledgeFunctions.Address(article), null, null);

    public static KnowledgeSummary Of(KnowledgeHit hit) => Of(hit.Article) with { Score = Math.Round(hit.Score, 2), Words = hit.Words };
}

/// <summary>Serialises what the knowledge functions answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KnowledgePage))]
internal sealed partial class KnowledgeJson : JsonSerializerContext
{
    public static KnowledgeJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
