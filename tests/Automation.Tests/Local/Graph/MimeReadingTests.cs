using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mime;

namespace Automation.Tests.Local.Graph;

public sealed class MimeReadingTests
{
    private static readonly DateTimeOffset Arrived = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("=?utf-8?B?w7xiZXI=?= =?utf-8?Q?_all?=", "über all")]
    [InlineData("=?utf-8?B?w7xiZQ==?=\n =?utf-8?B?cg==?= rest", "über rest")]
    [InlineData("=?utf-8?B?4pg=?= =?utf-8?B?gQ==?=", "☁")]
    [InlineData("=?koi8-r?B?8NLJ18XU?=", "Привет")]
    [InlineData("=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=", "テスト")]
    [InlineData("=?gb2312?B?xOO6ww==?=", "你好")]
    [InlineData("=?windows-1252?Q?Price_=80_5?=", "Price € 5")]
    [InlineData("=?iso-8859-1?Q?quote_=93x=94?=", "quote “x”")]
    [InlineData("=?unknown?Q?x?= =?utf-8?X?y?=", "x =?utf-8?X?y?=")]
    [InlineData("a =?utf-8?Q?b", "a =?utf-8?Q?b")]
    public void ASubject_IsDecoded(string header, string subject) => Assert.Equal(subject, (string)Read($"Subject: {header}\n\nx").Message["subject"]!);

    [Theory]
    [InlineData("Ben <ben@example.org>", "Ben|ben@example.org")]
    [InlineData("\"Doe, Jane\" <jane@example.org>", "Doe, Jane|jane@example.org")]
    [InlineData("Doe, Jane <jane@example.org>", "Doe, Jane|jane@example.org")]
    [InlineData("jane@example.org (Jane Doe)", "Jane Doe|jane@example.org")]
    [InlineData("<mailto:jane@example.org>", "jane@example.org|jane@example.org")]
    [InlineData("=?utf-8?B?SmFuZSA8amFuZUBleGFtcGxlLm9yZz4=?=", "Jane|jane@example.org")]
    [InlineData("\"unclosed <jane@example.org>", "unclosed|jane@example.org")]
    [InlineData("Team: a@example.org, b@example.org;", "a@example.org|a@example.org")]
    [InlineData("<>", null)]
    [InlineData("undisclosed-recipients:;", null)]
    public void ASender_IsRead(string header, string? expected)
    {
        var from = Read($"From: {header}\n\nx").Message["from"]?["emailAddress"];

        Assert.Equal(expected, from is null ? null : $"{(string?)from["name"]}|{(string?)from["address"]}");
    }

    [Theory]
    [InlineData("Sun, 22 Nov 2026 04:00:00 +0100", "2026-11-22T03:00:00Z")]
    [InlineData("22 Nov 26 03:00 GMT", "2026-11-22T03:00:00Z")]
    [InlineData("Sun Nov 22 03:00:00 2026", "2026-11-22T03:00:00Z")]
    [InlineData("Sat, 21 Nov 2026 22:00:00 EST (Eastern)", "2026-11-22T03:00:00Z")]
    [InlineData("2026-11-22T03:00:00Z", "2026-11-22T03:00:00Z")]
    [InlineData("the day before yesterday", "2026-11-22T03:00:00Z")]
    public void ADate_IsReadOrTheArrivalStandsForIt(string header, string sent) => Assert.Equal(sent, (string)Read($"Date: {header}\n\nx").Message["sentDateTime"]!);

    [Fact]
    public void TextAndItsHtmlTwin_AreOneBodyAndTheRestIsAttached()
    {
        var read = Read("""
            Content-Type: multipart/mixed; boundary="m"

            preamble
            --m
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain

            plain
            --a
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>h=C3=A4</p><img src=3D"cid:logo">
            --a--
            --r
            Content-Type: image/png; name=logo.png
            Content-ID: <logo>
            Content-Transfer-Encoding: base64

            AAEC
            --r--
            --m
            Content-Type: application/ms-tnef

            x
            --m
            Content-Disposition: attachment; filename*0*=utf-8''l%C3%A4; filename*1=nger.txt

            y
            --m--
            epilogue
            """);

        Assert.Equal(("html", "<p>hä</p><img src=\"cid:logo\">"), ((string)read.Message["body"]!["contentType"]!, ((string)read.Message["body"]!["content"]!).Trim()));
        Assert.Equal([("logo.png", true), ("winmail.dat", false), ("länger.txt", false)], read.Attachments.Select(a => ((string)a.Facts["name"]!, (bool)a.Facts["isInline"]!)));
        Assert.Equal([0, 1, 2], read.Attachments[0].Content);
    }

    [Fact]
    public void AFileInTheText_BecomesAnAttachment()
    {
        var read = Read("Subject: x\n\nSee below.\nbegin 644 cat.txt\n#0V%T\n`\nend\nBye.");

        Assert.Equal(("cat.txt", "Cat"), ((string)read.Attachments.Single().Facts["name"]!, Encoding.ASCII.GetString(read.Attachments.Single().Content)));
        Assert.DoesNotContain("begin 644", (string)read.Message["body"]!["content"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("METHOD:REQUEST", "#microsoft.graph.eventMessageRequest", "meetingRequest")]
    [InlineData("METHOD:CANCEL", "#microsoft.graph.eventMessage", "meetingCancelled")]
    [InlineData("METHOD:REPLY\nATTENDEE;PARTSTAT=DECLINED:x", "#microsoft.graph.eventMessageResponse", "meetingDeclined")]
    public void AnInvitation_IsAnEventMessage(string calendar, string type, string meeting)
    {
        var message = Read($"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n{calendar}\nEND:VCALENDAR").Message;

        Assert.Equal((type, meeting), ((string)message["@odata.type"]!, (string)message["meetingMessageType"]!));
    }

    [Theory]
    [InlineData("Subject: a\nbroken continuation\nFrom: a@example.org\n\nbody", "a broken continuation", "body")]
    [InlineData("From ben Sun Nov 22\nSubject: mbox\n\nbody", "mbox", "body")]
    [InlineData("\n\nSubject: late\n\nbody", "late", "body")]
    [InlineData("Subject: no line between\nbody at once", "no line between", "body at once")]
    [InlineData("just text", "", "just text")]
    [InlineData("", "", "")]
    public void HeadersThatAreBroken_AreReadAsFarAsTheyGo(string raw, string subject, string body)
    {
        var message = Read(raw).Message;

        Assert.Equal((subject, body), ((string)message["subject"]!, (string)message["body"]!["content"]!));
    }

    [Fact]
    public void NestingWithoutEnd_DoesNotExhaustTheStack()
    {
        var raw = new StringBuilder("Subject: deep\n");
        for (var i = 0; i < 2000; i++) raw.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n");

        Assert.Equal("deep", (string)Read(raw.Append("Content-Type: text/plain\n\nend").ToString()).Message["subject"]!);
    }

    [Fact]
    public void NoBytes_MakeItThrow()
    {
        var random = new Random(4711);
        var seed = Encoding.UTF8.GetBytes("From: =?utf-8?Q?x?= <a@b.c>\r\nDate: Sun, 22 Nov 2026 04:00:00 +0100\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b\r\nContent-Type: text/html; charset=utf-7\r\n\r\n+ADw-p+AD4-\r\n--b--\r\nbegin 644 x\r\n#0V%T\r\nend\r\n");
        for (var i = 0; i < 3000; i++)
        {
            var bytes = (byte[])seed.Clone();
            for (var k = random.Next(1, 8); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.NotNull(MimeReading.Of(bytes.AsMemory(0, random.Next(bytes.Length)), Arrived).Message["body"]);
        }
    }

    [Fact]
    public void WhatIsWritten_IsReadAgain()
    {
        var message = new JsonObject
        {
            ["subject"] = "Ünïcode 😀 subject that is long enough to need more than one encoded word\r\nBcc: evil@example.org",
            ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = "<p>Größe</p>" },
            ["from"] = MimeReading.Recipient(new MimeAddress("Jörg \"J\" Maier", "joerg@example.org")),
            ["toRecipients"] = new JsonArray(MimeReading.Recipient(new MimeAddress("Doe, Jane", "jane@example.org"))),
            ["sentDateTime"] = "2026-11-22T03:00:00Z",
            ["internetMessageId"] = "<m@example.org>",
            ["_inReplyTo"] = "<q@example.org>",
            ["_references"] = "<p@example.org> <q@example.org>",
        };
        var attachment = new MimeAttachment(new JsonObject { ["name"] = "größe.txt", ["contentType"] = "text/plain" }, [1, 2, 3]);

        var read = MimeReading.Of(MimeWriter.Write(message, [attachment], []), Arrived);

        Assert.Equal("Ünïcode 😀 subject that is long enough to need more than one encoded word  Bcc: evil@example.org", (string)read.Message["subject"]!);
        Assert.Equal(("Jörg \"J\" Maier", "Doe, Jane"), ((string)read.Message["from"]!["emailAddress"]!["name"]!, (string)read.Message["toRecipients"]![0]!["emailAddress"]!["name"]!));
        Assert.Equal(["<p@example.org>", "<q@example.org>"], read.References);
        Assert.Equal("<p>Größe</p>", ((string)read.Message["body"]!["content"]!).Trim());
        Assert.Equal(("größe.txt", 3), ((string)read.Attachments.Single().Facts["name"]!, read.Attachments.Single().Content.Length));
        Assert.DoesNotContain("\nBcc:", Encoding.UTF8.GetString(MimeWriter.Write(message, [], [])), StringComparison.Ordinal);
    }

    private static MimeReading Read(string raw) => MimeReading.Of(Encoding.UTF8.GetBytes(raw), Arrived);
}
