using System.Globalization;

namespace Automation.Local.Graph.Mime;

/// <summary>Names that Exchange gives to parts that have none.</summary>
internal static class AttachmentNames
{
    private static readonly Dictionary<string, string> Extensions = new(StringComparer.Ordinal)
    {
        ["text/plain"] = ".txt",
        ["text/html"] = ".htm",
        ["text/calendar"] = ".ics",
        ["text/rfc822-headers"] = ".txt",
        ["message/rfc822"] = ".eml",
        ["message/delivery-status"] = ".txt",
        ["message/disposition-notification"] = ".txt",
        ["message/feedback-report"] = ".txt",
        ["image/png"] = ".png",
        ["image/jpeg"] = ".jpg",
        ["image/gif"] = ".gif",
        ["application/pdf"] = ".pdf",
        ["application/pgp-signature"] = ".asc",
        ["application/pkcs7-signature"] = ".p7s",
    };

    public static string For(string contentType, int number) => contentType switch
    {
        "application/ms-tnef" => "winmail.dat",
        _ when contentType.Contains("pkcs7-mime", StringComparison.Ordinal) => "smime.p7m",
        _ => string.Create(CultureInfo.InvariantCulture, $"ATT{number:00000}{Extensions.GetValueOrDefault(contentType, ".bin")}"),
    };
}
