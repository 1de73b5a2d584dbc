using Automation.Mail;
using Automation.Mail.Holding;
using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Holding;

/// <summary>Machines get no answer, people always do.</summary>
public sealed class HoldRulesTests
{
    [Theory]
    [InlineData("Auto-Submitted", "auto-replied", nameof(HoldKind.AutoReply))]
    [InlineData("auto-submitted", "auto-generated (rejected); owner-email=\"x@example.org\"", nameof(HoldKind.AutoReply))]
    [InlineData("Auto-Submitted", "auto-notified; owner-email=x", nameof(HoldKind.AutoReply))]
    [InlineData("X-Auto-Response-Suppress", "DR, OOF, AutoReply", nameof(HoldKind.AutoReply))]
    [InlineData("X-Auto-Response-Suppress", "All", nameof(HoldKind.AutoReply))]
    [InlineData("Precedence", "bulk", nameof(HoldKind.Bulk))]
    [InlineData("Precedence", "auto_reply", nameof(HoldKind.AutoReply))]
    [InlineData("List-Id", "<news.example.org>", nameof(HoldKind.Bulk))]
    [InlineData("List-Unsubscribe", "<mailto:x@example.org>", nameof(HoldKind.Bulk))]
    [InlineData("Return-Path", "<>", nameof(HoldKind.AutoReply))]
    [InlineData("X-Autoreply", "yes", nameof(HoldKind.AutoReply))]
    [InlineData("X-Failed-Recipients", "x@example.org", nameof(HoldKind.Bounce))]
    [InlineData("Content-Type", "multipart/report; report-type=delivery-status; boundary=x", nameof(HoldKind.Bounce))]
    [InlineData("Content-Type", "multipart/report; report-type=feedback-report; boundary=x", nameof(HoldKind.Feedback))]
    [InlineData("Content-Type", "multipart/report; report-type=\"disposition-notification\"", nameof(HoldKind.Receipt))]
    [InlineData("X-Automation-Effect", "482-913-077/answer/x", nameof(HoldKind.Own))]
    public void AHeaderOfAMachine_Holds(string name, string value, string kind)
    {
        var hold = Decide(SomeMail.Of(headers: [SomeMail.Header(name, value)]));
        Assert.Equal(kind, hold?.Kind.ToString());
        Assert.NotEqual("", hold!.Reason);
    }

    [Theory]
    [InlineData("Auto-Submitted", "no")]
    [InlineData("Auto-Submitted", "No (a person)")]
    [InlineData("X-Auto-Response-Suppress", "DR, RN, NRN")]
    [InlineData("Precedence", "normal")]
    [InlineData("Return-Path", "<ada@example.org>")]
    [InlineData("Content-Type", "multipart/alternative; boundary=x")]
    [InlineData("X-Autoreply", "no")]
    public void AHeaderOfAPerson_DoesNotHold(string name, string value) => Assert.Null(Decide(SomeMail.Of(headers: [SomeMail.Header(name, value)])));

    [Theory]
    [InlineData("Automatic reply: Printer")]
    [InlineData("Out of Office: Printer")]
    [InlineData("Automatische Antwort: Drucker")]
    [InlineData("Abwesenheitsnotiz: Drucker")]
    [InlineData("Réponse automatique : imprimante")]
    [InlineData("Respuesta automática: impresora")]
    [InlineData("Automatisch antwoord: printer")]
    [InlineData("Resposta automática: impressora")]
    [InlineData("Risposta automatica: stampante")]
    [InlineData("Fuori sede")]
    [InlineData("Abwesend")]
    public void AnOutOfOfficeSubject_Holds(string subject) => Assert.Equal(HoldKind.AutoReply, Decide(SomeMail.Of("Ich bin bis Montag nicht im Büro.", subject))?.Kind);

    [Theory]
    [InlineData("Out of office laptop does not start")]
    [InlineData("Undeliverable mails to our customer since noon")]
    [InlineData("Mail delivery failed, please help")]
    [InlineData("Re: Out of paper")]
    [InlineData("Bounce rate of the newsletter tool")]
    [InlineData("Urlaubsantrag: Formular lässt sich nicht öffnen")]
    [InlineData("FW: Undeliverable: offer")]
    [InlineData("Automatische Updates funktionieren nicht")]
    public void APersonWhoWritesAboutIt_IsNotHeld(string subject) => Assert.Null(Decide(SomeMail.Of("Since this morning I get strange messages. Can you have a look?", subject)));

    [Theory]
    [InlineData("MAILER-DAEMON@example.net", "Returned mail: see transcript for details")]
    [InlineData("postmaster@example.net", "Undeliverable: Re: Printer")]
    [InlineData("postmaster@example.net", "Unzustellbar: Drucker")]
    [InlineData("no-reply@example.net", "Non remis : imprimante")]
    [InlineData("", "Mail delivery failed: returning message to sender")]
    public void ABounce_IsKnownBySenderAndSubject(string from, string subject) => Assert.Equal(HoldKind.Bounce, Decide(SomeMail.Of("550 5.1.1 user unknown", subject, from))?.Kind);

    [Fact]
    public void AMailOfOurOwnAddress_IsHeld() => Assert.Equal(HoldKind.Own, Decide(SomeMail.Of(from: "Support@contoso.example"))?.Kind);

    [Fact]
    public void AListThatIsNamed_IsOrdinary()
    {
        MailHeader[] headers = [SomeMail.Header("List-Id", "All of us <all.contoso.example>"), SomeMail.Header("Precedence", "list")];
        Assert.Null(HoldRules.Decide(SomeMail.Of(headers: headers), MailReader.Read(SomeMail.Of()), [], ["all.contoso.example"]));
    }

    [Theory]
    [InlineData(4, 4, false)]
    [InlineData(5, 4, true)]
    public void TheBreaker_OpensAboveTheLimit(int alike, int most, bool holds) => Assert.Equal(holds, BreakerRules.Decide(new Counter("x", most, "mails"), alike)?.Kind == HoldKind.Loop);

    [Fact]
    public void ANameThatTakesNoAnswers_IsKnown()
    {
        Assert.True(HoldRules.TakesNoAnswers("app-noreply@example.org"));
        Assert.False(HoldRules.TakesNoAnswers("norbert@example.org"));
    }

    private static Hold? Decide(MailMessage mail) => HoldRules.Decide(mail, MailReader.Read(mail), ["support@contoso.example"], []);
}
