using Automation.Mail.Understanding;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Understanding;

/// <summary>A rules file with a mistake is refused with the place where a person mends it.</summary>
public sealed class MailRulesTests
{
    [Fact]
    public void TheShippedFile_HasNoProblems() => Assert.Empty(MailRulesReading.Of(SomeMailRules.Text, "mail.yaml").Problems);

    [Theory]
    [InlineData("threshold: 35", "threshold: many", "threshold: 'many'", 2, 12)]
    [InlineData("en: [printer* 3]", "en: [printer* 3, pr* 3]", "en: 'pr* 3'", 10, 22)]
    [InlineData("en: [printer* 3]", "en: [printer* 3, printer*]", "en: 'printer*' a second time", 10, 22)]
    [InlineData("en: [printer* 3]", "en: [a .. .. b]", "en: 'a .. .. b'", 10, 10)]
    [InlineData("en: [printer* 3]", "eng: [printer* 3]", "the unknown key 'eng'; did you mean 'en'?", 10, 5)]
    [InlineData("fallback: other", "fallback: othr", "fallback: the unknown category 'othr'; did you mean 'other'?", 3, 11)]
    [InlineData("- name: incident", "- name: problem", "name: 'problem'", 14, 11)]
    [InlineData("- name: other", "- name: printing", "a second block 'printing'", 11, 11)]
    [InlineData("password:", "passwords:", "no password", 2, 1)]
    public void AMistake_IsNamedWithLineAndColumn(string was, string now, string what, int line, int column)
    {
        var reading = MailRulesReading.Of(SomeMailRules.Small.Replace(was, now, StringComparison.Ordinal), "mail.yaml");

        Assert.Null(reading.Rules);
        Assert.Contains(reading.Problems, p => (p.What, p.At.Line, p.At.Column) == (what, line, column));
    }

    [Fact]
    public void TheSmallFile_IsAccepted() => Assert.Empty(MailRulesReading.Of(SomeMailRules.Small, "mail.yaml").Problems);

    [Fact]
    public void AFileThatIsNotThere_IsNamedWithItsSetting()
    {
        Assert.Null(new UnderstandingOptions(Path.Combine(Path.GetTempPath(), "no-such-folder", "mail.yaml"), null).Load(out var problem));
        Assert.Contains("Mail__RulesFile", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("print*", "printing", true)]
    [InlineData("print*", "blueprint", false)]
    [InlineData("*drucker*", "Netzwerkdruckern", true)]
    [InlineData("*kabel", "Netzwerkkabel", true)]
    [InlineData("*kabel", "Kabelkanal", false)]
    [InlineData("zurücksetzen", "ZURUECKSETZEN", true)]
    [InlineData("imprimé", "imprime", true)]
    [InlineData("password*", "pass\u200Bword\u00AD", true)]
    [InlineData("forgot .. password", "forgot my old windows password", true)]
    [InlineData("forgot .. password", "forgot one two three four five password", false)]
    public void ATerm_FitsItsWords(string term, string text, bool fits) =>
        Assert.Equal(fits, Term.Parse(term, "en")!.Match(FoldedText.Of(text).Words, 0) > 0);
}
