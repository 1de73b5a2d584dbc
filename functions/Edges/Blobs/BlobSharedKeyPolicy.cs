using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges.Blobs;

/// <summary>
/// Signs each try of a request with the account key, by the rule "Authorize with Shared Key" of the storage services' REST reference
/// for blobs, version 2015-02-21 and later.
/// </summary>
internal sealed class BlobSharedKeyPolicy(StorageSharedKeyCredential credential, TimeProvider timeProvider) : HttpPipelineSynchronousPolicy
{
    /// <summary>The headers that are signed by their place; those that this client never sends are empty.</summary>
    private static readonly string[] Signed =
        ["Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date", "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range"];

    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        request.Headers.SetValue("x-ms-date", timeProvider.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));

        var text = $"{request.Method}\n{string.Join('\n', Signed.Select(name => Value(request, name)))}\n{Own(request)}/{credential.AccountName}{Resource(request)}";
        request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{credential.ComputeSignature(text)}");
    }

    /// <summary>The transport writes the length; one of 0 is signed as nothing.</summary>
    private static string Value(Request request, string name)
    {
        if (name != "Content-Length") return request.Headers.TryGetValue(name, out var value) ? value : "";
        return request.Content is { } content && content.TryComputeLength(out var length) && length > 0 ? length.ToString(CultureInfo.InvariantCulture) : "";
    }

    private static string Own(Request request) => string.Concat(request.Headers
        .Where(h => h.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
        .OrderBy(h => h.Name, StringComparer.OrdinalIgnoreCase)
        .Select(h => $"{h.Name.ToLowerInvariant()}:{h.Value}\n"));

    /// <summary>The path as it goes over the wire, the emulator's account segment included; then each part of the query on a line.</summary>
    private static string Resource(Request request)
    {
        var uri = request.Uri.ToUri();
        var parts = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        return uri.AbsolutePath + string.Concat(parts.Select(p => "\n" + Uri.UnescapeDataString(p.Replace('=', ':'))));
    }
}
