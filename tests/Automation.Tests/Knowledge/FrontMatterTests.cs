using Automation.Knowledge;

namespace Automation.Tests.Knowledge;

public sealed class FrontMatterTests
{
    [Fact]
    public void AWholeArticle_IsRead()
    {
        var (article, problems) = Read("---\r\ntitle: \"Disk: full\"\r\ntags: [linux, disk]\r\nsymptoms:\r\n  - No space left\r\nservices: orders\r\nhosts: [db01]\r\nlanguage: de-AT\r\nlink: https://wiki.example.com/a?b=1\r\n---\r\n\r\nText\r\n\r\n---\r\n\r\nmore\r\n");

        Assert.Empty(problems);
        Assert.NotNull(article);
        Assert.Equal(("Disk: full", "de-AT", "https://wiki.example.com/a?b=1"), (article.Title, article.Language, article.Link));
        Assert.Equal(["linux", "disk", "No space left", "orders", "db01"], [.. article.Tags, .. article.Symptoms, .. article.Services, .. article.Hosts]);
        Assert.Equal("Text\n\n---\n\nmore", article.Markdown);
    }

    [Theory]
    [InlineData("---\ntitle: a\n---")]
    [InlineData("---\ntitle: a\ntags:\nlink:\nlanguage: ~\n---\n")]
    public void OnlyTheTitle_IsNeeded(string text)
    {
        var (article, problems) = Read(text);

        Assert.Empty(problems);
        Assert.NotNull(article);
        Assert.Equal(("en", (string?)null, ""), (article.Language, article.Link, article.Markdown));
    }

    [Theory]
    [InlineData("# Disk full\n", 1, "found no front matter at the start")]
    [InlineData("", 1, "found no front matter at the start")]
    [InlineData("---\ntitle: a\n", 1, "found no end of the front matter")]
    [InlineData("---\n---\ntext", 2, "found no names with values")]
    [InlineData("---\n- a\n---\n", 2, "found no names with values")]
    [InlineData("---\ntags: [a]\n---\n", 1, "found no title")]
    [InlineData("---\ntitle:\n---\n", 2, "title: found nothing")]
    [InlineData("---\ntags: [a]\ntitle: [a]\n---\n", 3, "title: found a list")]
    [InlineData("---\ntitle: a\ntags: {b: c}\n---\n", 3, "tags: found a map")]
    [InlineData("---\ntitle: a\nsymptoms:\n  - good\n  - [bad]\n---\n", 5, "symptoms: found a list")]
    [InlineData("---\ntitle: a\nlink: javascript:alert(1)\n---\n", 3, "link: found 'javascript:alert(1)'; accepted: an http or https address")]
    [InlineData("---\ntitle: a\nlanguage: English language\n---\n", 3, "language: found 'English language'; accepted: a language tag")]
    [InlineData("---\ntitle: a\ntitle: b\n---\n", 3, "found broken YAML: Duplicate key title")]
    [InlineData("---\ntitle: a\n\tb: c\n---\n", 2, "found broken YAML")]
    [InlineData("---\ntitle: a: b\n---\n", 2, "found broken YAML")]
    [InlineData("---\ntitle: *nobody\n---\n", 2, "found broken YAML")]
    [InlineData("---\ntitle: a\ntags: [b, c\n---\n", 0, "found broken YAML")]
    public void WhatCanNotBeUsed_IsSaidWithItsLine(string text, int line, string said)
    {
        var (article, problems) = Read(text);

        Assert.Null(article);
        var problem = Assert.Single(problems);
        Assert.Contains(said, problem.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("a/b.md:", problem.ToString(), StringComparison.Ordinal);
        if (line > 0) Assert.Equal(line, problem.Line);
    }

    [Fact]
    public void ManyBrackets_AreRefusedAndDoNotEndTheProcess()
    {
        var (article, problems) = Read($"---\ntitle: a\ntags: {new string('[', 7000)}{new string(']', 7000)}\n---\n");

        Assert.Null(article);
        Assert.Equal(3, Assert.Single(problems).Line);
    }

    [Fact]
    public void TooMuch_IsRefusedWithItsMeasure()
    {
        Assert.Contains("at most 16384", Assert.Single(Read($"---\ntitle: a\nx: {new string('y', FrontMatter.MaxCharacters)}\n---\n").Problems).Text, StringComparison.Ordinal);
        Assert.Contains("found a text of 201 characters", Assert.Single(Read($"---\ntitle: {new string('y', 201)}\n---\n").Problems).Text, StringComparison.Ordinal);
        Assert.Contains("found 51 texts", Assert.Single(Read($"---\ntitle: a\ntags: [{string.Join(", ", Enumerable.Range(0, 51))}]\n---\n").Problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownName_IsSaidAndCostsNothing()
    {
        var (article, problems) = Read("---\ntitle: a\nsymptom: [b]\n---\n");

        Assert.NotNull(article);
        var problem = Assert.Single(problems);
        Assert.Equal(("'symptom' counts for nothing; accepted: title, tags, symptoms, services, hosts, language, link", false), (problem.Text, problem.LeftOut));
    }

    private static (KnowledgeArticle? Article, IReadOnlyList<KnowledgeProblem> Problems) Read(string text) => FrontMatter.Read("a/b.md", "a-b", text);
}
