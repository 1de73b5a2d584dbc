using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Automation.Local.Graph.Mail;

/// <summary>
/// Ids of messages as callers see them: immutable ones stay, the others change with each move, so that a caller who forgot
/// <c>Prefer: IdType="ImmutableId"</c> finds out here. Both end in an equals sign as Exchange's do.
/// </summary>
internal static class MailId
{
    private const string ImmutableStart = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A";
    private const string MutableStart = "AAMkAGE1ZmYwMWIxLTJkMWYtNGE0MC1iYTk3LTU4ZDZjY2MwMDAwMABGAAAAAAD";
    private const string End = "AAAA=";

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));

    public static string Immutable(string id) => ImmutableStart + id + End;

    /// <param name="moves">How often the message was moved.</param>
    public static string Mutable(string id, int moves) => MutableStart + id + moves.ToString("0000", CultureInfo.InvariantCulture) + End;

    public static string Show(string id, int moves, bool immutable) => immutable ? Immutable(id) : Mutable(id, moves);

    /// <summary>Null for a text that is no id; moves are null where they don't matter.</summary>
    public static (string Id, int? Moves)? Read(string shown)
    {
        if (!shown.EndsWith(End, StringComparison.Ordinal)) return null;
        if (shown.StartsWith(ImmutableStart, StringComparison.Ordinal)) return (shown[ImmutableStart.Length..^End.Length], null);
        if (!shown.StartsWith(MutableStart, StringComparison.Ordinal)) return null;
        var inner = shown[MutableStart.Length..^End.Length];
        return inner.Length > 4 && int.TryParse(inner[^4..], NumberStyles.None, CultureInfo.InvariantCulture, out var moves) ? (inner[..^4], moves) : null;
    }
}
