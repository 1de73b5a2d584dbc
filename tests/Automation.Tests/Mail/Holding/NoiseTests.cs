using Automation.Mail;
using Automation.Mail.Holding;
using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Holding;

/// <summary>Answers to invitations, and reports that lost their form.</summary>
public sealed class NoiseTests
{
    private const string Fields = "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; ada@example.net\nOriginal-Recipient: rfc822; ada@example.net\nAction: failed\nStatus: 5.1.1";

    [Theory]
    [InlineData("")]
    [InlineData("I can't come on Monday.")]
    [InlineData("Ada has accepted this invitation.")]
    public void AnAnswerToAnInvitation_IsHeld(string text) => Assert.Equal(HoldKind.Meeting, Decide(SomeMail.Of(text, "Accepted: Training") with { IsMeeting = true, IsMeetingAnswer = true })?.Kind);

    [Fact]
    public void AnAnswerThatTheMailSystemDoesNotSee_IsKnownByItsType() =>
        Assert.Equal(HoldKind.Meeting, Decide(SomeMail.Of("BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR", "Declined: Training", headers: [SomeMail.Header("Content-Type", "text/calendar; charset=utf-8; method=\"REPLY\"")]))?.Kind);

    [Theory]
    [InlineData("Could you do it on Tuesday?", true)]
    [InlineData("Please bring a spare laptop.", true)]
    [InlineData("I will come. By the way, my laptop does not start any more.", true)]
    [InlineData("", false)]
    [InlineData("Somebody has to set up the projector.", false)]
    public void AnInvitationAndAnAnswerWithAWish_AreNotHeld(string text, bool isAnswer) => Assert.Null(Decide(SomeMail.Of(text, "Training") with { IsMeeting = true, IsMeetingAnswer = isAnswer }));

    [Theory]
    [InlineData("Re: Printer", Fields, true)]
    [InlineData("Re: Printer", "Your mail went nowhere.\n\n" + Fields, true)]
    [InlineData("A log", "Hi, what does this mean?\n\n" + Fields, false)]
    [InlineData("Fwd: A log", Fields, false)]
    public void TheFieldsOfAReport_AreABounceWhereNobodySpeaksBefore(string subject, string text, bool holds) => Assert.Equal(holds, Decide(SomeMail.Of(text, subject))?.Kind == HoldKind.Bounce);

    [Theory]
    [InlineData("X-MS-Exchange-Message-Is-Ndr", "")]
    [InlineData("Content-Class", "urn:content-classes:dsn")]
    [InlineData("X-Ricevuta", "mancata-consegna")]
    public void AHeaderOfAReport_IsHeld(string name, string value) => Assert.NotNull(Decide(SomeMail.Of(headers: [SomeMail.Header(name, value)])));

    [Theory]
    [InlineData("postmaster@example.net", "Mail an Ada", "Guten Tag,\n\nleider konnte Ihre Nachricht an ada@example.net nicht zugestellt werden.")]
    [InlineData("postmaster@example.net", "Too large", "Your message to ada@example.net was rejected: 552 5.3.4 too large")]
    [InlineData("noreply@example.net", "Your mail", "A mail that you sent to ada@example.net was blocked by a rule. 554 5.7.1")]
    [InlineData("postmaster@example.net", "Mail", "Votre message n'a pas pu être distribué à ada@example.net.")]
    [InlineData("postmaster@example.net", "Rejected: Printer", "Your message wasn't delivered, since the moderator of all@example.net rejected it.")]
    [InlineData("postmaster@example.net", "Det går inte att leverera: Printer", "Leverans misslyckades till ada@example.net")]
    public void AReportInOtherWords_IsABounce(string from, string subject, string text) => Assert.Equal(HoldKind.Bounce, Decide(SomeMail.Of(text, subject, from))?.Kind);

    [Theory]
    [InlineData("noreply@erp.example", "Invoices", "The invoices of tonight could not be delivered to the archive. Job 4711.")]
    [InlineData("info@customer.example", "Mails an Frau Kurz", "Unsere Mails an kurz@contoso.example konnten seit Montag nicht zugestellt werden.")]
    [InlineData("admin@customer.example", "Mails", "Hallo, Mails an kurz@contoso.example konnten seit Montag nicht zugestellt werden, 550 5.1.1.")]
    [InlineData("ada@contoso.example", "Mail not delivered", "Since Monday mails to kurz@customer.example were not delivered. The whole team is affected.")]
    [InlineData("ada@contoso.example", "Message blocked", "Mail from kurz@customer.example was blocked, release needed.")]
    [InlineData("ada@contoso.example", "Help", "Mails to Ada come back since Monday.\n\n" + Fields)]
    [InlineData("ada@example.org", "Paket", "Das Paket konnte nicht zugestellt werden.")]
    public void WhatElseWasNotDelivered_IsNotHeld(string from, string subject, string text) => Assert.Null(Decide(SomeMail.Of(text, subject, from)));

    private static Hold? Decide(MailMessage mail) => HoldRules.Decide(mail, MailReader.Read(mail), ["support@contoso.example"], []);
}
