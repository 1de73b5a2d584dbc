using System.Collections.Concurrent;
using Automation.Mail;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.Messages.Item.Move;

namespace Automation.Edges.Graph;

/// <summary>Moves messages to folders below the inbox, making those that are not there.</summary>
internal sealed class GraphFolders(GraphClient graph, string mailbox)
{
    private const string ReadWrite = "Mail.ReadWrite";

    private readonly ConcurrentDictionary<string, string> known = new(StringComparer.OrdinalIgnoreCase);

    public async Task MoveAsync(string id, string folder, CancellationToken cancellationToken)
    {
        var wasKnown = known.TryGetValue(folder, out var target);
        if (await ToAsync(id, target ?? await FindOrMakeAsync(folder, cancellationToken), cancellationToken) || !wasKnown) return;
        // Either the message is gone or the folder that we remember is: ask for the folder anew.
        known.TryRemove(folder, out _);
        await ToAsync(id, await FindOrMakeAsync(folder, cancellationToken), cancellationToken);
    }

    private Task<bool> ToAsync(string id, string target, CancellationToken cancellationToken) =>
        graph.DoAsync("move a message", ReadWrite, c => c.Users[mailbox].Messages[id].Move.PostAsync(new MovePostRequestBody { DestinationId = target }, cancellationToken: cancellationToken), cancellationToken);

    private async Task<string> FindOrMakeAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is { } found) return known[name] = found;
        MailFolder? made;
        try
        {
            made = await graph.AskAsync("make a folder", ReadWrite, c => c.Users[mailbox].MailFolders["inbox"].ChildFolders.PostAsync(new MailFolder { DisplayName = name }, cancellationToken: cancellationToken), cancellationToken);
        }
        catch (Flow.DependencyUnavailableException)
        {
            // Another instance may have made it just now.
            if (await FindAsync(name, cancellationToken) is { } other) return known[name] = other;
            throw;
        }

        return made?.Id is { } id ? known[name] = id : throw new MailboxRefusedException("Microsoft Graph: the mailbox has no inbox; check Mail__Mailbox.");
    }

    private async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var found = await graph.AskAsync("look for a folder", ReadWrite, c => c.Users[mailbox].MailFolders["inbox"].ChildFolders.GetAsync(r =>
        {
            r.QueryParameters.Filter = $"displayName eq '{name.Replace("'", "''", StringComparison.Ordinal)}'";
            r.QueryParameters.Select = ["id"];
        }, cancellationToken), cancellationToken);
        return found?.Value is [{ Id: { } id }, ..] ? id : null;
    }
}
