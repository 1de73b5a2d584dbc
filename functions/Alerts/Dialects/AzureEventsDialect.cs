using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Azure's events that are no alerts: Event Grid's handshake and its events, and the service hooks of Azure DevOps. An alert
/// that travels inside an event is read as what it is.
/// </summary>
internal sealed class AzureEventsDialect(Func<JsonElement, PayloadReading, bool> readInner) : IAlertDialect
{
    public string Name => "azureevents";

    public IReadOnlyList<string> Aliases { get; } = ["eventgrid", "event-grid", "azure-event-grid", "azureeventgrid", "azuredevops", "azure-devops"];

    public bool Recognises(JsonElement root) => IsHook(root) || Events(root).Any();

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (IsHook(root))
        {
            reading.Ignore($"Azure DevOps event '{root.Text("eventType")}' is no alert: '{Intake.PlainText.Line(root.At("message", "text").Text() ?? "", 120)}'");
            return;
        }

        foreach (var item in Events(root))
        {
            var type = item.Text("eventType") ?? "";
            if (type == "Microsoft.EventGrid.SubscriptionValidationEvent") reading.Ignore("the handshake of an Event Grid subscription is no alert");
            else if (item.Member("data") is not { ValueKind: JsonValueKind.Object } data || !readInner(data, reading)) reading.Ignore($"Event Grid event '{Intake.PlainText.Line(type, 100)}' of {item.Text("subject") ?? "a resource"} is no alert");
        }

        if (!Events(root).Any()) reading.Refuse("body", ((JsonElement?)root).Shown(), "Event Grid events, or a service hook of Azure DevOps");
    }

    private static bool IsHook(JsonElement root) => root.Text("publisherId") is not null && root.Text("eventType") is not null && (root.Member("resource") is not null || root.Member("message") is not null);

    private static IEnumerable<JsonElement> Events(JsonElement root) =>
        (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : Enumerable.Repeat(root, 1))
        .Where(e => e.Text("eventType") is not null && e.Member("eventTime") is not null && e.Member("data") is not null && (e.Member("subject") is not null || e.Member("topic") is not null));
}
