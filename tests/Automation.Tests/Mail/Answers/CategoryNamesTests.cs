using Automation.Mail.Answers;
using Automation.Mail.Understanding;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Answers;

/// <summary>Answers name a category in the language of the answer.</summary>
public sealed class CategoryNamesTests
{
    private const string Names = "network: { en: network, de: Netzwerk }\nprinting: { de: Drucken }\n";

    [Theory]
    [InlineData("network", "de", "Netzwerk")]
    [InlineData("Network", "fr", "network")]
    [InlineData("printing", "fr", "printing")]
    [InlineData("telephony", "de", "telephony")]
    public void ACategory_FallsBackToEnglishThenToItself(string category, string language, string name) => Assert.Equal(name, CategoryNames.Read(Names, out _).Of(category, language));

    [Theory]
    [InlineData("network: [a]", "categories.yaml(1,10)")]
    [InlineData("network: { de: '' }", "categories.yaml(1,16)")]
    [InlineData("- a", "categories.yaml(1,1)")]
    public void WhatIsWrong_IsSaidWithItsPlace(string text, string place)
    {
        CategoryNames.Read(text, out var problems);
        Assert.StartsWith(place, Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheProductsTemplates_NameEveryCategoryInEveryLanguage()
    {
        var names = CategoryNames.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "answers", CategoryNames.FileName)), out var problems);
        var templates = AnswerTemplates.Load(Path.Combine(AppContext.BaseDirectory, "answers"), TimeZoneInfo.Utc, out _)!;

        Assert.Empty(problems);
        Assert.Equal(MailRules.Languages.Order(StringComparer.Ordinal), templates.Languages);
        foreach (var category in SomeMailRules.Shipped.Categories.Groups.Select(g => g.Name))
            Assert.All(MailRules.Languages, language => Assert.Contains($"({names.Of(category, language)})", templates.Write(Text(category), language, isPassword: false), StringComparison.Ordinal));
        Assert.Contains("(Drucken)", templates.Write(Text("printing"), "de", isPassword: false), StringComparison.Ordinal);
    }

    private static AnswerText Text(string category) => new("482-913-077", "", "", "incident", category, DateTimeOffset.UnixEpoch, [], null, null);
}
