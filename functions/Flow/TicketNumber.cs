using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Automation.Flow;

/// <summary>
/// Ticket numbers as people say them: nine digits in three groups, <c>482-913-076</c>. They come from the episode's id, so
/// there is no counter to contend for; the last digit is a check digit (Damm) that finds every single wrong digit and
/// every swap of neighbours.
/// </summary>
internal static class TicketNumber
{
    private const int Digits = 9;

    private static readonly SearchValues<char> Typed = SearchValues.Create("0123456789 -.#[]");

    // The totally anti-symmetric quasigroup of order 10 from H. Michael Damm's thesis (2004).
    private static readonly string[] Damm =
    [
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
    ];

    /// <param name="attempt">0 at first; the next when the number belongs to another ticket already.</param>
    public static string Of(string episodeId, int attempt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{episodeId}/{attempt}")));
        var digits = (10_000_000 + BinaryPrimitives.ReadUInt64BigEndian(hash) % 90_000_000).ToString(CultureInfo.InvariantCulture);
        return Format(digits + (char)('0' + Check(digits)));
    }

    /// <summary>Reads a number as people type it: with spaces, dashes, dots, a leading # or nothing between the digits.</summary>
    public static bool TryParse(string? text, out string number)
    {
        number = "";
        if (text is null || text.Length > 40 || text.AsSpan().IndexOfAnyExcept(Typed) >= 0) return false;
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (digits.Length != Digits || Check(digits) != 0) return false;
        number = Format(digits);
        return true;
    }

    private static string Format(string digits) => $"{digits[..3]}-{digits[3..6]}-{digits[6..]}";

    private static int Check(string digits) => digits.Aggregate(0, static (interim, digit) => Damm[interim][digit - '0'] - '0');
}
