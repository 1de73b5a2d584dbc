using System.Globalization;
using System.Text;

namespace Automation.Local.Graph.Mail;

/// <summary>The headers that Exchange Online puts on top of a mail as it takes it: way, envelope sender, and what it could prove.</summary>
internal static class Arrival
{
    /// <summary>How the sender could be proven.</summary>
    public enum Proof
    {
        /// <summary>Sent within the organisation.</summary>
        Internal,

        /// <summary>From outside, and the sender's domain vouches for it.</summary>
        Passed,

        /// <summary>From outside, and the domain in From says that it didn't send this.</summary>
        Failed,

        /// <summary>From outside, and the domain says nothing.</summary>
        None,
    }

    public static byte[] Headers(string from, Proof proof, DateTimeOffset now)
    {
        var domain = from[(from.LastIndexOf('@') + 1)..];
        var results = proof switch
        {
            Proof.Internal => $"dkim=none (message not signed) header.d=none;dmarc=none action=none header.from={domain};",
            Proof.Passed => $"spf=pass (sender IP is 192.0.2.10) smtp.mailfrom={domain}; dkim=pass (signature was verified) header.d={domain};dmarc=pass action=none header.from={domain};compauth=pass reason=100",
            Proof.Failed => $"spf=fail (sender IP is 203.0.113.66) smtp.mailfrom={domain}; dkim=none (message not signed) header.d=none;dmarc=fail action=none header.from={domain};compauth=fail reason=601",
            _ => $"spf=none (sender IP is 203.0.113.20) smtp.mailfrom={domain}; dkim=none (message not signed) header.d=none;dmarc=none action=none header.from={domain};compauth=none reason=451",
        };
        var host = proof == Proof.Internal ? "mail-internal.contoso.example" : "mail." + domain;
        var date = now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(
            $"Received: from {host} (192.0.2.10) by mx.contoso.example\r\n (192.0.2.1) with Microsoft SMTP Server id 15.20.8769.0; {date}\r\n"
            + $"Authentication-Results: {results}\r\n"
            + $"Return-Path: {from}\r\n"
            + $"X-MS-Exchange-Organization-AuthAs: {(proof == Proof.Internal ? "Internal" : "Anonymous")}\r\n"
            + $"X-MS-Exchange-Organization-SCL: {(proof == Proof.Internal ? "-1" : proof == Proof.Failed ? "5" : "1")}\r\n");
    }
}
