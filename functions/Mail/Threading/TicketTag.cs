using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Automation.Flow;

namespace Automation.Mail.Threading;

/// <summary>
/// The marks by which an answer finds its ticket: the number in the subject, which anyone can write, and a tag in the
/// address to answer to, which only we can make and which therefore proves that its sender has our mail.
/// </summary>
internal sealed partial class TicketTag(byte[] key)
{
    /// <summary>50 bits: guessing needs more mails than any mailbox takes.</summary>
    private const int Length = 10;

    public static string SubjectMark(string number) => $"[#{number}]";

    /// <summary>The number that a subject names, if it is one; the last when it names several.</summary>
    public static string? InSubject(string subject)
    {
        foreach (var found in Mark().Matches(subject.Length > 1_000 ? subject[..1_000] : subject).Reverse())
        {
            if (TicketNumber.TryParse(found.Groups["number"].Value, out var number)) return number;
        }

        return null;
    }

    /// <summary><c>support@example.org</c> and 482-913-077 give <c>support+t482913077-k3x9a2b4cd@example.org</c>.</summary>
    public string AddressFor(string mailbox, string number)
    {
        var at = mailbox.LastIndexOf('@');
        return $"{mailbox[..at]}+t{number.Replace("-", "", StringComparison.Ordinal)}-{Sign(number)}{mailbox[at..]}";
    }

    /// <summary>The first of the addresses that has a tag of ours, with the number in it; null when none has.</summary>
    public (string Address, string Number)? InAddresses(IEnumerable<MailAddress> addresses)
    {
        foreach (var address in addresses)
        {
            var found = Tag().Match(address.Address.Length > 320 ? "" : address.Address);
            if (!found.Success || !TicketNumber.TryParse(found.Groups["number"].Value, out var number)) continue;
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(number)), Encoding.ASCII.GetBytes(found.Groups["sign"].Value.ToLowerInvariant()))) return (address.Address, number);
        }

        return null;
    }

    private string Sign(string number) => Base32.Encode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"ticket/{number}")))[..Length].ToLowerInvariant();

    [GeneratedRegex(@"\[#\s?(?<number>\d{3}-?\d{3}-?\d{3})\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\+t(?<number>\d{9})-(?<sign>[0-9A-Za-z]{10})@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
