using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Reading;

/// <summary>What looks like a quotation, a signature or a warning and is the sender's own: nothing of it may be folded.</summary>
public sealed class OwnTextTests
{
    public static readonly TheoryData<string> Texts =
    [
        "Lift out of order\n\nFrom: 9:00\nTo: 11:30\nDate: 7 May\nSubject: test of the alarm\n\nPlease tell the guard.",
        "The build stops:\n\n```\n> make all\n> cc main.c\n```\n\nsince the update.",
        "External message queue is full. Please restart the broker.",
        "Attention: the external disk of server 4 beeps.\nIt is in room 9.",
        "Hinweis: die externe Festplatte blinkt rot.",
        "Warning: the external sensor of hall 2 reports 80 degrees.",
        "At 10:20 the panel said:\nno power\nPlease come to hall 2.",
        "The export wrote 3 rows on 03.05.2016 at 10:11:\nall of them are empty.",
        "On 3 May 2016 I wrote to you:\nthe gate squeaks. It does so still.",
        "Am 3.5.2016 um 10:11 schrieb ich Ihnen:\ndas Tor quietscht. Das tut es noch.",
        "Le 3 mai 2016, le gardien m'a écrit :\nla porte grince. Pouvez-vous venir ?",
        "El 3 de mayo de 2016 el guardia me escribió:\nla puerta chirría.",
        "Il 3 maggio 2016 il custode mi ha scritto:\nla porta cigola.",
        "Op 3 mei 2016 schreef ik u:\nde deur piept.",
        "Em 3 de maio de 2016 o porteiro me escreveu:\na porta range.",
        "Sent from my desk the fax arrives, but\nsent from my iPhone it does not.",
        "Two wishes:\n\nA lamp for hall 2.\n\n--\n\nAnd for hall 3 we need a new lock as soon as you can.",
        "To do:\n--\n1. lamp\n--\n2. lock",
        "Gate 2 is open.\n\nRegards,\nBob\n\nOne thing more: please call the guard at +49 30 1234567, nobody is here.",
        "Gate 2 is open.\n\nThanks,\nI also saw that the lock of gate 3 hangs. You reach me at +49 30 1234567.",
        "We want to sign this:\n\n-----BEGIN CERTIFICATE REQUEST-----\nMIIBWTCBwwIBADAaMRgwFgYDVQQDDA9\n-----END CERTIFICATE REQUEST-----\n\nWho does that?",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void PlainText_StaysWhole(string text) => Assert.Equal(text, MailReader.Read(SomeMail.Of(text)).New);

    [Theory]
    [InlineData("On my screen I see:")]
    [InlineData("There are 2 errors in it:")]
    [InlineData("Since 10:30 the log says:")]
    [InlineData("I got 3 mails from bob@example.com like")]
    [InlineData("We moved to the 2016 release.\nNow it prints this:")]
    public void WhatStandsAboveMarkedLines_StaysWhenItNamesNoWriter(string text) => Assert.StartsWith(text, MailReader.Read(SomeMail.Of($"{text}\n> fault 7\n\nWhat now?")).New, StringComparison.Ordinal);

    [Theory]
    [InlineData("<p>The rule says:</p><blockquote><p>Doors stay shut.</p></blockquote><p>Ours does not shut.</p>", "Doors stay shut.")]
    [InlineData("<p>It prints:</p><pre><code>&gt; npm start\n&gt; node app</code></pre><p>and stops.</p>", "npm start")]
    [InlineData("<p>Closed:</p><table><tr><td>From:</td><td>08:30</td></tr><tr><td>To:</td><td>17:00</td></tr><tr><td>Subject:</td><td>repair of gate 2</td></tr></table><p>Please show it on the page.</p>", "repair of gate 2")]
    public void Html_KeepsWhatIsSetIn(string html, string kept) => Assert.Contains(kept, MailReader.Read(SomeMail.Of(html, isHtml: true)).New, StringComparison.Ordinal);

    [Theory]
    [InlineData("<p>Yes.</p><blockquote>Is it shut?</blockquote>", "last in the mail")]
    [InlineData("<p>Yes.</p><blockquote>Is it shut?</blockquote><p>-- <br>Bob</p>", "above a signature")]
    [InlineData("<p>Yes.</p><p>3.5.2016, 10:11, Bob &lt;bob@example.com&gt;:</p><blockquote>Is it shut?</blockquote><p>And locked.</p>", "under a line that names its writer")]
    [InlineData("<p>Yes.</p><blockquote><div>On 3 May 2016, at 10:11, Bob wrote:</div>Is it shut?</blockquote><p>And locked.</p>", "with that line in it")]
    public void ABareQuotation_OfAnAnswer_IsQuoted(string html, string because) => Assert.False(MailReader.Read(SomeMail.Of(html, isHtml: true)).New.Contains("Is it shut?", StringComparison.Ordinal), because);

    [Theory]
    [InlineData("Gate 2 is open.\n\nBest regards\nBob Smith\nTel. +49 30 1234567\n\nPS: gate 3, too.", "Gate 2 is open.\n\nBest regards\nBob Smith\n\nPS: gate 3, too.")]
    [InlineData("Tor 2 ist offen.\n\n--\nBob Smith\nACME\n\nP.S. Tor 3 auch.", "Tor 2 ist offen.\n\nP.S. Tor 3 auch.")]
    [InlineData("Gate 2 is open.\n\nBest regards\nBob Smith\nTel. +49 30 1234567\n\nDo you know when the guard comes back?", "Gate 2 is open.\n\nBest regards\nBob Smith\n\nDo you know when the guard comes back?")]
    [InlineData("Gate 2 is open.\n\nThis e-mail is confidential and intended solely for the addressee.\n\nI forgot: can you come today?", "Gate 2 is open.\n\nI forgot: can you come today?")]
    [InlineData("CAUTION: This email originated from outside of the organization.\nHello team,\ngate 2 is open.", "Hello team,\ngate 2 is open.")]
    public void WhatIsWrittenBelowASignatureOrANotice_IsText(string text, string wanted) => Assert.Equal(wanted, MailReader.Read(SomeMail.Of(text)).New);
}
