using System.Globalization;
using System.Text.Json.Serialization;
using Automation.Flow;

namespace Automation.Notifications;

/// <summary>One line of GET /api/notifications: who was told what, when, and what came of it. The names are a contract with clients.</summary>
/// <param name="Id">Also the <c>Idempotency-Key</c> that a webhook got.</param>
/// <param name="Outcome">sending, waiting, delivered, refused, uncertain, summarised or held-back.</param>
/// <param name="Detail">Why; null when there is nothing to say.</param>
/// <param name="Attempts">Times that it was tried.</param>
/// <param name="Summary">The summary that told it, where one did.</param>
internal sealed record NotificationView(
    string Id, string Effect, string? Ticket, string? Reason, string? Team, string? Channel, string? Priority, string? Title,
    string Outcome, string? Detail, int Attempts, DateTimeOffset FirstAt, DateTimeOffset At, SummaryView? Summary)
{
    /// <param name="summary">The summary that it joined; null while that waits to be sent.</param>
    public static NotificationView Of(LoggedEffect logged, LoggedEffect? summary)
    {
        var facts = logged.Effect.Facts;
        var joined = logged.Outcome.State == EffectState.Joined;
        return new NotificationView(
            EffectId.Of(logged.Effect.Key), logged.Effect.Key, facts.GetValueOrDefault("ticket"), facts.GetValueOrDefault("reason"), facts.GetValueOrDefault("team"),
            facts.GetValueOrDefault("channel"), facts.GetValueOrDefault("priority"), facts.GetValueOrDefault("title"),
            Name(logged.Outcome.State), joined ? null : logged.Outcome.Detail, logged.Attempts, logged.FirstAt, logged.ChangedAt,
            joined ? new SummaryView(EffectId.Of(logged.Outcome.Detail!), summary is null ? "scheduled" : Name(summary.Outcome.State), summary?.Outcome.Detail, summary?.ChangedAt) : null);
    }

    /// <summary>Oldest first; the position is the time and id of the last one.</summary>
    public static IReadOnlyList<LoggedEffect> Page(IReadOnlyList<LoggedEffect> all, string? after, int limit, out string? next)
    {
        var rest = all.Where(e => e.Effect.Kind == "notification").OrderBy(PositionOf, StringComparer.Ordinal)
            .Where(e => after is null || string.CompareOrdinal(PositionOf(e), after) > 0).Take(limit + 1).ToList();
        var page = rest.Take(limit).ToList();
        next = rest.Count > limit ? PositionOf(page[^1]) : null;
        return page;
    }

    public static bool IsPosition(string text) => text.Length == 19 + 1 + 26 && text[19] == '-' && text.AsSpan(0, 19).IndexOfAnyExceptInRange('0', '9') < 0;

    private static string PositionOf(LoggedEffect logged) => string.Create(CultureInfo.InvariantCulture, $"{logged.FirstAt.UtcTicks:D19}-{EffectId.Of(logged.Effect.Key)}");

    private static string Name(EffectState state) => state switch
    {
        EffectState.Claimed => "sending",
        EffectState.Done => "delivered",
        EffectState.Joined => "summarised",
        EffectState.HeldBack => "held-back",
        _ => state.ToString().ToLowerInvariant(),
    };
}

/// <param name="Outcome">scheduled, or as of a notification.</param>
internal sealed record SummaryView(string Id, string Outcome, string? Detail, DateTimeOffset? At);

/// <summary>What GET /api/notifications answers, oldest first.</summary>
/// <param name="Next">Address of the next page; null on the last.</param>
internal sealed record NotificationPage(IReadOnlyList<NotificationView> Notifications, string? Next);

/// <summary>Serialises what the functions of notifications answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(NotificationPage))]
internal sealed partial class NotificationViewJson : JsonSerializerContext
{
    public static NotificationViewJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
