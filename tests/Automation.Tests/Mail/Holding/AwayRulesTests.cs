using Automation.Mail.Holding;
using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Holding;

/// <summary>Who is away lets a machine say so, or writes about it, or needs help from where they are.</summary>
public sealed class AwayRulesTests
{
    [Theory]
    [InlineData("I'm travelling until Thursday with limited access to email. If this is urgent, please write to desk@example.net.")]
    [InlineData("Hello, I am on annual leave from 3 to 9 August. Your mail has not been forwarded.")]
    [InlineData("Ich bin in der Zeit vom 3. bis 9. August nicht erreichbar. Die Vertretung übernimmt Herr Kurz.")]
    [InlineData("Guten Tag, ich bin derzeit erkrankt. Dringendes bitte an das Sekretariat.")]
    [InlineData("Je suis en déplacement et ne consulte pas ma messagerie. Pour toute urgence, appelez le standard.")]
    [InlineData("Estoy de viaje y no leo el correo. Para cualquier asunto urgente, escriba a mi compañera.")]
    [InlineData("Out of office until 9 August.\n\nDesk: desk@example.net")]
    [InlineData("Unser Büro ist vom 3. bis 9. August geschlossen. In dringenden Fällen rufen Sie die Zentrale an.")]
    [InlineData("I no longer work at Example. Please write to desk@example.net.")]
    [InlineData("Ik ben vrij tot maandag. Bij spoed kunt u de receptie bellen.")]
    [InlineData("Sono in ferie fino a lunedì. Per comunicazioni urgenti scrivere alla segreteria.")]
    [InlineData("Estou de licença até março. Na minha ausência escreva ao secretariado.")]
    public void AnAnswerThatSaysWhoIsAwayAndWhoIsThere_IsHeld(string text) => Assert.Equal(HoldKind.AutoReply, Decide("Re: Printer", text)?.Kind);

    [Theory]
    [InlineData("I'm travelling this week, so please contact me on my mobile. It is about the laptop.")]
    [InlineData("I am on vacation until Friday, in urgent cases ask Bob. The script fails with code 5.")]
    [InlineData("Ich bin auf Dienstreise und komme nicht ins VPN, es ist für die Abrechnung dringend.")]
    [InlineData("Je suis en congés mais mon compte est bloqué, c'est urgent.")]
    [InlineData("Estoy de viaje y el portátil no arranca. En caso de urgencia llamen al móvil.")]
    [InlineData("Ik ben met verlof tot maandag, maar mijn telefoon is gestolen. Bij spoed bellen.")]
    [InlineData("Sono in trasferta fino a venerdì, la VPN non funziona. Per urgenze sono al cellulare.")]
    public void WhoIsAwayAndInTrouble_IsNotHeld(string text) => Assert.Null(Decide("Re: Printer", text));

    [Theory]
    [InlineData("Thank you for your message. Bob is on vacation until Friday, his phone has to ring at my desk.")]
    [InlineData("Herr Kurz ist im Urlaub. Bitte wenden Sie sich an mich.")]
    [InlineData("Gracias por su correo. Mi compañera está de vacaciones hasta el lunes, abran su buzón.")]
    [InlineData("I was out of the office, sorry for the delay. Please contact Bob about the dock.")]
    public void AnotherPersonsAbsenceOrThatOfLastWeek_IsNotHeld(string text) => Assert.Null(Decide("Re: Printer", text));

    /// <summary>Who answers about an appointment says when he is there.</summary>
    [Theory]
    [InlineData("I am attending a training until 3 pm. Please send the technician afterwards.")]
    [InlineData("I'm off tomorrow, back on Monday. Just take the laptop from my desk.")]
    [InlineData("Ich bin heute leider nicht am Platz, bitte schreiben Sie mir eine Uhrzeit für morgen.")]
    [InlineData("Our office is closed on Friday, please write to the janitor for the key. Thursday works.")]
    [InlineData("Ik ben morgen vrij, jullie kunnen de laptop bij de receptie ophalen tot 5 uur.")]
    [InlineData("Imprimante en arrêt depuis ce matin. Veuillez contacter Mme Martin sur place.")]
    [InlineData("Ich bin im Urlaub und habe mein Diensthandy verloren. Bitte wenden Sie sich an Frau Kurz.")]
    public void WhoAnswersAboutAnAppointment_IsNotHeld(string text) => Assert.Null(Decide("Re: Printer", text));

    [Theory]
    [InlineData("Out of office", "Can you set one for Bob, who is ill? \"I am out of the office until Friday.\"")]
    [InlineData("Out of office", "Please set this text for Bob: I am out of the office until Friday.")]
    [InlineData("Abwesenheitsnotiz", "Bitte für Frau Kurz einschalten, sie ist krank.")]
    [InlineData("Abwesenheit", "Bitte für Frau Kurz eintragen.")]
    [InlineData("Out of Office: cannot be switched off", "The program hangs.")]
    [InlineData("Auto-reply: wrong language", "It comes in French.")]
    [InlineData("Auto: Freisprechanlage", "Die Anlage im Dienstwagen bleibt stumm.")]
    [InlineData("On vacation but in need of help", "I am on vacation, and my phone was stolen.")]
    public void WhoAsksForANoteOrForHelp_IsNotHeld(string subject, string text) => Assert.Null(Decide(subject, text, isAnswer: false));

    [Theory]
    [InlineData("Automatische Abwesenheitsnotiz", "Ich melde mich nächste Woche.")]
    [InlineData("Automatic reply: Printer", "Bob has left us. Please write to ada@example.net.")]
    [InlineData("Automatic reply: Printer", "Do you need something? Call 123. I am away until Monday.")]
    [InlineData("AUTO: Ada is not here", "I am out of the office until Friday.")]
    [InlineData("New address", "This is an automated message. My e-mail address has changed to ada@example.net.")]
    [InlineData("Automatski odgovor: Printer", "Nisam u uredu.")]
    public void AMachineThatAnswersWithoutNamingAMail_IsHeld(string subject, string text) => Assert.Equal(HoldKind.AutoReply, Decide(subject, text, isAnswer: false)?.Kind);

    private static Hold? Decide(string subject, string text, bool isAnswer = true)
    {
        var mail = SomeMail.Of(text, subject, headers: isAnswer ? [SomeMail.Header("In-Reply-To", "<a@contoso.example>")] : []);
        return HoldRules.Decide(mail, MailReader.Read(mail), ["support@contoso.example"], []);
    }
}
