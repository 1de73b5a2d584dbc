using Automation.Mail.Understanding;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Understanding;

/// <summary>Mails as people write them, in seven languages, and what they are taken for by the rules that the product brings.</summary>
public sealed class UnderstanderTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private static readonly Understander Shipped = new(SomeMailRules.Shipped);

    public static TheoryData<string> Mails() => [.. File.ReadLines(Path.Combine(RepositoryRoot.Path, "tests", "Automation.Tests", "Mail", "Understanding", "mails.txt")).Where(l => !l.StartsWith('#'))];

    [Theory]
    [MemberData(nameof(Mails))]
    public void AMail_IsTakenForWhatItIs(string line)
    {
        var cells = line.Split('|');
        var (marks, urgencies) = (cells[3].Split(' '), new[] { "critical", "high", "low" });

        var mail = Shipped.Decide(new MailFacts(cells[4], cells[5]), null, At);

        Assert.Equal((cells[0], cells[1], cells[2]), (mail.Language, mail.Kind, mail.Category));
        Assert.Equal((marks.Contains("security"), marks.Contains("password")), (mail.IsSecurity, mail.IsPassword));
        Assert.Equal(marks.Contains("all"), mail.Impact == "high");
        if (marks.FirstOrDefault(urgencies.Contains) is { } urgency) Assert.Equal(urgency, mail.Urgency);
        else Assert.NotEqual("critical", mail.Urgency);
    }

    [Fact]
    public void TheTable_HasEveryLanguageCategoryAndMark()
    {
        var rows = File.ReadLines(Path.Combine(RepositoryRoot.Path, "tests", "Automation.Tests", "Mail", "Understanding", "mails.txt")).Where(l => !l.StartsWith('#')).Select(l => l.Split('|')).ToList();

        Assert.True(rows.Count >= 150);
        Assert.Equal(MailRules.Languages.Order(), rows.Select(r => r[0]).Distinct().Order());
        Assert.Equal(SomeMailRules.Shipped.Categories.Groups.Select(g => g.Name).Order(), rows.Select(r => r[2]).Distinct().Order());
        Assert.All(["security", "password", "critical", "high", "low", "all"], mark => Assert.Contains(rows, r => r[3].Split(' ').Contains(mark)));
    }

    [Theory]
    [InlineData("This is not a printer problem", "taken back by 'not a'")]
    [InlineData("Das ist kein Problem mit dem Drucker", "taken back by 'kein problem mit'")]
    [InlineData("Ce n'est pas un problème d'imprimante", "taken back by 'pas un'")]
    public void ATermBehindANegation_IsTakenBackAndShown(string text, string shown)
    {
        var mail = Shipped.Decide(new MailFacts("", text), null, At);

        Assert.NotEqual("printing", mail.Category);
        Assert.Contains(mail.Trace, s => s.Facts.TryGetValue("words", out var words) && words.Contains(shown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Es ist kein Virus", false)]
    [InlineData("We found no malware on it", false)]
    [InlineData("Kein Virus, aber meine Tasche wurde gestohlen", true)]
    [InlineData("No, I think it was phishing", true)]
    [InlineData("Ist das ein Virus?", true)]
    public void AbsenceTakesSecurityBack_ButNotAcrossAComma(string text, bool isSecurity) =>
        Assert.Equal(isSecurity, Shipped.Decide(new MailFacts("", text), null, At).IsSecurity);

    [Fact]
    public void WhatIsMissing_IsTheProblemElsewhere() => Assert.Equal("network", Shipped.Decide(new MailFacts("", "Hier ist kein Internet"), null, At).Category);

    [Fact]
    public void SecurityWords_WinOverEverythingElse()
    {
        var mail = Shipped.Decide(new MailFacts("Printer, Outlook, VPN", "Please install Visio. By the way, I forgot my password because my laptop was stolen."), null, At);

        Assert.Equal(("security", "security", MailRules.Incident, "high", "medium", true, false), (mail.Category, mail.Team, mail.Kind, mail.Urgency, mail.Impact, mail.IsSecurity, mail.IsPassword));
        Assert.Contains("stolen", mail.Trace[0].Facts["words"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null, 0, "medium")]
    [InlineData(false, "Executive Board", 0, "medium")]
    [InlineData(false, "Sales", 2, null)]
    [InlineData(false, null, 3, "medium")]
    [InlineData(false, null, 10, "high")]
    public void SenderAndNumberOfSimilarMails_RaiseTheImpact(bool isVip, string? department, int similar, string? impact) =>
        Assert.Equal(impact, Shipped.Decide(new MailFacts("Mouse", "My mouse is broken", isVip, department, similar), null, At).Impact);

    [Fact]
    public void OnlyMe_IsRaisedByAVip()
    {
        Assert.Equal("low", Shipped.Decide(new MailFacts("", "Word crashes, only me."), null, At).Impact);
        Assert.Equal("medium", Shipped.Decide(new MailFacts("", "Word crashes, only me.", IsVip: true), null, At).Impact);
    }

    [Theory]
    [InlineData("")]
    [InlineData("asdf qwerty")]
    [InlineData("\u202E\u200B😀😀")]
    public void NothingUnderstood_GoesToTriage(string text)
    {
        var mail = Shipped.Decide(new MailFacts("", text), null, At);

        Assert.Equal(("other", true, null, null, null), (mail.Category, mail.NeedsTriage, mail.Guess, mail.Language, mail.Topic));
    }

    [Fact]
    public void AModel_CountsBesideTheWords()
    {
        var model = SomeModel.Of(("the coffee machine leaks", "hardware"), ("please change the invoice address", "other"));

        var mail = Shipped.Decide(new MailFacts("", "the coffee machine leaks again"), model, At);

        Assert.Equal("hardware", mail.Guess);
        Assert.Contains(mail.Trace, s => s.Rule.StartsWith("the trained model counts 60 %", StringComparison.Ordinal) && s.Facts["words"].Contains("coffee", StringComparison.Ordinal));
    }

    [Fact]
    public void ALongMail_IsUnderstoodByItsBeginning()
    {
        var mail = Shipped.Decide(new MailFacts("Drucker defekt", string.Concat(Enumerable.Repeat("lorem ipsum dolor ", 200_000))), null, At);

        Assert.Equal("printing", mail.Category);
    }
}
