using System.Collections.Frozen;
using System.Globalization;
using Automation.Flow;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>Guesses how bad it is: a field of severity, priority or level first, then a state that is a severity, then the title.</summary>
internal static class SeverityGuess
{
    private static readonly (Severity Severity, string Words)[] Table =
    [
        (Severity.Critical, "critical crit fatal emergency emerg disaster blocker urgent highest severe danger panic catastrophic page p0 p1 sev0 sev1 s1 red down offline unreachable"),
        (Severity.Error, "error err high major serious p2 sev2 s2 orange"),
        (Severity.Warning, "warning warn medium minor average moderate elevated p3 sev3 s3 yellow"),
        (Severity.Info, "info information informational low lowest notice debug trivial verbose p4 p5 sev4 sev5 s4 s5"),
    ];

    private static readonly FrozenDictionary<string, Severity> Words = Table
        .SelectMany(row => row.Words.Split(' '), (row, word) => KeyValuePair.Create(word, row.Severity))
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static Severity? Find(IReadOnlyList<PayloadMember> members, string? title, PayloadReading reading, List<string> notes)
    {
        PayloadMember? found = null;
        Severity? severity = null;
        var best = 19;
        var scale = ScaleOf(members);
        foreach (var member in members)
        {
            var score = FactNames.Severity.Score(member);
            if (score <= best || member.Words.Any(w => w is "previous" or "prev" or "old" or "code") || Read(member, scale, reading) is not { } read) continue;
            (found, severity, best) = (member, read, score);
        }

        if (found is not null)
        {
            notes.Add($"guessed: severity from {found.Pointer} '{PlainText.Line(found.Text, 40)}'");
            return severity;
        }

        if (title is not null && StateInText.All(title).FirstOrDefault(w => Words.ContainsKey(PlainNames.Of(w))) is { } word)
        {
            notes.Add($"guessed: severity from the word '{word}' of the title");
            return Words[PlainNames.Of(word)];
        }

        notes.Add("guessed: no severity found");
        return null;
    }

    private static Severity? Read(PayloadMember member, Func<decimal, Severity?> scale, PayloadReading reading)
    {
        if (member.Text.Length > 40) return null;
        if (reading.Options.Severities.Find("guessed", member.Text) is { } own) return own;
        // The severity of a trigger of OpenSearch is a rank too.
        var isPriority = member.Name.Contains("prio", StringComparison.Ordinal) || member.Name.EndsWith("urgency", StringComparison.Ordinal) || member.Pointer is "/trigger/severity";
        if (decimal.TryParse(member.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return isPriority ? scale(number) : null;
        var words = PlainNames.Words(member.Text);
        if (words.Count is 0 or > 4) return null;
        for (var i = 0; i < words.Count; i++)
        {
            if (i > 0 && words[i - 1] is "not" or "non" && Words.ContainsKey(words[i])) continue;
            if (words[i] is "sev" or "severity" or "priority" or "p" && i + 1 < words.Count && decimal.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var level)) return Rank(level);
            if (Words.TryGetValue(words[i], out var severity)) return severity;
        }

        return isPriority && words is ["normal"] ? Severity.Warning : null;
    }

    /// <summary>Two tools that push messages to phones count upwards: ntfy to 5, Gotify to 10. Their middle is what nobody has set.</summary>
    private static Func<decimal, Severity?> ScaleOf(IReadOnlyList<PayloadMember> members)
    {
        if (members.Any(m => m.Pointer is "/topic") && members.Any(m => m.Pointer is "/event" && m.Text is "message")) return n => n switch { 5 => Severity.Critical, 4 => Severity.Error, 1 or 2 => Severity.Info, _ => null };
        if (members.Any(m => m.Pointer is "/appid")) return n => n switch { >= 10 => Severity.Critical, >= 8 => Severity.Error, >= 4 => null, _ => Severity.Info };
        return Rank;
    }

    /// <summary>Of ranks without words 1 is the worst; what a severity's bare number means no two tools agree on.</summary>
    private static Severity? Rank(decimal number) => number switch { 0 or 1 => Severity.Critical, 2 => Severity.Error, 3 => Severity.Warning, 4 or 5 => Severity.Info, _ => null };
}
