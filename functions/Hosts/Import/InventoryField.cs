using System.Net;
using Automation.Flow;

namespace Automation.Hosts.Import;

/// <summary>A field of hosts or services: what it accepts and in which form it is kept.</summary>
/// <param name="Name">As in JSON and as the column is called.</param>
/// <param name="Accepted">What it accepts, in words.</param>
/// <param name="Read">The value as it is kept, or null when it isn't accepted; it gets no blank text.</param>
/// <param name="MaxValues">1 for a single text, else the longest list.</param>
/// <param name="Names">The names that a value stands for, when it is another name of the record.</param>
internal sealed record InventoryField(
    string Name, string Accepted, Func<string, string?> Read, int MaxValues = 1, Func<string, IEnumerable<InventoryName>>? Names = null)
{
    private const int MaxText = 256;
    private const int MaxResourceId = 1024;

    public bool IsList => MaxValues > 1;

    /// <summary>Line breaks and tabs, which spreadsheets put into cells, become spaces.</summary>
    public static InventoryField Text(string name) => new(name, $"a text of at most {MaxText} characters without control characters", text => Plain(text.ReplaceLineEndings(" ").Replace('\t', ' '), MaxText));

    public static InventoryField HostNames(string name, int max, bool isOtherName) => new(
        name, "host names of at most 253 characters without control characters", text => InventoryName.OfHost(text) is null ? null : Plain(text, InventorySchema.MaxName), max,
        isOtherName ? InventoryName.HostAliases : null);

    public static InventoryField ServiceNames(string name, int max, bool isOtherName) => new(
        name, "names of at most 253 characters without control characters", text => Plain(text, InventorySchema.MaxName), max,
        isOtherName ? text => [InventoryName.OfService(text)!] : null);

    public static InventoryField Addresses(string name, int max) => new(
        name, "IPv4 or IPv6 addresses", text => IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3) ? address.ToString() : null, max,
        InventoryName.HostAliases);

    public static InventoryField ResourceId(string name) => new(
        name, "an Azure resource id as in /subscriptions/.../virtualMachines/web01", text => InventoryName.OfHost(text) is { IsResource: true } ? Plain(text, MaxResourceId) : null,
        Names: InventoryName.HostAliases);

    public static InventoryField Choice<T>(string name) where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToList();
        return new InventoryField(name, string.Join(", ", names), text => names.Find(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase)));
    }

    public static InventoryField WebAddress(string name) => new(
        name, "an http or https address of at most 1024 characters",
        text => text.Length <= MaxResourceId && Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? Plain(text, MaxResourceId) : null);

    public static InventoryField Span(string name) => new(name, "a duration as in 90m, 24h, 2d", text => Durations.TryParse(text, out var span) && span > TimeSpan.Zero ? Durations.Text(span) : null);

    /// <summary>Null for what is too long or holds control characters or half a surrogate pair.</summary>
    internal static string? Plain(string text, int max) => text.Length <= max && PlainText.Line(text, max) == text && !text.Contains('\uFFFD', StringComparison.Ordinal) ? text : null;
}
