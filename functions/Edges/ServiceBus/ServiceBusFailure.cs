using Azure;

namespace Automation.Edges.ServiceBus;

/// <summary>Turns answers of the REST API, and their absence, into exceptions with a reason.</summary>
internal static class ServiceBusFailure
{
    private const int MaxDetail = 500;

    public static ServiceBusException From(Response response, string queue)
    {
        var detail = Detail(response);
        var reason = Reason(response.Status, detail);
        return new ServiceBusException(reason, response.Status, $"Queue \"{queue}\": {reason}, status {response.Status}. {detail}".TrimEnd());
    }

    public static ServiceBusException From(Exception exception, string authority)
    {
        // The retry policy throws all tries together; the last one says most.
        var last = exception is AggregateException { InnerExceptions.Count: > 0 } all ? all.InnerExceptions[^1] : exception;
        var reason = last is OperationCanceledException ? ServiceBusFailureReason.ServiceTimeout : ServiceBusFailureReason.ServiceCommunicationProblem;
        return new ServiceBusException(reason, 0, $"The Service Bus namespace at {authority} did not answer. {last.Message}", exception);
    }

    // Statuses of "Send Message" in the Service Bus REST reference; 403 stands for two failures, which only the text tells apart.
    private static ServiceBusFailureReason Reason(int status, string detail) => status switch
    {
        400 => ServiceBusFailureReason.InvalidRequest,
        401 => ServiceBusFailureReason.Unauthorized,
        403 => Forbidden(detail),
        404 or 410 => ServiceBusFailureReason.MessagingEntityNotFound,
        408 or 504 => ServiceBusFailureReason.ServiceTimeout,
        413 => ServiceBusFailureReason.MessageSizeExceeded,
        429 or 503 => ServiceBusFailureReason.ServiceBusy,
        _ => ServiceBusFailureReason.GeneralError,
    };

    private static ServiceBusFailureReason Forbidden(string detail)
    {
        bool Says(string text) => detail.Contains(text, StringComparison.OrdinalIgnoreCase);
        if (Says("message size") || Says("MessageSizeExceeded") || Says("too large"))
            return ServiceBusFailureReason.MessageSizeExceeded;
        return Says("claim") || Says("unauthorized") ? ServiceBusFailureReason.Unauthorized : ServiceBusFailureReason.QuotaExceeded;
    }

    private static string Detail(Response response)
    {
        if (response.ContentStream is not MemoryStream { Length: > 0 })
            return "";
        var text = response.Content.ToString();
        var start = text.IndexOf("<Detail>", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : text.IndexOf("</Detail>", start, StringComparison.OrdinalIgnoreCase);
        text = end < 0 ? text : text[(start + "<Detail>".Length)..end];
        return text.Length > MaxDetail ? text[..MaxDetail] : text;
    }
}
