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
    [InlineData("text/calendar; method=REQUEST", nameof(MailForm.Calendar))]
    [InlineData("multipart/encrypted; protocol=\"application/pgp-encrypted\"", nameof(MailForm.Encrypted))]
    [InlineData("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", nameof(MailForm.Encrypted))]
    [InlineData("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", nameof(MailForm.Plain))]
    [InlineData("multipart/signed; protocol=\"application/pkcs7-signature\"", nameof(MailForm.Signed))]
    [InlineData("multipart/report; report-type=disposition-notification", nameof(MailForm.ReadReceipt))]
    [InlineData("multipart/report; report-type=delivery-status", nameof(MailForm.DeliveryReport))]
    [InlineData("text/plain", nameof(MailForm.Plain))]
    public void TheForm_IsNamedByTheContentType(string type, string form) =>
        Assert.Equal(form, MailReader.Read(SomeMail.Of(headers: [SomeMail.Header("Content-Type", type)])).Form.ToString());

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
