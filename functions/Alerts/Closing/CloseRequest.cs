using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Closing;

/// <summary>What was posted to close a ticket: who says that it is over, and why.</summary>
internal sealed record CloseRequest(string By, string Reason)
{
    private const int MaxText = 500;

    private static readonly string[] Fields = ["by", "reason"];

    /// <summary>The request; or null with every problem of the body.</summary>
    public static CloseRequest? Read(byte[] body, out IReadOnlyList<FieldProblem> problems)
    {
        using var document = PayloadBody.Parse(body, [], out var problem);
        problems = document is null ? [problem!] : [.. Problems(document.RootElement)];
        return problems.Count > 0 ? null : new CloseRequest(Text(document!.RootElement, "by")!, Text(document.RootElement, "reason")!);
    }

    private static IEnumerable<FieldProblem> Problems(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            yield return new FieldProblem("body", ((JsonElement?)body).Shown(), "an object with by and reason");
            yield break;
        }

        foreach (var member in body.EnumerateObject().Where(m => !Fields.Contains(m.Name, StringComparer.Ordinal))) yield return new FieldProblem(PlainText.Line(member.Name, 60), "an unknown field", "by, reason");
        foreach (var field in Fields.Where(f => Text(body, f) is null)) yield return new FieldProblem(field, body.Member(field).Shown(), $"a text of 1 to {MaxText} characters: {(field == "by" ? "who closes it" : "why it is over")}");
    }

    /// <summary>People read it on the ticket and in the log of its channel, so secrets are masked.</summary>
    private static string? Text(JsonElement body, string field) =>
        body.Member(field) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: <= MaxText } text && !string.IsNullOrWhiteSpace(text) ? PlainText.Line(SecretMask.Apply(text), MaxText) : null;
}
