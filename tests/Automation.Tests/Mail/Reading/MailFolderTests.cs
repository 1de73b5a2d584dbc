using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Reading;

/// <summary>What is new in a mail and what is history, as mail programs write it in several languages.</summary>
public sealed class MailFolderTests
{
    public static readonly TheoryData<string> Attributions =
    [
        "On Tue, May 3, 2016 at 10:11 AM, Bob Smith <bob@example.com> wrote:",
        "On Tue, May 3, 2016 at 10:11 AM Bob Smith <\nbob@example.com> wrote:",
        "Am 03.05.2016 um 10:11 schrieb Bob Müller <bob@example.com>:",
        "Am Di., 3. Mai 2016 um 10:11 Uhr schrieb Bob Müller <bob@example.com>:",
        "Am Dienstag, 3. Mai 2016, 10:11:12 CEST schrieb Bob:",
        "Bob Müller <bob@example.com> schrieb am Di. 3. Mai 2016 um 10:11:",
        "Le mar. 3 mai 2016 à 10:11, Bob Martin <bob@example.com> a écrit :",
        "Le 3 mai 2016 à 10:11, Bob <bob@example.com> a écrit :",
        "El mar., 3 may. 2016 a las 10:11, Bob (<bob@example.com>) escribió:",
        "El 3/5/16 a las 10:11, Bob escribió:",
        "Op di 3 mei 2016 om 10:11 schreef Bob de Vries <bob@example.com>:",
        "Op 3 mei 2016, om 10:11 heeft Bob <bob@example.com> het volgende geschreven:",
        "Em ter., 3 de mai. de 2016 às 10:11, Bob <bob@example.com> escreveu:",
        "Em 03/05/2016 10:11, Bob escreveu:",
        "Il giorno mar 3 mag 2016 alle ore 10:11 Bob <bob@example.com> ha scritto:",
        "Il 03/05/2016 10:11, Bob ha scritto:",
        "Den tis 3 maj 2016 kl 10:11 skrev Bob <bob@example.com>:",
        "W dniu 03.05.2016 o 10:11, Bob pisze:",
        "2016-05-03 10:11 GMT+02:00 Bob <bob@example.com>:",
        "2016年5月3日(火) 10:11 Bob <bob@example.com>:",
        "在 2016年5月3日，上午10:11，Bob <bob@example.com> 写道：",
        "Bob Smith <bob@example.com> wrote on 03/05/2016 10:11:12 AM:",
        "3 мая 2016 г., в 10:11, Bob <bob@example.com> написал(а):",
        "---- On Tue, 03 May 2016 10:11:00 +0200 bob@example.com wrote ----",
        "Bob <bob@example.com> escribió:",
        "3.5.2016 10.11, Bob kirjoitti:",
        "ti 3. toukok. 2016 klo 10.11 Bob (bob@example.com) kirjoitti:",
    ];

    public static readonly TheoryData<string, string, string, string> HeaderBlocks = new()
    {
        { "From", "Sent", "To", "Subject" },
        { "Von", "Gesendet", "An", "Betreff" },
        { "De", "Envoyé", "À", "Objet" },
        { "De", "Enviado el", "Para", "Asunto" },
        { "Van", "Verzonden", "Aan", "Onderwerp" },
        { "De", "Enviada em", "Para", "Assunto" },
        { "Da", "Inviato", "A", "Oggetto" },
        { "From", "Date", "To", "Subject" },
        { "Från", "Skickat", "Till", "Ämne" },
        { "От", "Отправлено", "Кому", "Тема" },
        { "发件人", "发送时间", "收件人", "主题" },
        { "差出人", "送信日時", "宛先", "件名" },
    };

    public static readonly TheoryData<string> Separators =
    [
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "-----Message d'origine-----",
        "-----Mensaje original-----",
        "-----Oorspronkelijk bericht-----",
        "-----Mensagem original-----",
        "-----Messaggio originale-----",
        "-------- Original Message --------",
    ];

    public static readonly TheoryData<string, string> Texts = new()
    {
        { "Hi\n\nOn Tue, May 3, 2016 at 10:11 AM, Bob <bob@example.com> wrote:\n> one?\n\nyes one\n\n> two?\n\nno two\n", "Hi\n\nyes one\n\nno two" },
        { "On Tue, May 3, 2016 at 10:11 AM, Bob <bob@example.com> wrote:\n> one?\n\nanswer below\n", "answer below" },
        { "Hello,\n\nAt 10:30 the printer wrote: error 5.\nOn Monday it worked.\nFrom: the second floor\n\nThanks", "Hello,\n\nAt 10:30 the printer wrote: error 5.\nOn Monday it worked.\nFrom: the second floor\n\nThanks" },
        { "I get this:\n\n2026-05-03 10:11:12 ERROR something failed for bob@example.com:\n  at x\n\nPlease help", "I get this:\n\n2026-05-03 10:11:12 ERROR something failed for bob@example.com:\n  at x\n\nPlease help" },
        { "Name: Bob\nSubject: printer\nDate: today\nTo: desk 4\nProblem: no paper", "Name: Bob\nSubject: printer\nDate: today\nTo: desk 4\nProblem: no paper" },
        { "Please help\n\n-- \nBob\nACME Ltd\n+49 30 1234567\n", "Please help" },
        { "Please help with it.\n\nBest regards,\nBob Smith\nIT Manager\nTel: +49 30 1234567\nwww.example.com", "Please help with it.\n\nBest regards,\nBob Smith" },
        { "Mein Drucker druckt nicht.\n\nVon meinem iPhone gesendet", "Mein Drucker druckt nicht." },
        { "ok\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Wednesday, February 12, 2025 9:14 AM, Bob <bob@example.com> wrote:\n\n> old\n", "ok" },
        { "good now\n\nSent from Yahoo Mail on Android \n \n  On Wed, Feb 12, 2025 at 9:14, Bob<bob@example.com> wrote:   Please confirm", "good now" },
        { "没有\n\n发自我的iPhone", "没有" },
        { "I did.\n\n##- Please type your reply above this line -##\n\nYour request has been updated.", "I did." },
        { "C'est bon\n\n##- Veuillez répondre au-dessus de cette ligne -##\n\nVotre demande", "C'est bon" },
        { "On Monday your colleague wrote:\nit will be mended on Tuesday.\n\nIt is still broken.", "On Monday your colleague wrote:\nit will be mended on Tuesday.\n\nIt is still broken." },
        { "Am 3. Mai schrieb mir die Buchhaltung folgendes:\n\"Das Konto ist gesperrt.\"\nBitte entsperren.", "Am 3. Mai schrieb mir die Buchhaltung folgendes:\n\"Das Konto ist gesperrt.\"\nBitte entsperren." },
        { "Yes\n\nOn Monday, Bob wrote:\n> Is it ok?\n", "Yes" },
        { "Moving\n\nFrom: Room 101\nTo: Room 202\nDate: 12 March\n\nBring a trolley.", "Moving\n\nFrom: Room 101\nTo: Room 202\nDate: 12 March\n\nBring a trolley." },
        { "The job says\n\nfrom: a@example.com\nto: b@example.com\nsubject: test\n\nand fails.", "The job says\n\nfrom: a@example.com\nto: b@example.com\nsubject: test\n\nand fails." },
        { "Hi\n\nThanks,\nthat worked. But now the phone\ndoes not ring. It is +49 30 1234567.", "Hi\n\nThanks,\nthat worked. But now the phone\ndoes not ring. It is +49 30 1234567." },
        { "Hello,\n\nThis message is about confidential files that everyone can open. Please fix the rights.", "Hello,\n\nThis message is about confidential files that everyone can open. Please fix the rights." },
        { "Hi\n\nConfidentiality: the contract must not be seen by others.\nCan you set the rights?", "Hi\n\nConfidentiality: the contract must not be seen by others.\nCan you set the rights?" },
        { "Maus kaputt.\n\n\tVirenfrei.www.avast.com", "Maus kaputt." },
        { "Mouse broken.\n\nThis email has been scanned for viruses.", "Mouse broken." },
        { "Bonjour, mon écran est noir\n\nEnvoyé de mon iPhone\n\n> Le 3 mai 2016 à 10:11, Bob <bob@example.com> a écrit :\n> \n> Old", "Bonjour, mon écran est noir" },
        { "CAUTION: This email originated from outside of the organization. Do not click links.\n\nMy screen is black.", "My screen is black." },
        { "My screen is black.\n\nThis e-mail and any attachments are confidential and intended solely for the addressee.\nIf you are not the recipient, delete it.", "My screen is black." },
        { "Mein Bildschirm ist schwarz.\n\nDiese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben,\ninformieren Sie bitte sofort den Absender und vernichten Sie diese Mail.", "Mein Bildschirm ist schwarz." },
        { "Mon écran est noir.\n\nCe message et toutes les pièces jointes sont confidentiels et établis à l'intention exclusive de leurs destinataires.\nSi vous avez reçu ce message par erreur, merci de le détruire et d'en avertir l'expéditeur.", "Mon écran est noir." },
        { "Mi pantalla está negra.\n\nEste mensaje va dirigido exclusivamente a su destinatario y puede contener información confidencial.\nSi lo ha recibido por error, le rogamos que lo comunique y proceda a eliminarlo.", "Mi pantalla está negra." },
        { "Mijn scherm is zwart.\n\nDit bericht is uitsluitend bestemd voor de geadresseerde en kan vertrouwelijke informatie bevatten.\nHebt u dit bericht abusievelijk ontvangen, wilt u het dan verwijderen?", "Mijn scherm is zwart." },
        { "O meu ecrã está preto.\n\nEsta mensagem é confidencial e destina-se exclusivamente ao seu destinatário.\nSe a recebeu por engano, agradecemos que a elimine e informe o remetente.", "O meu ecrã está preto." },
        { "Il mio schermo è nero.\n\nQuesto messaggio è riservato ed è destinato esclusivamente al destinatario indicato.\nSe lo ha ricevuto per errore, la preghiamo di cancellarlo e di avvisare il mittente.", "Il mio schermo è nero." },
        { "Diese Nachricht kann ich nicht öffnen: sie ist vertraulich. Bitte die Rechte prüfen.", "Diese Nachricht kann ich nicht öffnen: sie ist vertraulich. Bitte die Rechte prüfen." },
        { "New.\n\nBob Smith/ACME wrote on 03.05.2016 10:11:12:\n\n> From: Bob\n> old", "New." },
        { "No puedo entrar\n\nEnviado desde mi iPhone", "No puedo entrar" },
        { "Ik kan niet inloggen\n\nVerstuurd vanaf mijn iPhone", "Ik kan niet inloggen" },
        { "Ik kan niet inloggen\n\nVerzonden vanaf Outlook voor Android", "Ik kan niet inloggen" },
        { "Não consigo entrar\n\nEnviado do meu iPhone", "Não consigo entrar" },
        { "Não consigo entrar\n\nObter o Outlook para Android", "Não consigo entrar" },
        { "Non riesco a entrare\n\nInviato da iPhone", "Non riesco a entrare" },
        { "Non riesco a entrare\n\nScarica Outlook per iOS", "Non riesco a entrare" },
        { "Ik kan niet inloggen.\n\nMet vriendelijke groet,\nSanne de Wit\nTel: +31 20 1234567", "Ik kan niet inloggen.\n\nMet vriendelijke groet,\nSanne de Wit" },
        { "Não consigo entrar.\n\nCom os melhores cumprimentos,\nRui Costa\nTel: +351 21 1234567", "Não consigo entrar.\n\nCom os melhores cumprimentos,\nRui Costa" },
        { "Non riesco a entrare.\n\nCordiali saluti,\nMarco Rossi\nTel: +39 02 1234567", "Non riesco a entrare.\n\nCordiali saluti,\nMarco Rossi" },
        { "---------- Forwarded message ---------\nFrom: Bob <b@x.com>\nDate: Tue, May 3, 2016\nSubject: x\nTo: y\n\nbody", "" },
        { "It is on.\n\nBob Smith <bob@example.com> writes:\nBS> Is it on?\nBS> And warm?\n\nAnd warm, too.", "It is on.\n\nAnd warm, too." },
        { "It is on.\n\n>>> Bob Smith <bob@example.com> 03.05.2016 10:11 >>>\nIs it on?\nBob", "It is on." },
        { "It is on.\n\n> Please look whether the lamp at the back of the cabinet in the hall\nis on.\n> Bob\n\nGreen.", "It is on.\n\nGreen." },
        { "Yes.\n\n> Please look whether the lamp at the back of the cabinet is on?\nit is on.\n> Bob", "Yes.\n\nit is on." },
        { "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nIt is on.\n\n-----BEGIN PGP SIGNATURE-----\n\nabcd\n=efgh\n-----END PGP SIGNATURE-----", "It is on." },
        { "ATTENTION : ce courriel provient de l'extérieur de l'organisation.\n\nElle est allumée.", "Elle est allumée." },
        { "Externe E-Mail: Diese Nachricht wurde von außerhalb gesendet.\n\nSie ist an.", "Sie ist an." },
        { "*** This email originated outside of Acme. ***\n\nIt is on.", "It is on." },
        { "Sie ist an.\n\nViele Grüße aus Köln\nBob Schmidt\nACME GmbH, Tel. 0221 1234567", "Sie ist an.\n\nViele Grüße aus Köln\nBob Schmidt" },
        { "Elle est allumée.\n\nCordialement,\nBob Martin\nTél. : 01 23 45 67 89", "Elle est allumée.\n\nCordialement,\nBob Martin" },
        { "Está aceso.\n\nAtenciosamente,\nBob Costa\nTel.: (11) 1234-5678", "Está aceso.\n\nAtenciosamente,\nBob Costa" },
        { "Está aceso.\n\nEsta mensagem e os seus anexos podem conter informações\nconfidenciais. Se a recebeu por engano, apague-a.", "Está aceso." },
        { "È accesa.\n\nLe informazioni contenute nella presente comunicazione sono riservate e\ndestinate al solo destinatario.", "È accesa." },
        { "It is on.\n\n-- \nBob\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15", "It is on." },
        { "Sie ist an.\n\nMit freundlichem Gruß\nBob Schmidt\nTelefon: 0221 1234567", "Sie ist an.\n\nMit freundlichem Gruß\nBob Schmidt" },
        { "NOTE: This email and any attachments may contain confidential information.\nIf received in error, delete it.", "NOTE: This email and any attachments may contain confidential information.\nIf received in error, delete it." },
        { "It is on.\n\nPlease note: this email and any attachments may contain confidential information.\nIf received in error, delete it.", "It is on." },
        { "It is on.\n\nThis e-mail is confidential and intended solely for the addressee.\n\nWe care for the sea.\n\nNo liability is accepted.", "It is on." },
        { "Script:\n\n-----\nfoo --bar\n-----\n\nthanks", "Script:\n\n-----\nfoo --bar\n-----\n\nthanks" },
    };

    public static readonly TheoryData<string, string> Pages = new()
    {
        { "<div dir=ltr>New text<div><br></div><div>second</div></div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=ltr class=gmail_attr>On Tue, May 3, 2016 at 10:11 AM Bob &lt;<a href=mailto:b@x.com>b@x.com</a>&gt; wrote:<br></div><blockquote class=gmail_quote style='margin:0'>old<br>older</blockquote></div>", "New text\n\nsecond" },
        { "<div>New text</div><div id=appendonsend></div><hr style='display:inline-block;width:98%'><div id=divRplyFwdMsg dir=ltr><font><b>From:</b> Bob<br><b>Sent:</b> Tuesday<br><b>To:</b> X<br><b>Subject:</b> Y</font><div>&nbsp;</div></div><div>old text</div>", "New text" },
        { "<div class=WordSection1><p class=MsoNormal>New text<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>Von:</b> Bob &lt;b@x.com&gt; <br><b>Gesendet:</b> Dienstag, 3. Mai 2016 10:11<br><b>An:</b> X<br><b>Betreff:</b> Y<o:p></o:p></p></div></div><p class=MsoNormal>old</p></div>", "New text" },
        { "<html><body>New text<br><div><br><blockquote type=cite><div>On 3 May 2016, at 10:11, Bob &lt;b@x.com&gt; wrote:</div><br><div>old</div></blockquote></div></body></html>", "New text" },
        { "<p>New text</p><div class=moz-cite-prefix>Am 03.05.16 um 10:11 schrieb Bob:<br></div><blockquote type=cite cite=mid:1><p>old</p></blockquote><p>answer below</p>", "New text\n\nanswer below" },
        { "<div dir='auto'>New text</div><div id='ms-outlook-mobile-signature'><div></div>Get <a href='https://aka.ms/AAb9ysg'>Outlook for Android</a></div><div id='id-6c97172e' class='ms-outlook-mobile-reference-message'><hr style='display:inline-block;width:98%' tabindex='-1'><div><strong>Von:</strong> Bob &lt;b@x.com&gt;<br><strong>Gesendet:</strong> Dienstag, 3. Mai 2016 10:11<br><strong>An:</strong> Support<br></div><br><div>old text</div></div>", "New text" },
        { "<div style='direction:ltr'>New text</div><div id='mail-editor-reference-message-container' class='ms-outlook-mobile-reference-message'><div class='ms-outlook-mobile-reference-message' style='border-top:1pt solid'><b>From: </b>Bob &lt;b@x.com&gt;<br><b>Date: </b>Tuesday, 3 May 2016<br></div><div class='x_ms-outlook-mobile-reference-message'>old text</div></div>", "New text" },
        { "<table><tr><th>Host</th><th>IP</th></tr><tr><td>web01</td><td>10.0.0.1</td></tr></table><ul><li>one</li><li>two</li></ul><ol><li>a</li><li>b</li></ol>", "Host | IP\nweb01 | 10.0.0.1\n\n- one\n- two\n\n1. a\n2. b" },
        { "<table class=MsoNormalTable><tr><td><p class=MsoNormal>Host<o:p></o:p></p></td>\n<td><p class=MsoNormal>IP<o:p></o:p></p></td></tr>\n<tr><td><p class=MsoNormal>web01<o:p></o:p></p></td><td><div><p>10.0.0.1</p></div></td></tr></table><p>end</p>", "Host | IP\nweb01 | 10.0.0.1\n\nend" },
        { "<table><tr><td>Steps</td><td><p>first</p><p>second</p></td><td>done</td></tr></table>", "Steps | first\n\nsecond\n\ndone" },
        { "<table><tr><td><p>Hello,</p><p>it does not print.</p></td></tr><tr><td><p>Ada</p></td></tr></table>", "Hello,\n\nit does not print.\n\nAda" },
        { "<ul><li><p>one</p></li>\n<li><div>two</div><div>more of two</div></li><li>three<ul><li><p class=MsoListParagraph>inner</p></li><li>last</li></ul></li><li>four</li></ul><ol><li><p>a</p></li><li><p>b</p></li></ol>", "- one\n- two\nmore of two\n- three\n  - inner\n  - last\n- four\n\n1. a\n2. b" },
        { "<div style='display:none'>secret preheader</div><p>seen</p><img src=x width=1 height=1 alt=track><img src=cid:1 alt='shot.png'>", "seen\n\n[image: shot.png]" },
        { "<div style='max-height:0px;overflow:hidden'>preheader</div><p>seen</p>", "seen" },
        { "<div>New</div><div name=messageSignatureSection>Bob</div><div name=messageReplySection>On 3 May 2016, 10:11 +0100, Bob, wrote:<br>old</div>", "New" },
        { "<div>New</div><div class=front-signature>Bob</div>", "New" },
        { "<div>New</div><div id=yahoo_quoted_123 class=yahoo_quoted><div>On Tuesday, 3 May 2016, Bob wrote:</div><div>old</div></div>", "New" },
    };

    [Theory]
    [InlineData("Guten Tag,\nHinweis: Externe Absender bekommen seit heute einen Fehler.\nGruß\nAda", "Externe Absender bekommen")]
    [InlineData("Aviso: los correos externos no llegan desde ayer.\n\nAna", "no llegan desde ayer")]
    [InlineData("Let op: mail van buiten komt niet binnen.\n\nAnna", "komt niet binnen")]
    [InlineData("> Geben Sie uns bitte die Seriennummer des betroffenen Gerätes durch\nsn 4711-0815\n> und den Raum", "sn 4711-0815")]
    [InlineData("Hi Bob,\nthanks a lot!\nThe scanner works again.\nBut printer 4 shows error 5 now.\nSee https://share.example/5", "shows error 5 now")]
    public void AMatterThatLooksLikeAWarningASignatureOrAQuote_StaysNew(string text, string kept) => Assert.Contains(kept, New(text), StringComparison.Ordinal);

    [Fact]
    public void ManyNoticesAndAsMuchText_TakeLinearTime()
    {
        string Text(int times) => "Hello,\n\n" + string.Concat(Enumerable.Repeat($"I would like you to do it now, {new string('x', 200)}\nthink before you print\n\n", times));
        New(Text(20));
        var begun = TimeProvider.System.GetTimestamp();

        New(Text(3_000));

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 20);
    }

    [Theory]
    [MemberData(nameof(Attributions))]
    public void TextBelowALineThatNamesItsWriter_IsQuoted(string line)
    {
        Assert.Equal("My new text.", New($"My new text.\n\n{line}\n\n> Hello there\n> second\n"));
        Assert.Contains("Hello there", Read($"My new text.\n\n{line}\n\n> Hello there\n> second\n").Quoted, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(HeaderBlocks))]
    public void TextBelowABlockOfHeaders_IsQuoted(string from, string sent, string to, string subject)
    {
        var block = $"{from}: Bob Smith <bob@example.com>\n{sent}: Dienstag, 3. Mai 2016 10:11\n{to}: Support <support@example.com>\n{subject}: AW: printer\n\nOld text of the mail.\n";
        Assert.Equal("New one.", New($"New one.\n\n{block}"));
        Assert.Equal("New one.", New($"New one.\n\n________________________________\n{block}"));
        Assert.Contains("Old text of the mail.", Read($"New one.\n\n{block}").Quoted, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Separators))]
    public void TextBelowASeparator_IsQuoted(string separator) => Assert.Equal("New one.", New($"New one.\n\n{separator}\nFrom: Bob\nSent: x\nTo: y\n\nOld"));

    [Theory]
    [MemberData(nameof(Texts))]
    public void PlainText_IsFoldedWhereAPersonWouldFoldIt(string text, string wanted) => Assert.Equal(wanted, New(text));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Html_IsReadAsItIsSeen(string html, string wanted) => Assert.Equal(wanted, MailReader.Read(SomeMail.Of(html, isHtml: true)).New);

    [Fact]
    public void NothingIsEverLeftOut()
    {
        const string text = "New.\n\nOn Tue, May 3, 2016 at 10:11 AM, Bob <bob@example.com> wrote:\n> one\n\nbetween\n\n> two\n-- \nsigned\n\nThis e-mail is confidential and intended solely for you.";
        var read = Read(text);
        var all = string.Join('\n', read.New, read.Quoted, read.Forwarded, read.Signature, read.Notice);
        foreach (var word in new[] { "New.", "Bob", "one", "between", "two", "signed", "confidential" }) Assert.Contains(word, all, StringComparison.Ordinal);
        Assert.Equal("New.\n\nbetween", read.New);
    }

    private static ReadMail Read(string text) => MailReader.Read(SomeMail.Of(text));

    private static string New(string text) => Read(text).New;
}
