using Automation.Flow;

namespace Automation.Hosting;

/// <summary>Reads the JSON that a function takes as its whole body, or answers why it can't be used.</summary>
internal static class BodyReading
{
    /// <returns>Null when the body can't be used; the problems then name each field, what was found and what is accepted.</returns>
    public delegate T? Reader<T>(byte[] body, out IReadOnlyList<FieldProblem> problems)
        where T : class;

    /// <param name="limit">Bytes.</param>
    /// <param name="refusal">Title of the answer when it can't be used.</param>
    /// <returns>What was read, with the bytes that it was read from; null when the request has been answered with 400 or 413.</returns>
    public static async Task<(T Value, byte[] Bytes)?> ReadAsync<T>(HttpContext context, int limit, string refusal, Reader<T> read)
        where T : class
    {
        var body = await RequestBody.ReadAsync(context, limit);
        IReadOnlyList<FieldProblem> problems = [new FieldProblem("body", $"more than {limit} bytes", $"at most {limit} bytes")];
        if ((body.IsWhole ? read(body.Bytes, out problems) : null) is { } value) return (value, body.Bytes);
        await Problem.WriteAsync(context, body.IsWhole ? StatusCodes.Status400BadRequest : StatusCodes.Status413PayloadTooLarge, refusal, Rejections.Reason(problems), problems);
        return null;
    }
}
