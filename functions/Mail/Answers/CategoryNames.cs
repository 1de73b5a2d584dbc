using Automation.Routing.Files;

namespace Automation.Mail.Answers;

/// <summary>How answers call categories, by language: <c>categories.yaml</c> beside the templates.</summary>
internal sealed class CategoryNames
{
    public const string FileName = "categories.yaml";

    private readonly Dictionary<string, Dictionary<string, string>> names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>In the language, else in English, else by its own name.</summary>
    public string Of(string category, string language) => names.GetValueOrDefault(category) is { } known
        ? known.GetValueOrDefault(language) ?? known.GetValueOrDefault(AnswerTemplates.DefaultLanguage) ?? category
        : category;

    /// <param name="text">Of the file; empty when there is none.</param>
    public static CategoryNames Read(string text, out IReadOnlyList<FileProblem> problems)
    {
        var (read, found) = (new CategoryNames(), new FileProblems(FileName));
        if (text.Length > 0 && YamlFile.Read(text, found) is { } map)
        {
            var top = new MapReader(map, found);
            foreach (var category in map.Entries.Select(e => e.Key.Value))
            {
                var of = read.names[category] = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                foreach (var (language, name) in top.Map(category)?.Pairs() ?? [])
                {
                    if (name.Value.Length is 0 or > MapReader.MaxName) found.Add(name.At, $"{language.Value}: a name of {name.Value.Length} characters", $"from 1 to {MapReader.MaxName}");
                    else of[language.Value] = name.Value;
                }
            }
        }

        problems = found.All;
        return read;
    }
}
