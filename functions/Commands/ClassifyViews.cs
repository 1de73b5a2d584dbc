using System.Text.Json.Serialization;
using Automation.Flow;
using Automation.Mail.Understanding.Learning;

namespace Automation.Commands;

/// <summary>What <c>classify train --json</c> prints.</summary>
/// <param name="Accuracy">In cross-validation; null for too few rows.</param>
/// <param name="MacroF1">Likewise.</param>
/// <param name="Standing">How the model that stood there compares; null when there was none, or none that can be read.</param>
/// <param name="StoredIn">The file, or storage; null when the one that stands is better and stays.</param>
internal sealed record TrainedView(int Rows, IReadOnlyList<string> Labels, double? Accuracy, double? MacroF1, ModelComparison? Standing, int Features, int Bytes, string? StoredIn);

/// <summary>What <c>classify explain --json</c> prints.</summary>
/// <param name="Model">What the model says alone; null without one.</param>
/// <param name="Decision">What rules and model together decide about a mail with this text.</param>
internal sealed record ExplainView(Explanation? Model, ExplainedDecision Decision);

internal sealed record ExplainedDecision(
    string Kind, string Category, double Confidence, bool NeedsTriage, string? Impact, string? Urgency, bool IsSecurity, bool IsPassword, string? Language, IReadOnlyList<TraceStep> Trace);

/// <summary>Serialises what the classify commands print.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Evaluation))]
[JsonSerializable(typeof(TrainedView))]
[JsonSerializable(typeof(ExplainView))]
internal sealed partial class ClassifyJson : JsonSerializerContext
{
    public static ClassifyJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
