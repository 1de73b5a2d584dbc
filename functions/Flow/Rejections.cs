using System.Text;

namespace Automation.Flow;

/// <summary>Builds rejections from what was refused, with secrets masked and every text bounded.</summary>
internal static class Rejections
{
    private const int KeptErrors = 20;
    private const int NameLength = 256;
    private const int FoundLength = 512;
    private const int ReasonLength = 2048;

    public static Rejection AtIntake(
        string id, DateTimeOffset at, string? source, int status, IReadOnlyList<FieldProblem> errors, string? contentType, ReadOnlySpan<byte> body, long size) =>
        new(id, at, "intake", Masked(source, NameLength), status, Reason(errors), [.. errors.Take(KeptErrors).Select(Masked)], Masked(contentType, NameLength), size, Kept(body));

    public static Rejection FromQueue(string id, DateTimeOffset at, string queue, string reason, string body) =>
        new(id, at, "queue", queue, 0, Masked(reason, ReasonLength)!, [], null, Encoding.UTF8.GetByteCount(body), Kept(Encoding.UTF8.GetBytes(body)));

    public static string Reason(IReadOnlyList<FieldProblem> errors)
    {
        var first = Masked(errors[0]);
        var more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
        return Bounded($"{first.Field}: found {first.Found}; accepted: {first.Accepted}", ReasonLength) + more;
    }

    private static FieldProblem Masked(FieldProblem problem) =>
        problem with { Found = SecretMask.IsSecretName(problem.Field) ? SecretMask.Mask : Masked(problem.Found, FoundLength)! };

    // Masked before it is cut, so that no half of a secret escapes the patterns.
    private static string? Masked(string? text, int max) => text is null ? null : Bounded(SecretMask.Apply(text), max);

    private static string Bounded(string text, int max) =>
        text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];

    private static string Kept(ReadOnlySpan<byte> body) => SecretMask.Apply(body[..Math.Min(body.Length, Rejection.KeptBytes)]);
}
