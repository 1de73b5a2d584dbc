namespace Automation.Knowledge;

/// <summary>One article of the knowledge folder, as it was read at start; searched for alerts and shown to people.</summary>
/// <param name="Id">Path in the folder without its ending, in lower case, everything but letters a-z and digits as dashes: the name in addresses.</param>
/// <param name="Symptoms">What a person or a tool would say when this article helps.</param>
/// <param name="Services">Names of services that it is about; empty for any.</param>
/// <param name="Hosts">Names of hosts that it is about; empty for any.</param>
/// <param name="Language">Language tag, such as en or de-AT.</param>
/// <param name="Link">Where the article is kept for people, if it is; http or https.</param>
/// <param name="Markdown">The text below the front matter.</param>
internal sealed record KnowledgeArticle(
    string Id, string Title, IReadOnlyList<string> Tags, IReadOnlyList<string> Symptoms, IReadOnlyList<string> Services, IReadOnlyList<string> Hosts,
    string Language, string? Link, string Markdown);

/// <summary>What is wrong with a file of the folder.</summary>
/// <param name="File">Path in the folder.</param>
/// <param name="Line">From 1.</param>
/// <param name="LeftOut">True when there is no article for it; false when only a part of it counts for nothing.</param>
internal sealed record KnowledgeProblem(string File, int Line, string Text, bool LeftOut)
{
    public override string ToString() => $"{File}:{Line}: {Text}{(LeftOut ? " (the article is left out)" : "")}";
}
