using System.Globalization;
using System.Text.Json.Nodes;

namespace Automation.Local.Graph.Mail;

/// <summary>A message as the store has it.</summary>
/// <param name="Number">Grows with each message of the store.</param>
/// <param name="Folder">Id of the folder it is in.</param>
/// <param name="Moves">How often it was moved.</param>
/// <param name="Facts">The resource without ids; names that begin with _ are ours.</param>
internal sealed record StoredMessage(long Number, string Id, string Owner, string Folder, int Moves, JsonObject Facts)
{
    public bool IsDraft => (bool?)Facts["isDraft"] ?? false;

    public string InternetId => (string?)Facts["internetMessageId"] ?? "";

    public string Conversation => (string?)Facts["conversationId"] ?? "";

    public string Subject => (string?)Facts["subject"] ?? "";

    public DateTimeOffset Received => DateTimeOffset.Parse((string)Facts["receivedDateTime"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public string Etag => $"W/\"{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Number}/{Moves}/{(int?)Facts["_version"] ?? 0}")))}\"";

    /// <summary>The resource with its ids, as a caller sees it.</summary>
    public JsonObject Show(bool immutableIds)
    {
        var shown = (JsonObject)Facts.DeepClone();
        shown["@odata.etag"] = Etag;
        shown["id"] = MailId.Show(Id, Moves, immutableIds);
        shown["changeKey"] = Etag[3..^1];
        shown["parentFolderId"] = Folder;
        shown["webLink"] = $"https://outlook.office365.com/owa/?ItemID={Uri.EscapeDataString(MailId.Mutable(Id, Moves))}&exvsurl=1&viewmodel=ReadMessageItem";
        return shown;
    }
}

/// <param name="Facts">The resource without its content.</param>
internal sealed record StoredAttachment(string Id, JsonObject Facts, byte[] Content);

/// <summary>A change in a folder.</summary>
/// <param name="Version">The last one of the message there.</param>
/// <param name="Message">Null when it is no longer there.</param>
internal sealed record FolderChange(long Version, string Id, int Moves, StoredMessage? Message);
