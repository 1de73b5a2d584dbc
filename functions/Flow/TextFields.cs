using System.Text.Json;

namespace Automation.Flow;

/// <summary>Reads what a person posts: a JSON object of short texts. What is said is shown to others, so secrets in it are masked.</summary>
internal static class TextFields
{
    /// <summary>The fields that are there, by name; or null with every problem of the body.</summary>
    public static IReadOnlyDictionary<string, string>? Read(byte[] body, IReadOnlyList<TextField> fields, out IReadOnlyList<FieldProblem> problems)
    {
        using var document = PayloadBody.Parse(body, [], out var problem);
        problems = document is null ? [problem!] : [.. Problems(document.RootElement, fields)];
        return problems.Count > 0 ? null : fields.Where(f => document!.RootElement.Member(f.Name) is not null).ToDictionary(f => f.Name, f => Text(document!.RootElement, f)!, StringComparer.Ordinal);
    }

    private static IEnumerable<FieldProblem> Problems(JsonElement body, IReadOnlyList<TextField> fields)
    {
        var names = string.Join(", ", fields.Select(f => f.Name));
        if (body.ValueKind != JsonValueKind.Object)
        {
            yield return new FieldProblem("body", ((JsonElement?)body).Shown(), $"an object with {names}");
            yield break;
        }

        foreach (var member in body.EnumerateObject().Where(m => fields.All(f => f.Name != m.Name))) yield return new FieldProblem(PlainText.Line(member.Name, 60), "an unknown field", names);
        foreach (var field in fields.Where(f => (f.IsRequired || body.Member(f.Name) is not null) && Text(body, f) is null))
            yield return new FieldProblem(field.Name, body.Member(field.Name).Shown(), $"a text of 1 to {field.MaxLength} characters: {field.Meaning}");
    }

    private static string? Text(JsonElement body, TextField field) =>
        body.Member(field.Name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { } text && text.Length <= field.MaxLength && !string.IsNullOrWhiteSpace(text) ? PlainText.Line(SecretMask.Apply(text), field.MaxLength) : null;
}

/// <summary>One text of a body.</summary>
/// <param name="Meaning">What it says, for whoever left it out.</param>
/// <param name="MaxLength">Characters.</param>
internal sealed record TextField(string Name, string Meaning, int MaxLength, bool IsRequired);
