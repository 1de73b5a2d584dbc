using Automation.Mail;
using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Reading;

/// <summary>What each mail program writes above what it quotes, in each language, as text and as HTML: the new text stands alone, the history is kept.</summary>
public sealed class ClientQuotingTests
{
    private const string New = "It still does not print.";
    private const string Old = "Have you switched it on?";

    private static readonly (string Client, string[] Lines)[] Lines =
    [
        ("gmail",
        [
            "On Tue, May 3, 2016 at 10:11 AM Bob Smith <b@example.com> wrote:", "Am Di., 3. Mai 2016 um 10:11 Uhr schrieb Bob Smith <b@example.com>:", "Le mar. 3 mai 2016 à 10:11, Bob Smith <b@example.com> a écrit :",
            "El mar, 3 may 2016 a las 10:11, Bob Smith (<b@example.com>) escribió:", "Op di 3 mei 2016 om 10:11 schreef Bob Smith <b@example.com>:", "Em ter., 3 de mai. de 2016 às 10:11, Bob Smith <b@example.com> escreveu:",
            "Il giorno mar 3 mag 2016 alle ore 10:11 Bob Smith <b@example.com> ha scritto:",
        ]),
        ("apple",
        [
            "On 3 May 2016, at 10:11, Bob Smith <b@example.com> wrote:", "Am 03.05.2016 um 10:11 schrieb Bob Smith <b@example.com>:", "Le 3 mai 2016 à 10:11, Bob Smith <b@example.com> a écrit :",
            "El 3 may 2016, a las 10:11, Bob Smith <b@example.com> escribió:", "Op 3 mei 2016, om 10:11 heeft Bob Smith <b@example.com> het volgende geschreven:", "No dia 03/05/2016, às 10:11, Bob Smith <b@example.com> escreveu:",
            "Il giorno 3 mag 2016, alle ore 10:11, Bob Smith <b@example.com> ha scritto:",
        ]),
        ("thunderbird",
        [
            "On 03/05/2016 10:11, Bob Smith wrote:", "Am 03.05.16 um 10:11 schrieb Bob Smith:", "Le 03/05/2016 à 10:11, Bob Smith a écrit :", "El 3/5/16 a las 10:11, Bob Smith escribió:",
            "Op 03-05-16 om 10:11 schreef Bob Smith:", "Em 03/05/2016 10:11, Bob Smith escreveu:", "Il 03/05/2016 10:11, Bob Smith ha scritto:",
        ]),
    ];

    /// <summary>From, Sent, To, Subject as Outlook names them, with the date that it writes.</summary>
    private static readonly string[][] Headers =
    [
        ["From", "Sent", "To", "Subject", "Tuesday, 3 May 2016 10:11"], ["Von", "Gesendet", "An", "Betreff", "Dienstag, 3. Mai 2016 10:11"], ["De", "Envoyé", "À", "Objet", "mardi 3 mai 2016 10:11"], ["De", "Enviado", "Para", "Asunto", "martes, 3 de mayo de 2016 10:11"],
        ["Van", "Verzonden", "Aan", "Onderwerp", "dinsdag 3 mei 2016 10:11"], ["De", "Enviado", "Para", "Assunto", "terça-feira, 3 de maio de 2016 10:11"], ["Da", "Inviato", "A", "Oggetto", "martedì 3 maggio 2016 10:11"],
    ];

    public static TheoryData<string, string, string> Attributions()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (client, lines) in Lines)
        {
            foreach (var line in lines)
            {
                data.Add(client, line, "text");
                data.Add(client, line, "text that ends in the line");
                data.Add(client, line, "html");
            }
        }

        return data;
    }

    public static TheoryData<string, string[]> Blocks()
    {
        var data = new TheoryData<string, string[]>();
        foreach (var client in new[] { "text", "desktop", "web", "mobile" })
        {
            foreach (var names in Headers) data.Add(client, names);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Attributions))]
    public void WhatALineNamesTheWriterOf_IsQuoted(string client, string line, string form) => Check(form switch
    {
        "text" => SomeMail.Of($"{New}\n\n{line}\n\n> {Old}\n", "Re: Printer"),
        "html" => Html(client switch
        {
            "gmail" => $"<div dir=\"ltr\">{New}</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">{Shown(line)}<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px #ccc solid\"><div>{Old}</div></blockquote></div>",
            "apple" => $"<html><body dir=\"auto\">{New}<br><div dir=\"ltr\"><br><blockquote type=\"cite\">{Shown(line)}<br><br></blockquote></div><blockquote type=\"cite\"><div dir=\"ltr\">{Old}</div></blockquote></body></html>",
            _ => $"<html><body><p>{New}</p><div class=\"moz-cite-prefix\">{Shown(line)}<br></div><blockquote type=\"cite\" cite=\"mid:1@example.com\"><p>{Old}</p></blockquote></body></html>",
        }),
        _ => SomeMail.Of($"{New}\n\n{line}\n{Old}\n", "Re: Printer"),
    });

    [Theory]
    [MemberData(nameof(Blocks))]
    public void WhatABlockOfHeadersStandsAbove_IsQuoted(string client, string[] names)
    {
        string Bold(int i, string value) => $"<b>{names[i]}:</b> {value}<br>";
        var block = $"{Bold(0, "Bob Smith &lt;b@example.com&gt;")}{Bold(1, names[4])}{Bold(2, "Support &lt;support@example.com&gt;")}{Bold(3, "Printer")}";
        Check(client switch
        {
            "text" => SomeMail.Of($"{New}\n\n{names[0]}: Bob Smith <b@example.com>\n{names[1]}: {names[4]}\n{names[2]}: Support <support@example.com>\n{names[3]}: Printer\n\n{Old}\n", "Re: Printer"),
            "desktop" => Html($"<div class=\"WordSection1\"><p class=\"MsoNormal\">{New}<o:p></o:p></p><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\">{block}<o:p></o:p></p></div><p class=\"MsoNormal\">{Old}<o:p></o:p></p></div>"),
            "web" => Html($"<div class=\"elementToProof\">{New}</div><div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri\">{block}</font><div>&nbsp;</div></div><div>{Old}</div>"),
            _ => Html($"<div dir=\"auto\">{New}</div><div id=\"mail-editor-reference-message-container\" dir=\"auto\"><hr style=\"display:inline-block;width:98%\"><div style=\"font-size:11pt\">{block}</div><br><div>{Old}</div></div>"),
        });
    }

    private static void Check(MailMessage mail)
    {
        var read = MailReader.Read(mail);

        Assert.Equal(New, read.New);
        Assert.Contains(Old, read.Quoted, StringComparison.Ordinal);
    }

    private static MailMessage Html(string html) => SomeMail.Of("", "Re: Printer") with { Body = new MailBody(true, html) };

    private static string Shown(string line) => System.Net.WebUtility.HtmlEncode(line);
}
