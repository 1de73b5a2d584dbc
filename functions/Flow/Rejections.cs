namespace Automation.Flow;

/// <summary>Builds rejections from what was refused, with secrets masked.</summary>
internal static class Rejections
{
    private const int KeptErrors = 20;

    public static Rejection AtIntake(
        string id, DateTimeOffset at, string? source, int status, IReadOnlyList<FieldProblem> errors, string? contentType, ReadOnlySpan<byte> body, long size) =>
        new(id, at, "intake", source, status, Reason(errors), [.. errors.Take(KeptErrors)], contentType, size, Kept(body));

    public static Rejection FromQueue(string id, DateTimeOffset at, string queue, string reason, string body) =>
        new(id, at, "queue", queue, 0, reason, [], null, System.Text.Encoding.UTF8.GetByteCount(body), Kept(System.Text.Encoding.UTF8.GetBytes(body)));

    public static string Reason(IReadOnlyList<FieldProblem> errors)
    {
        var first = errors[0];
        var more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
        return $"{first.Field}: found {first.Found}; accepted: {first.Accepted}{more}";
    }

    private static string Kept(ReadOnlySpan<byte> body) => SecretMask.Apply(body[..Math.Min(body.Length, Rejection.KeptBytes)]);
}
