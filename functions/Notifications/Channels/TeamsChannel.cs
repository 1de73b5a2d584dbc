using System.Text;

namespace Automation.Notifications.Channels;

/// <summary>
/// Posts an Adaptive Card to the workflow "Post to a channel when a webhook request is received" of Microsoft Teams. It has
/// no way to ask what has arrived and drops no repetition: where an outcome is not known, one repetition is sent that says so.
/// </summary>
internal sealed class TeamsChannel(IOutboundHttp http, NotificationOptions options, TimeProvider clock) : INotificationChannel
{
    public string Kind => "teams";

    public int MaxInterrupted => 1;

    public async Task<ChannelVerdict> SendAsync(ChannelAddress address, Notice notice, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(TeamsCard.Render(notice, options));
        return ChannelVerdict.Of(await http.PostAsync(new OutboundPost(address.Url, body, [], address.Secrets), cancellationToken), clock.GetUtcNow());
    }
}
