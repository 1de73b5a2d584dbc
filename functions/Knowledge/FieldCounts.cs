using System.Runtime.InteropServices;

namespace Automation.Knowledge;

/// <summary>How often each word stands in each field of one article: what the index is built from.</summary>
internal sealed class FieldCounts
{
    /// <summary>Words of an article that are counted, each field for itself.</summary>
    private const int MaxWords = 20_000;

    /// <summary>
    /// Title, symptoms, tags (services and hosts among them), body: what a word in it is worth, and how much of that a
    /// longer field takes away (0 nothing, 1 in full proportion). A list of tags is not less true for being long.
    /// </summary>
    private static readonly (double Weight, double Length)[] Fields = [(5, 0.3), (4, 0.4), (3, 0), (1, 0.75)];

    private const int Body = 3;

    private readonly Dictionary<string, int[]> counts = new(StringComparer.Ordinal);
    private readonly int[] lengths = new int[Fields.Length];

    public static FieldCounts Of(KnowledgeArticle article)
    {
        var all = new FieldCounts();
        all.Add(0, article.Title);
        foreach (var symptom in article.Symptoms) all.Add(1, symptom);
        foreach (var tag in article.Tags.Concat(article.Services).Concat(article.Hosts)) all.Add(2, tag);
        all.Add(Body, MarkdownText.Of(article.Markdown));
        return all;
    }

    public static double[] AverageLengths(IReadOnlyList<FieldCounts> all) =>
        [.. Fields.Select((_, field) => all.Count == 0 ? 1 : Math.Max(1, all.Average(c => c.lengths[field])))];

    /// <summary>Each word with its weighted frequency over all fields, and whether it stands outside the body.</summary>
    public IEnumerable<(string Term, double Frequency, bool IsNamed)> Weighted(double[] average)
    {
        foreach (var (term, fields) in counts)
        {
            var sum = 0.0;
            for (var field = 0; field < Fields.Length; field++)
            {
                if (fields[field] == 0) continue;
                var (weight, length) = Fields[field];
                sum += weight * fields[field] / (1 - length + length * lengths[field] / average[field]);
            }

            yield return (term, sum, fields.AsSpan(0, Body).ContainsAnyExcept(0));
        }
    }

    private void Add(int field, string text)
    {
        foreach (var word in Words.Of(text))
        {
            if (lengths[field] == MaxWords) return;
            ref var fields = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, word.Term, out _);
            (fields ??= new int[Fields.Length])[field]++;
            lengths[field]++;
        }
    }
}
