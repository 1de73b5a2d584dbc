using System.Globalization;
using System.Text;
using Azure;

namespace Automation.Edges.Tables;

/// <summary>Reads the multipart answer to a transaction: one response an action, or the one error that undid them all.</summary>
internal static class TransactionAnswer
{
    private const string StatusLine = "HTTP/1.1 ";

    /// <exception cref="TableTransactionFailedException">The answer holds an error.</exception>
    public static IReadOnlyList<Response> Read(Response whole)
    {
        var text = whole.Content.ToString();
        var parts = new List<Response>();
        var at = text.IndexOf(StatusLine, StringComparison.Ordinal);
        while (at >= 0)
        {
            // A part ends where the next boundary begins; boundaries alone begin a line with two dashes.
            var end = text.IndexOf("\n--", at, StringComparison.Ordinal);
            var part = ReadPart(end < 0 ? text.AsSpan(at) : text.AsSpan(at, end - at), whole.ClientRequestId);
            if (part.Status >= 400)
                throw new TableTransactionFailedException(part, FailedIndex(part));
            parts.Add(part);
            at = end < 0 ? -1 : text.IndexOf(StatusLine, end, StringComparison.Ordinal);
        }

        return parts;
    }

    private static TransactionPart ReadPart(ReadOnlySpan<char> text, string clientRequestId)
    {
        var reader = new StringReader(text.ToString());
        var status = reader.ReadLine()!.AsSpan(StatusLine.Length);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = reader.ReadToEnd().Trim();
        return new TransactionPart(
            int.Parse(status[..3], CultureInfo.InvariantCulture), status[3..].Trim().ToString(), headers, Encoding.UTF8.GetBytes(body), clientRequestId);
    }

    // The service puts the place of the failed action before the message: "2:The specified entity already exists."
    private static int? FailedIndex(Response part)
    {
        if (!StorageErrorParser.Instance.TryParse(part, out var error, out _) || error.Message is not { } message)
            return null;
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }
}
