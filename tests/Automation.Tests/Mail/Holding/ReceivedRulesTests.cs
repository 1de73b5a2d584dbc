using Automation.Mail.Holding;
using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Holding;

/// <summary>Another desk's receipt is noise; what a form passes on or a person at a desk wants is not.</summary>
public sealed class ReceivedRulesTests
{
    [Theory]
    [InlineData("ada@example.net", "Ihre Post an uns", "Ihre Anfrage vom Montag ist bei uns eingegangen. Bitte antworten Sie nicht auf diese E-Mail.")]
    [InlineData("ada@example.net", "Confirmation", "We have received your enquiry.\n\nThis e-mail was sent automatically.")]
    [InlineData("ada@example.net", "INC0099001", "Incident INC0099001 has been opened on your behalf. This is an automated notification.")]
    [InlineData("ada@example.net", "Confirmation", "Nous avons bien reçu votre courriel. Ceci est un message automatique.")]
    [InlineData("ada@example.net", "Confirmación", "Hemos recibido su consulta. No responda a este correo.")]
    [InlineData("ada@example.net", "Bevestiging", "Wij hebben uw vraag ontvangen. Dit is een automatisch verstuurd bericht.")]
    [InlineData("ada@example.net", "Confirmação", "Recebemos a sua mensagem. Esta é uma mensagem automática.")]
    [InlineData("ada@example.net", "Conferma", "Abbiamo ricevuto la Sua segnalazione. Questo è un messaggio automatico.")]
    [InlineData("support@vendor.example", "Your mail", "Your case 778123 has been logged. A colleague will contact you shortly.")]
    [InlineData("kundendienst@vendor.example", "Ihre Mail", "Ihr Anliegen haben wir unter der Nummer 778123 aufgenommen und melden uns in Kürze.")]
    [InlineData("soporte@vendor.example", "Su correo", "Su solicitud 778123 ha sido registrada. Le contestaremos lo antes posible.")]
    public void AReceipt_IsHeld(string from, string subject, string text) => Assert.Equal(HoldKind.AutoReply, Decide(from, subject, text)?.Kind);

    [Theory]
    [InlineData("noreply@portal.example", "New request", "A new request has been created.\n\nRequester: Ada\nText: the plotter is jammed\n\nThis is an automated notification.")]
    [InlineData("formular@portal.example", "Neue Meldung", "Eine Meldung ist eingegangen.\n\nName: Ada\nText: Plotter klemmt\n\nDiese Nachricht wurde automatisch erzeugt.")]
    [InlineData("soc-support@contoso.example", "INC-20444", "Incident INC-20444 has been created: a rack door stands open. Lock the room as soon as possible.")]
    [InlineData("noreply@mon.example", "#4711", "Incident #4711 was opened: no heartbeat from srv-6 within 24 hours.")]
    [InlineData("noreply@hr.example", "Account", "A request has been raised for you: disable the account of Bob on Friday. This is an automated notification.")]
    [InlineData("hr@portal.example", "New colleague", "This e-mail was sent automatically. An account for Ada is wanted from Monday on.")]
    public void WhatAFormPassesOn_IsATicket(string from, string subject, string text) => Assert.Null(Decide(from, subject, text));

    [Theory]
    [InlineData("support@vendor.example", "Case 778123", "Your case 778123 has been opened. Please send the log of the switch, we will look at it then.")]
    [InlineData("support@vendor.example", "Case 778123", "Your case 778123 has been assigned. Which version do you run?")]
    [InlineData("bob@vendor.example", "Case 778123", "Your case 778123 has been logged by me, I will call you shortly.")]
    [InlineData("ada@example.org", "Bericht", "Hallo zusammen,\nIhre Daten werden seit gestern nicht mehr erfasst, der automatische Bericht fehlt.")]
    [InlineData("ada@example.org", "Devis", "Nous avons bien reçu votre devis, mais le courriel automatique contient une erreur.")]
    [InlineData("ada@example.org", "Receipt", "My ticket has been created on Monday, and all I got was an automatic reply.")]
    [InlineData("ada@example.org", "Wrong text", "Customers get \"Your request has been received. This is an automated message.\" three times.")]
    [InlineData("ada@example.org", "Fwd: your request", "Your request has been received. This is an automated message.")]
    public void WhatAPersonSaysOfATicket_IsNotHeld(string from, string subject, string text) => Assert.Null(Decide(from, subject, text));

    private static Hold? Decide(string from, string subject, string text)
    {
        var mail = SomeMail.Of(text, subject, from);
        return HoldRules.Decide(mail, MailReader.Read(mail), ["support@contoso.example"], []);
    }
}
