using System.Text.RegularExpressions;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Reads what Amazon's services write as plain text into SNS (Beanstalk, Budgets, Backup, CloudFormation) and what people
/// publish by hand: a problem, the end of one, or neither, by its words.
/// </summary>
internal static partial class AwsText
{
    private const int MaxRead = 20_000;

    public static void Read(string text, SnsEnvelope sns, PayloadReading reading)
    {
        var whole = PlainText.Block(text, MaxRead);
        if (Judge($"{sns.Subject}\n{whole}") is not { } status)
        {
            reading.Ignore($"SNS message '{PlainText.Line(sns.Subject ?? whole, 80)}' of topic {sns.Topic ?? "(none)"} tells of no problem");
            return;
        }

        var facts = Facts(whole);
        var about = First(facts, "Environment", "Budget Name", "StackName", "Resource ARN", "Resource", "Host", "Hostname") ?? ThingIn(whole);
        var notes = new List<string> { "status: guessed by the words of a plain text" };
        var host = First(facts, "Host", "Hostname", "Environment") ?? (facts.ContainsKey("StackName") ? null : ThingIn(whole) ?? TitleHost.Find(whole));
        notes.Add(host is null ? "host: the text names none" : $"host: named in the text '{PlainText.Line(host, 80)}'");
        notes.Add("severity: a plain text has none");
        var at = reading.Time(sns.Timestamp, "Timestamp", notes);
        var title = Title(sns.Subject, facts, whole);
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(["sns", sns.TopicArn, .. about is null ? new[] { Plain(title) } : [Kind(facts), about]]),
            Status = status,
            Title = title,
            Description = whole,
            Host = host,
            Labels = facts,
            StartedAt = status == AlertStatus.Firing ? at : null,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = notes,
        });
    }

    /// <summary>Null when the words speak neither of a problem nor of its end.</summary>
    public static AlertStatus? Judge(string text)
    {
        var words = text.Replace('_', ' ');
        if (Transition().Match(words) is { Success: true } change) return change.Groups["to"].Value.ToUpperInvariant() is "OK" or "INFO" ? AlertStatus.Resolved : AlertStatus.Firing;
        if (Over().IsMatch(words)) return AlertStatus.Resolved;
        if (Trouble().IsMatch(words) && !Fine().IsMatch(words)) return AlertStatus.Firing;
        return null;
    }

    /// <summary>The first thing of Amazon's that a text names: an instance, or the resource of an ARN.</summary>
    public static string? ThingIn(string text) =>
        Instance().Match(text) is { Success: true } instance ? instance.Value
        : Resource().Match(text) is { Success: true } arn ? arn.Groups["name"].Value.TrimEnd('.')
        : null;

    private static Dictionary<string, string> Facts(string text)
    {
        var facts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries).Take(100))
        {
            var at = line.IndexOfAny([':', '=']);
            if (at is > 0 and < 40 && line[(at + 1)..].Trim(' ', '\'') is { Length: > 0 } value) facts.TryAdd(line[..at].Trim(), value);
        }

        return facts;
    }

    private static string? First(Dictionary<string, string> facts, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (facts.TryGetValue(name, out var value)) return value;
        }

        return null;
    }

    private static string Kind(Dictionary<string, string> facts) =>
        facts.ContainsKey("Budget Name") ? "budget" : facts.ContainsKey("StackName") ? "stack" : facts.ContainsKey("Environment") ? "environment" : "resource";

    /// <summary>The subject, unless it only says that something is told.</summary>
    private static string Title(string? subject, Dictionary<string, string> facts, string whole)
    {
        if (subject is not null && !subject.Contains("notification", StringComparison.OrdinalIgnoreCase)) return subject;
        var line = First(facts, "Message") ?? (facts.TryGetValue("StackName", out var stack) ? $"Stack {stack}: {First(facts, "ResourceStatus")} {First(facts, "ResourceStatusReason")}" : FirstLine(whole));
        line = PlainText.Line(line, 160);
        return First(facts, "Environment") is { } environment ? $"{environment}: {line}" : subject is null ? line : $"{subject}: {line}";
    }

    /// <summary>Numbers change from one message about a problem to the next.</summary>
    private static string Plain(string title) => Number().Replace(title, "#");

    private static string FirstLine(string text) => text.Split('\n', 2)[0] is { Length: > 0 } line ? line : "SNS message";

    [GeneratedRegex(@"\b(transitioned|changed|moved) from \w+ to (?<to>ok|info|warning|degraded|severe)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Transition();

    [GeneratedRegex(@"\b(recovered|resolved|restored|back to normal|no longer (failing|down|in alarm)|is (up|ok|healthy) again)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Over();

    [GeneratedRegex(@"\b(fail(ed|ure|ures|ing|s)?|errors?|critical|alarm|alert(ed)?|down|unavailable|unreachable|outage|exceed(ed|s|ing)|degraded|severe|unhealthy|timed ?out|timeout|crash(ed|es)?|expir(ed|es|ing)|exhausted|is (running )?(full|low)|low (free )?(storage|disk|memory)|running out|out of (memory|disk|storage|space)|shut ?down|rollback|anomaly|threats? found|insufficient|warning|aborted)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Trouble();

    [GeneratedRegex(@"\b(succe(eded|ss|ssful|ssfully)|completed|no (errors?|failures?|problems?|issues?)|0 (errors?|failures?|failed))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Fine();

    [GeneratedRegex(@"\bi-[0-9a-f]{8,17}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Instance();

    [GeneratedRegex(@"arn:aws[\w-]*:[\w-]*:[\w-]*:\d*:([\w-]+[:/])?(?<name>[\w./-]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Resource();

    [GeneratedRegex(@"\d+([.,]\d+)*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
