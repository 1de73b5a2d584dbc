using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Automation.Knowledge;

/// <summary>An article that was found.</summary>
/// <param name="Score">Comparable within one search only.</param>
/// <param name="Words">The words of the query that it holds, the weightiest first; at most <see cref="KnowledgeIndex.MaxWords"/>.</param>
internal sealed record KnowledgeHit(KnowledgeArticle Article, double Score, IReadOnlyList<string> Words);

/// <summary>
/// Finds the articles for an alert or a mail by BM25F: the counts of a word in title, symptoms, tags and body are weighted,
/// set against the length of each field, added, and only then saturated. Built once, never changed, safe for all threads.
/// </summary>
internal sealed class KnowledgeIndex
{
    public const int MaxWords = 8;

    /// <summary>Different words of a query that are looked at; the first ones of the text.</summary>
    public const int MaxQueryWords = 200;

    /// <summary>How soon more of the same word adds nothing: the usual value.</summary>
    private const double K1 = 1.2;

    /// <summary>Share of the best score below which another article is not offered beside it.</summary>
    private const double NeededShare = 0.25;

    /// <summary>Worth of a word that came as a tag (service, rule name), against one from running text.</summary>
    private const double TagWeight = 1.5;

    private readonly KnowledgeArticle[] articles;
    private readonly FrozenDictionary<string, KnowledgeArticle> byId;
    private readonly FrozenDictionary<string, Posting[]> postings;

    private KnowledgeIndex(KnowledgeArticle[] articles, FrozenDictionary<string, Posting[]> postings) =>
        (this.articles, this.postings, byId) = (articles, postings, articles.ToFrozenDictionary(a => a.Id, StringComparer.Ordinal));

    /// <summary>In the order of their titles.</summary>
    public IReadOnlyList<KnowledgeArticle> Articles => articles;

    public static KnowledgeIndex Of(IEnumerable<KnowledgeArticle> articles)
    {
        KnowledgeArticle[] sorted = [.. articles.OrderBy(a => a.Title, StringComparer.OrdinalIgnoreCase).ThenBy(a => a.Id, StringComparer.Ordinal)];
        var counts = sorted.Select(FieldCounts.Of).ToList();
        var average = FieldCounts.AverageLengths(counts);
        var building = new Dictionary<string, List<Posting>>(StringComparer.Ordinal);
        for (var i = 0; i < counts.Count; i++)
        {
            foreach (var (term, frequency, isNamed) in counts[i].Weighted(average))
            {
                ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(building, term, out _);
                (list ??= []).Add(new Posting(i, (float)(frequency / (K1 + frequency)), isNamed));
            }
        }

        return new KnowledgeIndex(sorted, building.ToFrozenDictionary(b => b.Key, b => b.Value.ToArray(), StringComparer.Ordinal));
    }

    public KnowledgeArticle? Get(string id) => byId.GetValueOrDefault(id);

    /// <summary>The best articles, the best first; none when nothing fits well enough.</summary>
    /// <param name="text">Title, description, a mail.</param>
    /// <param name="tags">Names that count more than running text: service, rule, category.</param>
    public IReadOnlyList<KnowledgeHit> Find(string text, IReadOnlyCollection<string> tags, int top)
    {
        var query = Query(text, tags);
        if (query.Count == 0) return [];
        var scores = ArrayPool<double>.Shared.Rent(articles.Length);
        var isOffered = ArrayPool<bool>.Shared.Rent(articles.Length);
        try
        {
            Tally(query, scores.AsSpan(0, articles.Length), isOffered.AsSpan(0, articles.Length));
            return [.. Offered(scores.AsSpan(0, articles.Length), isOffered.AsSpan(0, articles.Length))
                .OrderByDescending(o => o.Score).ThenBy(o => articles[o.Article].Id, StringComparer.Ordinal)
                .Take(top)
                .Select(o => new KnowledgeHit(articles[o.Article], o.Score, Matched(query, o.Article)))];
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scores);
            ArrayPool<bool>.Shared.Return(isOffered);
        }
    }

    /// <summary>An article is offered for a telling word in its title, symptoms or tags; everyday words and the body only move it.</summary>
    private static void Tally(List<QueryTerm> query, Span<double> scores, Span<bool> isOffered)
    {
        scores.Clear();
        isOffered.Clear();
        foreach (var term in query)
        {
            foreach (var posting in term.Postings)
            {
                scores[posting.Article] += term.Weight * posting.Saturation;
                if (posting.IsNamed && !term.IsEveryday) isOffered[posting.Article] = true;
            }
        }
    }

    private static List<(int Article, double Score)> Offered(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isOffered)
    {
        var best = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (isOffered[i] && scores[i] > best) best = scores[i];
        }

        var offered = new List<(int, double)>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (isOffered[i] && scores[i] >= NeededShare * best) offered.Add((i, scores[i]));
        }

        return offered;
    }

    private List<QueryTerm> Query(string text, IReadOnlyCollection<string> tags)
    {
        var terms = new List<QueryTerm>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var words = tags.SelectMany(Words.Of).Select(w => (Word: w, Weight: TagWeight)).Concat(Words.Of(text).Select(w => (Word: w, Weight: 1.0)));
        foreach (var (word, weight) in words)
        {
            if (!seen.Add(word.Term)) continue;
            if (postings.TryGetValue(word.Term, out var found)) terms.Add(new QueryTerm(word.Shown, weight * Rarity(found.Length), StopWords.Everyday.Contains(word.Term), found));
            if (seen.Count == MaxQueryWords) break;
        }

        return terms;
    }

    /// <summary>Inverse document frequency, never below zero.</summary>
    private double Rarity(int holders) => Math.Log(1 + (articles.Length - holders + 0.5) / (holders + 0.5));

    private static List<string> Matched(List<QueryTerm> query, int article) =>
        [.. query
            .Select(t => (t.Shown, Worth: t.Weight * Find(t.Postings, article)))
            .Where(t => t.Worth > 0)
            .OrderByDescending(t => t.Worth)
            .Select(t => t.Shown)
            .Distinct(StringComparer.Ordinal)
            .Take(MaxWords)];

    /// <summary>Postings stand in the order of their articles.</summary>
    private static float Find(Posting[] sorted, int article)
    {
        var (low, high) = (0, sorted.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle].Article == article) return sorted[middle].Saturation;
            if (sorted[middle].Article < article) low = middle + 1;
            else high = middle - 1;
        }

        return 0;
    }

    /// <param name="Saturation">Weighted frequency f as f / (k1 + f).</param>
    /// <param name="IsNamed">Whether the word stands in title, symptoms or tags.</param>
    private readonly record struct Posting(int Article, float Saturation, bool IsNamed);

    private readonly record struct QueryTerm(string Shown, double Weight, bool IsEveryday, Posting[] Postings);
}
