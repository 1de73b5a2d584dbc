using Automation.Mail.Understanding;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Understanding;

/// <summary>What speaks of an attack, a theft or a loss reaches the security team first, wherever it stands in a mail; only a sure denial takes it back.</summary>
public sealed class SecurityWordsTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private static readonly Understander Shipped = new(SomeMailRules.Shipped);

    [Fact]
    public void SecurityWords_WinOverEverythingElse()
    {
        var mail = Shipped.Decide(new MailFacts("Printer, Outlook, VPN", "Please install Visio. By the way, I forgot my password because my laptop was stolen."), null, At);

        Assert.Equal(("security", "security", MailRules.Incident, "high", "medium", true, false), (mail.Category, mail.Team, mail.Kind, mail.Urgency, mail.Impact, mail.IsSecurity, mail.IsPassword));
        Assert.Contains("stolen", mail.Trace[0].Facts["words"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Is this phishing?", "Ransomware on my PC", "My laptop was stolen.", "I lost my phone yesterday.")]
    [InlineData("de", "Das ist wohl Phishing", "Erpressungstrojaner auf dem Rechner", "Mein Laptop wurde gestohlen.", "Ich habe mein Diensthandy verloren.")]
    [InlineData("fr", "Tentative d'hameçonnage", "Un rançongiciel a tout chiffré", "On m'a volé mon ordinateur.", "J'ai perdu mon téléphone hier.")]
    [InlineData("es", "Creo que es phishing", "Un ransomware en mi equipo", "Me han robado el portátil.", "He perdido el móvil de la empresa.")]
    [InlineData("nl", "Dit lijkt op een phishingmail", "Gijzelsoftware op mijn computer", "Mijn laptop is gestolen.", "Ik ben mijn telefoon kwijt.")]
    [InlineData("pt", "Parece phishing", "Um ransomware no meu computador", "O meu portátil foi roubado.", "Perdi o meu telemóvel.")]
    [InlineData("it", "Sembra phishing", "Un ransomware sul mio computer", "Mi hanno rubato il portatile.", "Ho perso il telefono aziendale.")]
    public void TheFourMatters_ReachTheSecurityTeamWhereverTheyStand(string language, params string[] said)
    {
        Assert.Contains(language, MailRules.Languages);
        foreach (var text in said)
        {
            foreach (var facts in new[]
            {
                new MailFacts(text, ""), new MailFacts("Hello", text), new MailFacts("Printer", "My printer is broken.\n\n" + text), new MailFacts("Re: question", "See below, the printer jams") { Quoted = text },
                new MailFacts("Fw", "see attached") { AttachedMails = ["notes.eml", $"{text}.eml"] },
            })
            {
                var mail = Shipped.Decide(facts, null, At);
                Assert.True(mail is { IsSecurity: true, Team: "security", Category: "security", NeedsTriage: false, Urgency: "high" }, $"{text}: {facts}");
                Assert.Equal("security words reach the security team first", mail.Trace[0].Rule);
            }
        }
    }

    [Theory]
    [InlineData("I lost my tablet on the train.", "My iPad got lost.", "My work phone is missing since yesterday.", "I have misplaced my badge.", "She lost the company notebook.")]
    [InlineData("Ich habe mein Smartphone verloren.", "Mein Tablet ist verloren gegangen.", "Das Firmenhandy ist leider verloren gegangen.", "Notebook verloren!", "Mein Dienstausweis ist abhandengekommen.", "Ich habe mein Diensttelefon verloren.")]
    [InlineData("J'ai perdu ma tablette.", "Il a perdu le téléphone professionnel.", "J'ai égaré mon badge.", "Elle a perdu son ordinateur.")]
    [InlineData("He perdido el teléfono.", "Perdí la tableta de la empresa.", "He extraviado mi portátil.")]
    [InlineData("Ik ben mijn werktelefoon kwijt.", "Tablet verloren in de trein.", "Mijn toegangspas is kwijtgeraakt.")]
    [InlineData("Perdi o tablet da empresa.", "Extraviei o meu telemóvel.", "O meu telefone foi perdido.")]
    [InlineData("Ho perso il tablet.", "Ho perso lo smartphone aziendale.", "Ha perso il computer in treno.")]
    public void ALostDevice_IsAMatterOfSecurityWhateverItIs(params string[] said)
    {
        foreach (var text in said) Assert.True(Shipped.Decide(new MailFacts("Hello", text), null, At).IsSecurity, text);
    }

    [Theory]
    [InlineData("My laptop lost the connection to the Wi-Fi again.")]
    [InlineData("The phone loses its signal in the lift.")]
    [InlineData("Das Tablet hat keine Verbindung.")]
    [InlineData("J'ai perdu le fichier.")]
    [InlineData("He perdido la conexión.")]
    [InlineData("Ik ben mijn wachtwoord kwijt.")]
    [InlineData("Perdi o acesso ao email.")]
    [InlineData("Ho perso la connessione.")]
    public void WhatIsLostAndNoDevice_IsNone(string text) => Assert.False(Shipped.Decide(new MailFacts("Hello", text), null, At).IsSecurity, text);

    [Fact]
    public void TheTrace_SaysWhereASecurityWordStands()
    {
        Assert.Equal("ransomware +2 security in the quoted text", Words(new MailFacts("", "see below") { Quoted = "there is ransomware" }));
        Assert.Equal("phishing +2 security in the name of the attached mail 'Phishing attempt.msg'", Words(new MailFacts("", "see") { AttachedMails = ["Phishing attempt.msg"] }));
        static string Words(MailFacts facts) => Shipped.Decide(facts, null, At).Trace[0].Facts["words"];
    }

    [Theory]
    [InlineData("The printer is still jammed.", false)]
    [InlineData("Der Drucker steht immer noch.", false)]
    [InlineData("", true)]
    [InlineData("What is this?", true)]
    [InlineData("Siehe unten, bitte prüfen.", true)]
    [InlineData("J'ai reçu ça ce matin.", true)]
    public void QuotedHistory_CountsWhenTheMailPointsToItOrSaysNothing(string text, bool counts) =>
        Assert.Equal(counts, Shipped.Decide(new MailFacts("Re: question", text) { Quoted = "Beware of phishing." }, null, At).IsSecurity);

    [Theory]
    [InlineData("Der Virenscanner macht den Rechner sehr langsam.", false)]
    [InlineData("De virusscanner maakt mijn pc traag.", false)]
    [InlineData("Please add a folder exclusion to the antivirus.", false)]
    [InlineData("Der Virenscanner hat etwas gefunden.", true)]
    [InlineData("My antivirus found something.", true)]
    [InlineData("Auf dem Rechner ist ein Computervirus.", true)]
    [InlineData("Ich habe dreimal das falsche Passwort eingegeben.", false)]
    [InlineData("Ich habe auf einen Link geklickt und mein Passwort eingegeben.", true)]
    [InlineData("I entered my password three times and it is wrong.", false)]
    public void WordsAroundSecurity_AreToldApart(string text, bool isSecurity) => Assert.Equal(isSecurity, Shipped.Decide(new MailFacts("", text), null, At).IsSecurity);

    [Fact]
    public void AWordBehindALongText_IsHeard() =>
        Assert.True(Shipped.Decide(new MailFacts("", string.Concat(Enumerable.Repeat("lorem ipsum dolor ", 5_000)) + "by the way, my laptop was stolen"), null, At).IsSecurity);

    [Theory]
    [InlineData("I have no idea whether this is phishing")]
    [InlineData("I hope this is not phishing")]
    [InlineData("Is this not phishing?")]
    [InlineData("I am not sure if it is phishing")]
    [InlineData("It is not clear: phishing or not")]
    [InlineData("No, phishing it is")]
    [InlineData("Not only phishing")]
    [InlineData("This is not a printer problem, it is ransomware")]
    [InlineData("No virus on my PC. But my phone was stolen, and there is a virus on the other PC")]
    [InlineData("Ich hoffe, das ist kein Virus")]
    [InlineData("Ist das nicht Phishing?")]
    [InlineData("Bitte prüfen. Es ist kein Virus.")]
    [InlineData("J'espère que ce n'est pas un virus")]
    [InlineData("¿Seguro que no es phishing?")]
    [InlineData("Ik weet niet zeker of dit geen phishing is")]
    [InlineData("Espero que não seja um vírus")]
    [InlineData("Spero che non sia phishing")]
    public void ADoubtfulDenial_IsStillAMatterOfSecurity(string text) => Assert.True(Shipped.Decide(new MailFacts("", text), null, At).IsSecurity);

    [Theory]
    [InlineData("This is not phishing.")]
    [InlineData("We found no malware on it")]
    [InlineData("My laptop was not stolen, it has a broken screen")]
    [InlineData("Es ist kein Virus")]
    [InlineData("Mein Handy wurde nicht gestohlen, der Akku ist leer.")]
    [InlineData("Ce n'est pas un virus.")]
    [InlineData("No es phishing.")]
    [InlineData("Het is geen phishing.")]
    [InlineData("Não é phishing.")]
    [InlineData("Non è un virus.")]
    public void WhatIsSurelyDenied_IsNoMatterOfSecurityAndShown(string text)
    {
        var mail = Shipped.Decide(new MailFacts("", text), null, At);

        Assert.False(mail.IsSecurity);
        Assert.Contains("taken back by '", mail.Trace[0].Facts["words"], StringComparison.Ordinal);
    }
}
