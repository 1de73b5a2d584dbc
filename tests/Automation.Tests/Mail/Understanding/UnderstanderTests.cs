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

    [Fact]
    public void WhatIsMissing_IsTheProblemElsewhere() => Assert.Equal("network", Shipped.Decide(new MailFacts("", "Hier ist kein Internet"), null, At).Category);

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

    [Fact]
    public void LittleConfidence_GoesToTriageWithTheGuessAndTheWordsOnTheTrace()
    {
        var mail = Shipped.Decide(new MailFacts("", "The update of the connection"), null, At);

        Assert.Equal(("other", "software", true), (mail.Category, mail.Guess, mail.NeedsTriage));
        Assert.InRange(mail.Confidence, 0.01, 0.349);
        Assert.Contains(mail.Trace, s => s.Rule == "a confidence of at least 35 %" && s.Result.StartsWith("other, a person decides: software with 33 %", StringComparison.Ordinal));
        Assert.Contains(mail.Trace, s => s.Facts.TryGetValue("words", out var words) && words == "update +2 software, connection +2 network");
    }

    [Fact]
    public void AModelThatIsNotSure_SendsWhatTheRulesWouldKnowToTriage()
    {
        var model = SomeModel.Of(("alpha beta", "printing"), ("alpha beta", "network"), ("alpha beta", "telephony"), ("alpha beta", "access"));
        var facts = new MailFacts("", "The keyboard makes alpha beta");

        Assert.False(Shipped.Decide(facts, null, At).NeedsTriage);
        var mail = Shipped.Decide(facts, model, At);

        Assert.Equal(("other", "hardware", true), (mail.Category, mail.Guess, mail.NeedsTriage));
    }

    [Fact]
    public void RulesAndModelTogether_AreSureWhereEachAloneIsNot()
    {
        var model = SomeModel.Of(("zeta gamma", "network"), ("alpha beta", "printing"));
        var facts = new MailFacts("", "zeta gamma over the connection");

        var alone = Shipped.Decide(facts with { Matter = "over the connection and the update" }, null, At);
        var together = Shipped.Decide(facts, model, At);

        Assert.True(alone.NeedsTriage);
        Assert.Equal(("network", false), (together.Category, together.NeedsTriage));
        Assert.Contains(together.Trace, s => s.Facts.TryGetValue("words", out var words) && words == "connection +2 network");
        Assert.Contains(together.Trace, s => s.Rule.StartsWith("the trained model", StringComparison.Ordinal) && System.Text.RegularExpressions.Regex.IsMatch(s.Facts["words"], @"zeta gamma \+\d\.\d\d", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
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
