namespace Automation.Local.Graph;

/// <summary>An error as Graph answers it: status, code and message of its error body.</summary>
/// <param name="retryAfter">Seconds; null for no header.</param>
internal sealed class GraphException(int status, string code, string message, int? retryAfter = null) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public int? RetryAfter => retryAfter;

    public static GraphException NoItem() => new(404, "ErrorItemNotFound", "The specified object was not found in the store.");

    public static GraphException NoResource(string what) => new(404, "Request_ResourceNotFound", $"Resource '{what}' does not exist or one of its queried reference-property objects are not present.");

    public static GraphException NoSegment(string segment) => new(400, "BadRequest", $"Resource not found for the segment '{segment}'.");

    public static GraphException Bad(string message) => new(400, "RequestBroker--ParseUri", message);

    public static GraphException Invalid(string message) => new(400, "ErrorInvalidRequest", message);
}
