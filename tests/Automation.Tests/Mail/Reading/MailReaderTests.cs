using System.Diagnostics;
using Automation.Mail;
using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Reading;

public sealed class MailReaderTests
{
    [Fact]
    public void AForward_OffersTheOriginalSenderAsUnproven()
    {
        var read = MailReader.Read(SomeMail.Of("Please help her.\n\n---------- Forwarded message ---------\nFrom: Grace Hopper <grace@example.net>\nDate: Tue, May 3, 2016 at 10:11 AM\nSubject: no network\nTo: Bob <bob@example.com>\n\nI have no network since noon.", "Fwd: no network"));

        Assert.Equal("Please help her.", read.New);
        Assert.Contains("no network since noon", read.Forwarded, StringComparison.Ordinal);
        Assert.Equal(("Grace Hopper", "grace@example.net"), (read.OriginalSender!.Name, read.OriginalSender.Address));
        Assert.Contains("no network since noon", read.Matter, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WG: Rechnung", "Von: Max <max@example.net>\nGesendet: Dienstag, 3. Mai 2016 10:11\nAn: Bob\nBetreff: Rechnung\n\nDie Rechnung fehlt.")]
    [InlineData("TR: facture", "De : Max <max@example.net>\nEnvoyé : mardi 3 mai 2016 10:11\nÀ : Bob\nObjet : facture\n\nLa facture manque.")]
    public void AForwardWithoutASeparator_IsKnownByItsSubject(string subject, string text)
    {
        var read = MailReader.Read(SomeMail.Of(text, subject));

        Assert.Equal("max@example.net", read.OriginalSender?.Address);
        Assert.NotEqual("", read.Forwarded);
        Assert.Equal("", read.Quoted);
    }

    [Theory]
    [InlineData("----- Forwarded Message ----- From: Max <max@example.net>To: Bob <bob@example.com>Sent: Tuesday, May 3, 2016Subject: x\n Passed on.", false)]
    [InlineData("<div>See below.</div><div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>From: <b>Max</b> &lt;max@example.net&gt;<br>Date: Tue, May 3, 2016<br>Subject: x<br>To: Bob &lt;bob@example.com&gt;<br></div><br>Passed on.</div>", true)]
    public void AForwardWhoseHeadersStandApart_IsWhole(string text, bool isHtml)
    {
        var read = MailReader.Read(SomeMail.Of(isHtml ? text : $"See below.\n\n{text}", "Fwd: x", isHtml: isHtml));

        Assert.Equal(("See below.", "max@example.net"), (read.New, read.OriginalSender?.Address));
        Assert.Contains("Passed on.", read.Forwarded, StringComparison.Ordinal);
    }

    /// <summary>As Outlook, Gmail and Apple's mail write above what they pass on.</summary>
    [Theory]
    [InlineData("RV: Factura", "-----Mensaje original-----\nDe: Max <max@example.net>\nEnviado el: martes, 3 de mayo de 2016 10:11\nPara: Bob\nAsunto: Factura\n\nPassed on.")]
    [InlineData("RV: Factura", "De: Max <max@example.net>\nEnviado: martes, 3 de mayo de 2016 10:11\nPara: Bob <bob@example.com>\nAsunto: Factura\n\nPassed on.")]
    [InlineData("Fwd: Factura", "---------- Forwarded message ---------\nDe: Max <max@example.net>\nDate: mar, 3 may 2016 a las 10:11\nSubject: Factura\nTo: Bob <bob@example.com>\n\nPassed on.")]
    [InlineData("Fwd: Factura", "Inicio del mensaje reenviado:\n\nDe: Max <max@example.net>\nAsunto: Factura\nFecha: 3 de mayo de 2016, 10:11:12 CEST\nPara: Bob <bob@example.com>\n\nPassed on.")]
    [InlineData("FW: Factuur", "-----Oorspronkelijk bericht-----\nVan: Max <max@example.net>\nVerzonden: dinsdag 3 mei 2016 10:11\nAan: Bob\nOnderwerp: Factuur\n\nPassed on.")]
    [InlineData("Doorst: Factuur", "Van: Max <max@example.net>\nVerzonden: dinsdag 3 mei 2016 10:11\nAan: Bob\nOnderwerp: Factuur\n\nPassed on.")]
    [InlineData("Fwd: Factuur", "> Begin doorgestuurd bericht:\n> \n> Van: Max <max@example.net>\n> Onderwerp: Factuur\n> Datum: 3 mei 2016 om 10:11:12 CEST\n> Aan: Bob <bob@example.com>\n> \n> Passed on.")]
    [InlineData("ENC: Fatura", "-----Mensagem original-----\nDe: Max <max@example.net>\nEnviada em: terça-feira, 3 de maio de 2016 10:11\nPara: Bob\nAssunto: Fatura\n\nPassed on.")]
    [InlineData("FW: Fatura", "De: Max <max@example.net>\nEnviado: 3 de maio de 2016 10:11\nPara: Bob\nAssunto: Fatura\n\nPassed on.")]
    [InlineData("Fwd: Fatura", "Início da mensagem reencaminhada:\n\nDe: Max <max@example.net>\nAssunto: Fatura\nData: 3 de maio de 2016, 10:11:12 WEST\nPara: Bob <bob@example.com>\n\nPassed on.")]
    [InlineData("Fwd: Fatura", "---------- Mensagem encaminhada ---------\nDe: Max <max@example.net>\nData: ter., 3 de mai. de 2016 às 10:11\nAssunto: Fatura\nPara: Bob <bob@example.com>\n\nPassed on.")]
    [InlineData("I: Fattura", "-----Messaggio originale-----\nDa: Max <max@example.net>\nInviato: martedì 3 maggio 2016 10:11\nA: Bob\nOggetto: Fattura\n\nPassed on.")]
    [InlineData("I: Fattura", "Da: Max <max@example.net>\nInviato: martedì 3 maggio 2016 10:11\nA: Bob <bob@example.com>\nOggetto: Fattura\n\nPassed on.")]
    [InlineData("Fwd: Fattura", "Inizio messaggio inoltrato:\n\nDa: Max <max@example.net>\nOggetto: Fattura\nData: 3 maggio 2016 10:11:12 CEST\nA: Bob <bob@example.com>\n\nPassed on.")]
    public void AForwardInOtherLanguages_OffersTheOriginalSender(string subject, string text)
    {
        var read = MailReader.Read(SomeMail.Of($"Please look at it.\n\n{text}", subject));

        Assert.Equal(("Please look at it.", "max@example.net", ""), (read.New, read.OriginalSender?.Address, read.Quoted));
        Assert.Contains("Passed on.", read.Forwarded, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/calendar; method=REQUEST", nameof(MailForm.Calendar))]
    [InlineData("multipart/encrypted; protocol=\"application/pgp-encrypted\"", nameof(MailForm.Encrypted))]
    [InlineData("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", nameof(MailForm.Encrypted))]
    [InlineData("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", nameof(MailForm.Signed))]
    [InlineData("multipart/signed; protocol=\"application/pkcs7-signature\"", nameof(MailForm.Signed))]
    [InlineData("multipart/report; report-type=disposition-notification", nameof(MailForm.ReadReceipt))]
    [InlineData("multipart/report; report-type=delivery-status", nameof(MailForm.DeliveryReport))]
    [InlineData("text/plain", nameof(MailForm.Plain))]
    public void TheForm_IsNamedByTheContentType(string type, string form) =>
        Assert.Equal(form, MailReader.Read(SomeMail.Of(headers: [SomeMail.Header("Content-Type", type)])).Form.ToString());

    [Fact]
    public void TextThatOnlyASignatureHolds_IsSaidToBeInTheOriginal()
    {
        var mail = SomeMail.Of("", headers: [SomeMail.Header("Content-Type", "application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m")], attachments: [new MailAttachment("a", "smime.p7m", "application/pkcs7-mime", 4_000, false, "file")]);

        var read = MailReader.Read(mail);

        Assert.Equal(MailForm.Signed, read.Form);
        Assert.Contains(read.Remarks, r => r.Contains("open the original in the mailbox", StringComparison.Ordinal));
    }

    [Fact]
    public void ATextSignedInTheClear_IsNamedSigned()
    {
        var read = MailReader.Read(SomeMail.Of("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe printer jams.\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----"));

        Assert.Equal(MailForm.Signed, read.Form);
        Assert.Contains("The printer jams.", read.New, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/calendar; method=REQUEST", "an invitation or an answer to one, not a message")]
    [InlineData("multipart/signed; protocol=\"application/pgp-signature\"", "the message carries a digital signature, which is not checked here")]
    [InlineData("multipart/report; report-type=disposition-notification", "a read receipt, not a message")]
    [InlineData("multipart/report; report-type=delivery-status", "a report of a mail system, not a message")]
    public void AMailOfAnotherForm_SaysSo(string type, string remark) =>
        Assert.Contains(remark, MailReader.Read(SomeMail.Of(headers: [SomeMail.Header("Content-Type", type)])).Remarks);

    [Fact]
    public void AnEncryptedMail_SaysWhereToReadIt() =>
        Assert.Contains(MailReader.Read(SomeMail.Of("", attachments: [SomeMail.Attachment("smime.p7m", "application/pkcs7-mime")])).Remarks, r => r.Contains("encrypted", StringComparison.Ordinal));

    [Theory]
    [InlineData("Subject\r\nBcc: evil@example.org", "Subject Bcc: evil@example.org")]
    [InlineData("a\u202egnp.exe\u200b", "agnp.exe")]
    [InlineData("\ud83d\udda8 does not print", "\ud83d\udda8 does not print")]
    public void ASubject_IsOneLineWithNothingInvisible(string subject, string shown) => Assert.Equal(shown, MailSubject.Shown(subject));

    [Theory]
    [InlineData("RE: AW: Fwd: [EXTERNAL] Printer [#482-913-077]", "Printer")]
    [InlineData("Printer [#482-913-077] does not print [#482913077]", "Printer does not print")]
    [InlineData("Re: [#482-913-077] AW: Printer", "Printer")]
    [InlineData("Error [0x80070005] at start", "Error [0x80070005] at start")]
    [InlineData("[#482-913-077] Re[2]: Printer", "Printer")]
    [InlineData("Re: Re: Re: Printer", "Printer")]
    [InlineData("Remote access", "Remote access")]
    [InlineData("I: problema", "problema")]
    public void ABareSubject_LosesTheMarksOfAnswers(string subject, string bare) => Assert.Equal(bare, MailSubject.Bare(subject));

    [Fact]
    public void InvisibleAndRightToLeftText_StaysReadable()
    {
        var read = MailReader.Read(SomeMail.Of("\u0627\u0644\u0637\u0627\u0628\u0639\u0629 \u0644\u0627 \u062a\u0639\u0645\u0644\u200b\u200b \ud83d\ude21\u00adzero\u200bwidth"));
        Assert.Equal("\u0627\u0644\u0637\u0627\u0628\u0639\u0629 \u0644\u0627 \u062a\u0639\u0645\u0644 \ud83d\ude21zerowidth", read.New);
    }

    /// <summary>A ratio, since the machine may be busy: ten times as many lines may take thirty times as long, not a hundred.</summary>
    [Fact]
    public void LongPlainText_IsReadInTimeThatGrowsWithItsLength()
    {
        var (few, many) = (Mail(6_000), Mail(60_000));
        MailReader.Read(few);

        var (short1, whole, short2) = (Took(few), Took(many), Took(few));

        Assert.InRange(whole / (short1 + short2).Divide(2), 0, 30);

        static MailMessage Mail(int lines) => SomeMail.Of(string.Join('\n', Enumerable.Range(0, lines).Select(i => $"On 3 May 2016 at 10:{i % 60:00} something <x@example.org> was said and then again")));

        static TimeSpan Took(MailMessage mail)
        {
            var watch = Stopwatch.StartNew();
            Assert.NotEqual("", MailReader.Read(mail).New);
            return watch.Elapsed;
        }
    }
}
