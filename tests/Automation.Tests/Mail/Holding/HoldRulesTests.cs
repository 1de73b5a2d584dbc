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
    [InlineData("Precedence", "junk", nameof(HoldKind.Bulk))]
    [InlineData("Precedence", "list", nameof(HoldKind.Bulk))]
    [InlineData("List-Software", "some list program", nameof(HoldKind.Bulk))]
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

    [Theory]
    [InlineData("imss@gw.example", "Mail could not be delivered", "****** Message from InterScan Messaging Security Suite ******\nSent <<< RCPT TO:<ada@example.net>")]
    [InlineData("postmaster@mx.example", "NOTICE: mail delivery status.", "This is a delivery status notification from mx.example,\nrunning the Courier mail server.")]
    [InlineData("postmaster@mx.example", "[Postmaster] Email Delivery Failure", "This message was created automatically by Mimecast.")]
    [InlineData("postmaster@mx.example", "There was an error sending your mail", "We had trouble delivering your message. Full details follow:")]
    [InlineData("postmaster@mx.example", "Undeliverable: hello", "Your message\n\n  To: ada\n  Subject: hello, my printer\n\ndid not reach the following recipient(s):")]
    [InlineData("postmaster@mx.example", "Ei voida toimittaa: hei", "Toimitus seuraaville vastaanottajille epäonnistui")]
    [InlineData("filter@gw.example", "Undeliverable Mail: \"hello\"", "Your message:\n From: ada@example.net\n Subject: hello\n\nCould not be delivered because of\n550 5.1.1 user unknown")]
    [InlineData("service@provider.example", "Mail konnte nicht zugestellt werden", "Ihre E-Mail konnte nicht zugestellt werden.\n\nada@provider.example: Benutzer unbekannt")]
    [InlineData("postmaster@qq.example", "来自qq.example的退信", "您的邮件被退回")]
    [InlineData("no-reply@sns.example", "Notification Message", "{\"notificationType\":\"Bounce\",\"bounce\":{}}")]
    [InlineData("postmaster@contoso.example", "No se puede entregar: Presupuesto", "No se pudo entregar a estos destinatarios o grupos:\n\nada@example.net\nNo se encontró la dirección de correo electrónico.")]
    [InlineData("postmaster@contoso.example", "Presupuesto", "No se pudo entregar a estos destinatarios o grupos:\n\nada@example.net")]
    [InlineData("postmaster@contoso.example", "Niet bestelbaar: Offerte", "Uw bericht kan niet worden bezorgd bij de volgende geadresseerden of groepen:\n\nada@example.net")]
    [InlineData("postmaster@contoso.example", "Offerte", "Uw bericht kan niet worden bezorgd bij de volgende geadresseerden of groepen:\n\nada@example.net\nHet e-mailadres is niet gevonden.")]
    [InlineData("postmaster@contoso.example", "Não é possível entregar: Proposta", "Falha na entrega a estes destinatários ou grupos:\n\nada@example.net")]
    [InlineData("postmaster@contoso.example", "Proposta", "Falha na entrega a estes destinatários ou grupos:\n\nada@example.net\nNão foi possível localizar o endereço de email.")]
    [InlineData("postmaster@contoso.example", "Non recapitabile: Preventivo", "Recapito non riuscito per i seguenti destinatari o gruppi:\n\nada@example.net")]
    [InlineData("postmaster@contoso.example", "Preventivo", "Recapito non riuscito per i seguenti destinatari o gruppi:\n\nada@example.net\nImpossibile trovare l'indirizzo di posta elettronica.")]
    public void ABounceWithoutAForm_IsKnownByWhatItSays(string from, string subject, string text) => Assert.Equal(HoldKind.Bounce, Decide(SomeMail.Of(text, subject, from))?.Kind);

    [Theory]
    [InlineData("ada@example.net", "Undeliverable mail", "Hello,\n\nwhen I write to a customer this comes back:\n\nDelivery has failed to these recipients or groups:\nbob@example.net\n550 5.1.1 user unknown")]
    [InlineData("ada@example.net", "Unzustellbar", "Hallo,\nmeine Mails an bob@example.net kommen zurück, sie konnten nicht zugestellt werden. Was tun?")]
    [InlineData("ada@example.net", "Delivery failed - new headset", "The carrier could not deliver it. It was not delivered to the office. Please send another.")]
    [InlineData("ada@example.net", "Delivery delayed: parcel with a laptop", "It was due on Monday.")]
    [InlineData("administrator@branch.example", "Blocked website", "I cannot open www.example.net, it is blocked.")]
    [InlineData("postmaster@example.net", "Mail error 550 on your side", "Hello, we get 550 5.7.1 from your server. Can you look at it?")]
    [InlineData("system@branch.example", "Failure notice on the UPS", "The UPS in rack 3 shows a failure notice. Please check.")]
    [InlineData("ada@example.net", "Mail returned", "Mail to bob@example.net could not be delivered since Monday. 550 5.7.1. The customer is waiting.")]
    [InlineData("ada@example.net", "User unknown in the portal", "The portal says \"user unknown\" when I sign in.")]
    public void APersonWhoWritesAboutABounceOrAParcel_IsNotHeld(string from, string subject, string text) => Assert.Null(Decide(SomeMail.Of(text, subject, from)));

    [Theory]
    [InlineData("Re: Printer", "Thank you for your email. I am currently out of the office until Friday with no access to email.")]
    [InlineData("AW: Drucker", "Vielen Dank für Ihre Nachricht. Ich bin bis Freitag nicht im Büro.")]
    [InlineData("Re: imprimante", "Bonjour,\n\nJe suis actuellement absent. En cas d'urgence, appelez le standard.")]
    [InlineData("[Desk #77] We have received your request", "This is an automated response. Please do not reply.")]
    [InlineData("On annual leave until Friday Re: Printer", "I am on annual leave.")]
    [InlineData("Urlaub: Drucker", "Ich bin im Urlaub.")]
    [InlineData("Ada Example is out of the office", "I will be out of the office until Friday.")]
    [InlineData("Re: Printer", "Thank you for your message. Ada Example no longer works for us. Please contact Bob.")]
    [InlineData("Re: Impresora", "Gracias por su correo. Estoy fuera de la oficina hasta el lunes 3 de agosto, con acceso limitado al correo electrónico.")]
    [InlineData("RE: Impresora", "Estaré ausente del 3 al 10 de agosto. En caso de urgencia, póngase en contacto con mi compañera Ana.")]
    [InlineData("RE: Impresora", "Buenos días:\n\nEn estos momentos me encuentro fuera de la oficina. Para asuntos urgentes contacten con ventas@example.net.")]
    [InlineData("Re: Printer", "Bedankt voor uw bericht. Ik ben afwezig tot maandag 3 augustus en lees mijn mail niet.")]
    [InlineData("RE: Printer", "Ik ben op vakantie. Voor dringende zaken kunt u contact opnemen met mijn collega Bart.")]
    [InlineData("Antw: Printer", "Op dit moment ben ik niet op kantoor. Bij dringende vragen kunt u bellen met de receptie.")]
    [InlineData("Re: Impressora", "Obrigado pelo seu e-mail. Estou de férias até 3 de agosto, sem acesso ao e-mail.")]
    [InlineData("RES: Impressora", "Encontro-me ausente do escritório. Em caso de urgência, contacte a minha colega Rita.")]
    [InlineData("Re: Impressora", "Estarei ausente de 3 a 10 de agosto. Para assuntos urgentes, por favor contacte o apoio.")]
    [InlineData("Re: Stampante", "Grazie per la sua e-mail. Sono fuori ufficio fino a lunedì 3 agosto.")]
    [InlineData("R: Stampante", "Sarò assente dal 3 al 10 agosto. Per urgenze può contattare il mio collega Marco.")]
    [InlineData("R: Stampante", "Al momento non sono in ufficio. Risponderò al mio rientro.")]
    [InlineData("Fuera de la oficina: Impresora", "Estoy de vacaciones.")]
    [InlineData("Afwezig: Printer", "Ik ben met vakantie.")]
    [InlineData("Ausência temporária: Impressora", "Estou de férias.")]
    [InlineData("Assente: Stampante", "Sono in ferie.")]
    public void AnAutomaticAnswerWithoutAHeader_IsKnownByWhatItSays(string subject, string text) =>
        Assert.Equal(HoldKind.AutoReply, Decide(SomeMail.Of(text, subject, headers: [SomeMail.Header("In-Reply-To", "<a@contoso.example>")]))?.Kind);

    [Theory]
    [InlineData("Re: Your ticket", "I will be out of the office next week, so call me before Friday. The printer still jams.")]
    [InlineData("AW: Ihr Ticket", "Ich bin im Urlaub ab Montag, bitte tauschen Sie das Gerät bis Freitag.")]
    [InlineData("Re: alert", "This is the second printer that jams today.")]
    [InlineData("Re: Ticket", "Thanks for your message. I am on leave from Friday, so the laptop has to be ready on Thursday.")]
    [InlineData("AW: Ticket", "Vielen Dank für Ihre Nachricht. Ich bin ab 14 Uhr im Büro, der Monitor flackert noch immer.")]
    [InlineData("Re: Ticket", "Merci pour votre message. Je suis actuellement en panne totale, rien ne marche.")]
    [InlineData("RE: Incidencia", "Gracias por su respuesta. Estoy en la oficina hasta las 14, la impresora sigue sin imprimir.")]
    [InlineData("RE: Melding", "Bedankt voor uw bericht. Ik ben vanaf vrijdag op vakantie, dus de laptop moet donderdag klaar zijn.")]
    [InlineData("RES: Pedido", "Obrigado pelo seu e-mail. Não estarei no escritório na sexta, o monitor ainda pisca.")]
    [InlineData("R: Richiesta", "Grazie per la risposta. Domani non sono in ufficio, il guasto c'è ancora.")]
    public void AnAnswerOfAPersonWhoIsSoonAway_IsNotHeld(string subject, string text) => Assert.Null(Decide(SomeMail.Of(text, subject, headers: [SomeMail.Header("In-Reply-To", "<a@contoso.example>")])));

    [Theory]
    [InlineData("Out of office: how do I set it for somebody who is ill?", "Bob is ill. How can I do that?")]
    [InlineData("Urlaub: Antrag im Portal nicht möglich", "Das Portal zeigt Fehler 500.")]
    [InlineData("Abwesenheit: bitte Umleitung einrichten", "Herr Müller ist krank. Bitte die Mails umleiten.")]
    [InlineData("Read: access to the folder", "Read-only access to the folder, please.")]
    public void ASubjectThatOnlySoundsLikeAMachine_IsNotHeld(string subject, string text) => Assert.Null(Decide(SomeMail.Of(text, subject)));

    [Theory]
    [InlineData("Read: hello", "Your message\n\n  To: support\n  Subject: hello\n\nwas read on Monday.")]
    [InlineData("Gelesen: Drucker", "Ihre Nachricht\n\n  An: Support\n  Betreff: Drucker\n\nwurde am Montag, 9:20 gelesen.")]
    public void AReceiptWithoutAForm_IsKnownByWhatItSays(string subject, string text) => Assert.Equal(HoldKind.Receipt, Decide(SomeMail.Of(text, subject))?.Kind);

    [Fact]
    public void WhoPassesAReportOn_IsNotHeld() =>
        Assert.Null(Decide(SomeMail.Of("This comes back since yesterday.", "WG: Unzustellbar: Angebot", attachments: [SomeMail.Attachment("details.txt", "message/delivery-status")])));

    [Theory]
    [InlineData("ada@example.org", true)]
    [InlineData("bob@example.org", false)]
    public void ARuleOfTheSender_Answers_AndThatOfAnotherPassesOn(string owner, bool holds) =>
        Assert.Equal(holds, Decide(SomeMail.Of(from: "ada@example.org", headers: [SomeMail.Header("X-MS-Exchange-Inbox-Rules-Loop", owner)])) is not null);

    [Theory]
    [InlineData("Undeliverable: Re: parcel delay", "Reporting-MTA: dns; mx\n\nAction: failed", false)]
    [InlineData("Undeliverable: warning about my delayed parcel", "", false)]
    [InlineData("Undelivered Mail", "Reporting-MTA: dns; mx\n\nAction: delayed", true)]
    [InlineData("Delivery Status Notification (Delay)", "", true)]
    [InlineData("Warning: message 1abcDE-000123-45 delayed 24 hours", "", true)]
    [InlineData("Warning: could not send message for past 4 hours", "", true)]
    public void ADelay_IsKnownByTheReportAndItsOwnWords(string subject, string text, bool isDelay) => Assert.Equal(isDelay, BounceRules.IsDelay(SomeMail.Of(text, subject, "postmaster@example.net")));

    [Fact]
    public void AMailOfOurOwnAddress_IsHeld() => Assert.Equal(HoldKind.Own, Decide(SomeMail.Of(from: "Support@contoso.example"))?.Kind);

    [Fact]
    public void AListThatIsNamed_IsOrdinary()
    {
        MailHeader[] headers = [SomeMail.Header("List-Id", "All of us <all.contoso.example>"), SomeMail.Header("Precedence", "list")];
        Assert.Null(HoldRules.Decide(SomeMail.Of(headers: headers), MailReader.Read(SomeMail.Of()), [], ["all.contoso.example"]));
    }

    /// <summary>People say that things can't be reached, that colleagues have gone, and what a machine told them.</summary>
    [Theory]
    [InlineData("ada@example.org", "Re: Printer", "Der Server srv01 ist nicht erreichbar. Ansprechpartner vor Ort ist Herr Müller.")]
    [InlineData("ada@example.org", "Re: Accounts", "Anna no longer works here, please disable her account. For details please contact HR.")]
    [InlineData("ada@example.org", "Re: Share", "De map is niet aanwezig, neem contact op met mij.")]
    [InlineData("ada@example.org", "Re: Mail", "Ich sehe jetzt: \"Diese E-Mail wurde automatisch gelöscht\".")]
    [InlineData("admin@example.org", "Printer", "Unfortunately, we cannot print since this morning.")]
    [InlineData("system@example.org", "Mailbox", "The mailbox is full, please extend it.")]
    public void WhatPeopleWrite_IsNotHeldForItsWords(string from, string subject, string text) => Assert.Null(Decide(SomeMail.Of(text, subject, from, headers: [SomeMail.Header("In-Reply-To", "<x@example.org>")])));

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
