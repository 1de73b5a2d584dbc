using Automation.Mail;
using Automation.Mail.Threading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Threading;

/// <summary>Nothing is believed because a From line says so.</summary>
public sealed class ThreadRulesTests
{
    private static readonly TimeSpan Reopen = TimeSpan.FromDays(14);

    [Theory]
    [InlineData(nameof(ThreadSign.Tag), nameof(ProofState.Unknown), true, false, nameof(ThreadAction.Attach))]
    [InlineData(nameof(ThreadSign.OurMail), nameof(ProofState.Unknown), true, false, nameof(ThreadAction.Attach))]
    [InlineData(nameof(ThreadSign.Subject), nameof(ProofState.Proven), true, false, nameof(ThreadAction.Attach))]
    [InlineData(nameof(ThreadSign.Subject), nameof(ProofState.Unknown), true, false, nameof(ThreadAction.OpenLinked))]
    [InlineData(nameof(ThreadSign.Conversation), nameof(ProofState.Unknown), true, false, nameof(ThreadAction.OpenLinked))]
    [InlineData(nameof(ThreadSign.Tag), nameof(ProofState.Refuted), true, true, nameof(ThreadAction.OpenLinked))]
    [InlineData(nameof(ThreadSign.Tag), nameof(ProofState.Unknown), false, true, nameof(ThreadAction.OpenLinked))]
    [InlineData(nameof(ThreadSign.Tag), nameof(ProofState.Proven), false, false, nameof(ThreadAction.Attach))]
    [InlineData(nameof(ThreadSign.TheirMail), nameof(ProofState.Proven), false, false, nameof(ThreadAction.OpenLinked))]
    [InlineData(nameof(ThreadSign.TheirMail), nameof(ProofState.Proven), false, true, nameof(ThreadAction.Attach))]
    [InlineData(nameof(ThreadSign.Subject), nameof(ProofState.Proven), false, true, nameof(ThreadAction.OpenLinked))]
    public void AnAnswer_IsAttachedOnlyWithSomethingThatAStrangerCantHave(string sign, string proof, bool takesPart, bool colleague, string wanted)
    {
        var decision = ThreadRules.Decide(new ThreadFacts(Enum.Parse<ThreadSign>(sign), "482-913-077", new SenderProof(Enum.Parse<ProofState>(proof), "because"), takesPart, colleague, null), Reopen);
        Assert.Equal(wanted, decision.Action.ToString());
        Assert.NotEqual("", decision.Reason);
    }

    /// <summary>Anybody can write an id into his own mail before the mail comes whose id it is: only who is on the ticket is led there.</summary>
    [Theory]
    [InlineData(nameof(ThreadSign.TheirMail), false, nameof(ThreadAction.OpenLinked))]
    [InlineData(nameof(ThreadSign.Conversation), false, nameof(ThreadAction.OpenLinked))]
    [InlineData(nameof(ThreadSign.TheirMail), true, nameof(ThreadAction.Attach))]
    [InlineData(nameof(ThreadSign.Conversation), true, nameof(ThreadAction.Attach))]
    public void ASignThatAnUnprovenSenderLeft_LeadsOnlyWhoIsOnTheTicket(string sign, bool takesPart, string wanted) => Assert.Equal(
        wanted, ThreadRules.Decide(new ThreadFacts(Enum.Parse<ThreadSign>(sign), "482-913-077", new SenderProof(ProofState.Proven, "because"), takesPart, true, null) { IsWeak = true }, Reopen).Action.ToString());

    [Theory]
    [InlineData(13, nameof(ThreadAction.Attach))]
    [InlineData(15, nameof(ThreadAction.OpenLinked))]
    public void AClosedTicket_OpensAgainForAWhile(int days, string wanted) => Assert.Equal(
        wanted, ThreadRules.Decide(new ThreadFacts(ThreadSign.Tag, "482-913-077", new SenderProof(ProofState.Proven, "because"), true, false, TimeSpan.FromDays(days)), Reopen).Action.ToString());

    [Theory]
    [InlineData("mx.contoso.example; spf=pass smtp.mailfrom=example.org; dkim=pass header.d=example.org; dmarc=pass (p=reject) header.from=example.org", nameof(ProofState.Proven))]
    [InlineData("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dkim=pass (signature was verified) header.d=example.org;dmarc=pass action=none header.from=example.org;compauth=pass reason=100", nameof(ProofState.Proven))]
    [InlineData("mx.contoso.example; dmarc=fail header.from=example.org", nameof(ProofState.Refuted))]
    [InlineData("mx.contoso.example; dmarc=none header.from=example.org", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; spf=pass smtp.mailfrom=example.org", nameof(ProofState.Unknown))]
    [InlineData("mx.evil.example; dmarc=pass header.from=example.org", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; dmarc=pass header.from=evil.example", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example (dmarc=pass header.from=example.org); spf=none", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; spf=fail smtp.mailfrom=example.org; dmarc=none header.from=example.org", nameof(ProofState.Refuted))]
    [InlineData("spf=softfail smtp.mailfrom=example.org; dkim=fail (body hash did not verify) header.d=example.org; dmarc=none header.from=example.org", nameof(ProofState.Refuted))]
    [InlineData("spf=pass smtp.mailfrom=evil.example; dkim=none; dmarc=none header.from=example.org; compauth=fail reason=001", nameof(ProofState.Refuted))]
    [InlineData("mx.contoso.example; spf=fail smtp.mailfrom=list.example; dkim=pass header.d=mail.example.org; dmarc=none header.from=example.org", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; spf=fail smtp.mailfrom=list.example; dkim=pass header.i=@example.org; dmarc=pass header.from=example.org", nameof(ProofState.Proven))]
    [InlineData("mx.contoso.example; spf=softfail smtp.mailfrom=example.org; dmarc=none header.from=example.org", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; spf=none smtp.mailfrom=\"x; dmarc=pass header.from=example.org\"@evil.example; dmarc=none header.from=evil.example", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; spf=none reason=\"a \\\" ; dmarc=pass\"; dmarc=none", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; spf=none smtp.helo=\"(\"; dmarc=pass (a (nested \\) one)) header.from=\"example.org\"", nameof(ProofState.Proven))]
    [InlineData("\"mx.contoso.example\" 1; dmarc = pass header.from = example.org", nameof(ProofState.Proven))]
    [InlineData("mx.contoso.example; dmarc=fail header.from=example.org; dmarc=pass header.from=example.org", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; dmarc=pass header.from=example.org header.from=evil.example", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; spf=none (unclosed; dmarc=pass header.from=example.org", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; none", nameof(ProofState.Unknown))]
    [InlineData(";;;=;dmarc", nameof(ProofState.Unknown))]
    [InlineData("", nameof(ProofState.Unknown))]
    public void TheSendersProof_IsReadOffTheHeader(string header, string state) =>
        Assert.Equal(state, SenderProof.Of(SomeMail.Of(headers: [SomeMail.Header("Authentication-Results", header)]), ["mx.contoso.example", "*"], true).State.ToString());

    [Fact]
    public void OnlyTheTopmostHeader_Counts()
    {
        MailHeader[] headers = [SomeMail.Header("Authentication-Results", "mx.contoso.example; dmarc=fail header.from=example.org"), SomeMail.Header("Authentication-Results", "mx.contoso.example; dmarc=pass header.from=example.org")];
        Assert.Equal(ProofState.Refuted, SenderProof.Of(SomeMail.Of(headers: headers), ["mx.contoso.example"], true).State);
    }

    [Theory]
    [InlineData("relay.contoso.example; spf=none", "mx.contoso.example; dmarc=pass header.from=example.org", nameof(ProofState.Proven))]
    [InlineData("relay.contoso.example; spf=none", "dmarc=pass header.from=example.org", nameof(ProofState.Unknown))]
    [InlineData("mx.contoso.example; spf=none", "mx.contoso.example; dmarc=pass header.from=example.org", nameof(ProofState.Unknown))]
    [InlineData("dmarc=none", "mx.contoso.example; dmarc=pass header.from=example.org", nameof(ProofState.Unknown))]
    public void BelowAnotherSystemsHeader_OnlyANamedOneIsLookedFor(string first, string second, string state)
    {
        MailHeader[] headers = [SomeMail.Header("Authentication-Results", first), SomeMail.Header("Authentication-Results", second)];
        Assert.Equal(state, SenderProof.Of(SomeMail.Of(headers: headers), ["mx.contoso.example", "*"], true).State.ToString());
    }

    [Fact]
    public void ASignInOfTheOrganisation_CountsOnlyWhereItIsTrusted()
    {
        var mail = SomeMail.Of(headers: [SomeMail.Header("X-MS-Exchange-Organization-AuthAs", "Internal")]);
        Assert.Equal(ProofState.Proven, SenderProof.Of(mail, ["*"], true).State);
        Assert.Equal(ProofState.Unknown, SenderProof.Of(mail, ["*"], false).State);
    }

    [Theory]
    [InlineData("dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=example.org;", nameof(ProofState.Proven))]
    [InlineData("spf=none; dkim=none", nameof(ProofState.Proven))]
    [InlineData("dmarc=fail action=none header.from=example.org", nameof(ProofState.Refuted))]
    [InlineData("spf=fail smtp.mailfrom=example.org; dmarc=none header.from=example.org", nameof(ProofState.Refuted))]
    [InlineData("dmarc=pass header.from=other.example", nameof(ProofState.Unknown))]
    [InlineData("dmarc=none; dmarc=pass", nameof(ProofState.Unknown))]
    public void ASignInBesideResults_CountsWhereNothingElseIsSaid(string results, string state)
    {
        var mail = SomeMail.Of(headers: [SomeMail.Header("Authentication-Results", results), SomeMail.Header("X-MS-Exchange-Organization-AuthAs", "Internal")]);
        Assert.Equal(state, SenderProof.Of(mail, ["*"], true).State.ToString());
        Assert.NotEqual(ProofState.Proven, SenderProof.Of(mail, ["*"], false).State);
    }

    [Fact]
    public void ATag_IsFoundAndAForgedOneIsNot()
    {
        var tag = new TicketTag("0123456789abcdef0123456789abcdef"u8.ToArray());
        var other = new TicketTag("another-secret-another-secret-32"u8.ToArray());
        var number = Automation.Flow.TicketNumber.Of("episode", 0);
        var address = tag.AddressFor("support@contoso.example", number);

        Assert.Equal((address.ToUpperInvariant(), number), tag.InAddresses([new MailAddress("", "x@example.org"), new MailAddress("", "x+t482913077-0000000000@example.org"), new MailAddress("", address.ToUpperInvariant())]));
        Assert.Null(other.InAddresses([new MailAddress("", address)]));
        Assert.Null(tag.InAddresses([new MailAddress("", "support+t482913077-0000000000@contoso.example")]));
        Assert.Equal(number, TicketTag.InSubject($"Re: Printer {TicketTag.SubjectMark(number)}"));
        Assert.Null(TicketTag.InSubject($"Re: Printer [#{number[..^1]}{(number[^1] - '0' + 1) % 10}]"));
    }

    [Fact]
    public void ThousandsOfReferences_AreReadByTheirEnds()
    {
        var all = string.Join(' ', Enumerable.Range(0, 2_000).Select(i => $"<m{i}@example.org>"));
        var read = ThreadFinder.References(SomeMail.Of(headers: [SomeMail.Header("References", all), SomeMail.Header("In-Reply-To", "<m1999@example.org>")]));

        Assert.Equal(25, read.Count);
        Assert.Contains("<m1999@example.org>", read);
        Assert.Contains("<m0@example.org>", read);
    }
}
