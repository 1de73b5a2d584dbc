using System.Globalization;
using System.Text;
using Automation.Local.Graph.Mime;

namespace Automation.Local.Graph.Mail;

/// <summary>A delivery status notification (RFC 3464) as Exchange Online writes it for an address that isn't there.</summary>
internal static class Bounce
{
    public static byte[] Write(string to, string failed, string internetId, string subject, byte[] original, DateTimeOffset now)
    {
        var date = now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        var mark = $"_report_{now.UtcTicks}";
        var headers = string.Concat(HeaderBlock.Split(original).Headers.Select(h => $"{h.Name}: {h.Value}\r\n"));
        return Encoding.UTF8.GetBytes($"""
            Return-Path: <>
            From: Microsoft Outlook <postmaster@contoso.example>
            To: <{to}>
            Date: {date}
            Message-ID: <{now.UtcTicks}-{Math.Abs(internetId.GetHashCode(StringComparison.Ordinal))}@mx.contoso.example>
            In-Reply-To: {internetId}
            References: {internetId}
            Subject: Undeliverable: {MimePart.Line(subject)}
            Auto-Submitted: auto-replied
            X-MS-Exchange-Message-Is-Ndr:
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="{mark}"

            --{mark}
            Content-Type: text/plain; charset="utf-8"

            Delivery has failed to these recipients or groups:

            {failed}
            The email address you entered couldn't be found. Please check the recipient's email address and try to resend the message.
            --{mark}
            Content-Type: message/delivery-status

            Reporting-MTA: dns;mx.contoso.example
            Arrival-Date: {date}

            Final-Recipient: rfc822;{failed}
            Action: failed
            Status: 5.1.10
            Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
            --{mark}
            Content-Type: text/rfc822-headers

            {headers}
            --{mark}--

            """.ReplaceLineEndings("\r\n"));
    }
}
