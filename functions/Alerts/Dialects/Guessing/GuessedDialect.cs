using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>
/// Last of the catalog: reads JSON that nobody described, by the names and values that tools commonly use, and writes each
/// guess down. Without any text that could be a title it is no alert that we can read, and is refused.
/// </summary>
internal sealed class GuessedDialect : IAlertDialect
{
    private const int MaxAround = 60;
    private const int AroundCost = 25;
    private const int MaxLabels = 60;
    private const int MaxLabelValue = 300;

    private static readonly HashSet<string> TextNames = new(StringComparer.Ordinal) { "title", "subject", "summary", "text", "message", "msg", "content", "pretext", "fallback" };

    public string Name => "guessed";

    public IReadOnlyList<string> Aliases { get; } = ["guess", "any", "unknown", "genericwebhook", "generic-webhook", "other"];

    public bool Recognises(JsonElement root) => root.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    /// <summary>Whether anything would be read of it, or it is known to be no alert: else the dialect in the address has the better refusal.</summary>
    public static bool CanRead(JsonElement root)
    {
        if (NoAlert.Find(root) is not null) return true;
        if (AlertGroup.Find(root) is { } group) return group.List.GetArrayLength() > 0 && CanReadOne(group.List[0]);
        return CanReadOne(root);

        static bool CanReadOne(JsonElement alert)
        {
            var members = PayloadMembers.Of(alert);
            return Find(members, members, []) is not null;
        }
    }

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (NoAlert.Find(root) is { } reason)
        {
            reading.Ignore(reason);
            return;
        }

        if (AlertGroup.Find(root) is { } group)
        {
            List<PayloadMember> around = [.. PayloadMembers.Of(root, except: group.Pointer).Take(MaxAround).Select(m => m with { Distance = m.Distance + AroundCost })];
            var index = 0;
            foreach (var item in group.List.EnumerateArray())
            {
                ReadOne(item, $"{group.Pointer}/{index++}", around, reading);
            }

            return;
        }

        ReadOne(root, "", [], reading);
    }

    /// <param name="around">Members of the payload around a list; they count where the member of the list says nothing.</param>
    private static void ReadOne(JsonElement alert, string pointer, IReadOnlyList<PayloadMember> around, PayloadReading reading)
    {
        var own = PayloadMembers.Of(alert);
        List<PayloadMember> members = [.. own, .. around];
        var notes = new List<string>();
        if (Find(own, members, notes) is not var (title, status))
        {
            Refuse(alert, pointer, reading);
            return;
        }

        title.Note("title", notes);
        var severity = SeverityGuess.Find(members, title.Value, reading, notes);
        var description = Guess.Best(own, FactNames.Description, m => m.Text.Any(char.IsLetter) && m.Text.Length > 3 && !m.IsUrl && m.Text != title.Value && m.Pointer != title.Pointer ? m.Text : null);
        var host = HostGuess.Find(members, [title.Value, description?.Value], notes);
        var service = Guess.Best(members, FactNames.Service, m => m.Text.Length < 200 && m.Text.Any(char.IsLetter) && !m.IsUrl && m.Truth is null ? m.Text : null);
        service?.Note("service", notes);
        var (started, acknowledged, ended) = TimeGuess.Find(members, status, reading, notes);
        reading.Accept(new AlertDraft
        {
            DedupKey = KeyGuess.Find(own, title.Value, host, service?.Value, reading, notes),
            Status = status,
            Severity = severity,
            Title = title.Value,
            Description = description?.Value,
            Host = host?.Value,
            Service = service?.Value,
            Labels = Labels(members),
            Links = [.. Links(members)],
            StartedAt = started,
            AcknowledgedAt = acknowledged,
            EndedAt = ended,
            Reading = notes,
        });
    }

    /// <summary>The title and the status that make it an alert; null when it is none that we can read.</summary>
    private static (Guess<string> Title, AlertStatus Status)? Find(IReadOnlyList<PayloadMember> own, IReadOnlyList<PayloadMember> members, List<string> notes)
    {
        var found = TitleGuess.Find(own) ?? TitleGuess.Find(members);
        List<string> texts = [.. found is null ? Array.Empty<string>() : [found.Value], .. own.Where(m => m.IsOwn && TextNames.Contains(m.Name)).Select(m => m.Text).Take(4)];
        var (status, isSaid) = StatusGuess.Find(members, texts, notes);
        var title = found ?? (isSaid ? TitleOfHost(members, status) ?? TitleOfKey(own, status) : null) ?? TitleGuess.OfType(own);
        return title is null || (title.Score < TitleGuess.Sure && !LooksLikeAlert(members) && !HostGuess.IsIn(title.Value)) ? null : (title, status);
    }

    /// <summary>A check without a name is known by what it watches.</summary>
    private static Guess<string>? TitleOfHost(IReadOnlyList<PayloadMember> members, AlertStatus status) =>
        HostGuess.Find(members, [], []) is { } host ? new Guess<string>($"{host.Value} is {(status == AlertStatus.Resolved ? "up" : "down")}", "", TitleGuess.Sure) : null;

    /// <summary>An end or an acknowledgement may name its problem only, by the id that the beginning had.</summary>
    private static Guess<string>? TitleOfKey(IReadOnlyList<PayloadMember> own, AlertStatus status) =>
        status != AlertStatus.Firing && own.FirstOrDefault(m => m.IsOwn && FactNames.Key.Score(m) >= 84) is { } key ? new Guess<string>($"{key.Text} is {status.ToString().ToLowerInvariant()}", "", TitleGuess.Sure) : null;

    /// <summary>For a title under a weak name, such as <c>name</c> or <c>message</c>: something beside it must say what an alert says.</summary>
    private static bool LooksLikeAlert(IReadOnlyList<PayloadMember> members) => members.Any(m =>
        (FactNames.State.Score(m) >= 45 && StatusWords.Find(m.Text) is not null)
        || (FactNames.Verb.Score(m) >= 70 && StatusWords.Find(m.Text) is not null)
        || FactNames.Severity.Score(m) >= 60
        || FactNames.Host.Score(m) >= 66
        || (FactNames.Title.Score(m) >= 50 && m.Text.Contains(' ', StringComparison.Ordinal) && m.Name is "message" or "msg" or "text" or "body" or "content" or "description" && (StateInText.Find(m.Text) is not null || AwsText.Judge(m.Text) == AlertStatus.Firing))
        || FactNames.Key.Score(m) >= 92);

    private static void Refuse(JsonElement alert, string pointer, PayloadReading reading) => reading.Refuse(
        pointer.Length == 0 ? "body" : pointer,
        alert.ValueKind == JsonValueKind.Object ? $"an object with the members {PlainText.Line(string.Join(", ", alert.EnumerateObject().Select(m => m.Name).Take(8)), 120)}" : ((JsonElement?)alert).Shown(),
        "a payload of a tool in docs/alert-sources.md, our own schema, or an object with a title, subject, summary or alert name");

    private static Dictionary<string, string> Labels(IEnumerable<PayloadMember> members)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (labels.Count == MaxLabels) break;
            var name = member.Pointer.TrimStart('/').Replace('/', '.');
            if (member.Text.Length <= MaxLabelValue && !Flow.SecretMask.IsSecretName(member.Name) && !Flow.SecretMask.IsSecretName(name)) labels.TryAdd(name, member.Text);
        }

        return labels;
    }

    private static IEnumerable<AlertLink> Links(IEnumerable<PayloadMember> members) => members
        .Where(m => m.IsUrl && m.Distance < 40 && !m.Words.Any(w => w is "image" or "icon" or "avatar" or "logo" or "webhook" or "callback" or "api" or "thumb" or "thumbnail" or "badge" or "schema"))
        .DistinctBy(m => m.Text)
        .Take(5)
        .Select(m => new AlertLink(m.Name.Contains("runbook", StringComparison.Ordinal) ? "runbook" : m.Name is "url" or "link" or "href" ? "source" : m.Name, m.Text));
}
