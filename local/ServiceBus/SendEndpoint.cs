using System.Security;
using System.Xml;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.ServiceBus;

/// <summary>
/// The HTTP face of the stand-in, with the status codes of the Service Bus REST API: <c>POST /{queue}/messages</c> (one message
/// or a batch) and <c>GET /{queue}</c> (its description and counts).
/// </summary>
internal sealed class SendEndpoint(QueueStore store, SasVerifier sas)
{
    public async Task ServeAsync(HttpContext context)
    {
        var segments = (context.Request.Path.Value ?? "").Trim('/').Split('/');
        var resource = new Uri($"http://{context.Request.Host}/{Uri.EscapeDataString(segments[0])}");
        if (sas.Refusal(context.Request.Headers.Authorization, resource) is { } refusal)
        {
            await ErrorAsync(context, StatusCodes.Status401Unauthorized, refusal);
            return;
        }

        if (store.Catalog.Find(Uri.UnescapeDataString(segments[0])) is not { } queue)
        {
            await ErrorAsync(context, StatusCodes.Status410Gone, $"The queue '{segments[0]}' does not exist.");
            return;
        }

        var served = (context.Request.Method, segments) switch
        {
            ("POST", [_, "messages"]) => SendAsync(context, queue),
            ("GET" or "HEAD", [_]) => DescribeAsync(context, queue),
            _ => ErrorAsync(context, StatusCodes.Status400BadRequest, "The operation isn't supported: POST {queue}/messages and GET {queue} are."),
        };
        await served;
    }

    private async Task SendAsync(HttpContext context, QueueProperties queue)
    {
        try
        {
            if (await ReadBodyAsync(context.Request) is not { } body)
            {
                await TooLargeAsync(context);
                return;
            }

            IReadOnlyList<OutgoingMessage> messages = SendRequest.IsBatch(context.Request)
                ? SendRequest.ReadBatch(body)
                : [SendRequest.ReadOne(context.Request, body)];
            if (messages.Sum(SendRequest.Size) > SendRequest.Limit)
            {
                await TooLargeAsync(context);
                return;
            }

            await store.SendAsync(queue, messages);
            context.Response.StatusCode = StatusCodes.Status201Created;
        }
        catch (FormatException malformed)
        {
            await ErrorAsync(context, StatusCodes.Status400BadRequest, malformed.Message);
        }
        catch (BadHttpRequestException bad)
        {
            await ErrorAsync(context, bad.StatusCode, bad.Message);
        }
    }

    /// <summary>The whole body, or null where it is larger than any message or batch may be.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        // The JSON around the messages of a batch may escape each byte; the messages themselves are measured afterwards.
        var most = SendRequest.IsBatch(request) ? SendRequest.Limit * 6 : SendRequest.Limit;
        if (request.ContentLength > most) return null;
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 4096));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            if (buffer.Length + read > most) return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private async Task DescribeAsync(HttpContext context, QueueProperties queue)
    {
        var counts = await store.CountAsync(queue);
        context.Response.ContentType = "application/atom+xml;type=entry;charset=utf-8";
        await context.Response.WriteAsync($"""
            <entry xmlns="http://www.w3.org/2005/Atom"><title type="text">{SecurityElement.Escape(queue.Name)}</title><content type="application/xml">
            <QueueDescription xmlns="http://schemas.microsoft.com/netservices/2010/10/servicebus/connect">
            <LockDuration>{XmlConvert.ToString(queue.LockDuration)}</LockDuration>
            <RequiresDuplicateDetection>{XmlConvert.ToString(queue.DuplicateWindow is not null)}</RequiresDuplicateDetection>
            <MaxDeliveryCount>{queue.MaxDeliveryCount}</MaxDeliveryCount>
            <MessageCount>{counts.Active + counts.Locked + counts.Scheduled + counts.Dead}</MessageCount>
            <CountDetails xmlns:d="http://schemas.microsoft.com/netservices/2011/06/servicebus">
            <d:ActiveMessageCount>{counts.Active + counts.Locked}</d:ActiveMessageCount>
            <d:DeadLetterMessageCount>{counts.Dead}</d:DeadLetterMessageCount>
            <d:ScheduledMessageCount>{counts.Scheduled}</d:ScheduledMessageCount>
            </CountDetails></QueueDescription></content></entry>
            """);
    }

    private static Task TooLargeAsync(HttpContext context) =>
        ErrorAsync(context, StatusCodes.Status403Forbidden, $"The message or batch is larger than the limit of {SendRequest.Limit} bytes.");

    private static Task ErrorAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml; charset=utf-8";
        return context.Response.WriteAsync($"<Error><Code>{status}</Code><Detail>{SecurityElement.Escape(detail)}</Detail></Error>");
    }
}
