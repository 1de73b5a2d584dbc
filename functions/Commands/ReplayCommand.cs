using System.Text.Json;
using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Edges;
using Automation.Flow;
using Automation.Hosts;
using Automation.Routing.Maintenance;

namespace Automation.Commands;

/// <summary>
/// <c>routes replay</c>: decides the alerts that opened episodes since a time once with the app's own files and once with the
/// changed ones, each at the time when it came, and shows what would differ. The inventory is asked as it is now; maintenance
/// windows hold for the time for which they were made.
/// </summary>
internal static class ReplayCommand
{
    /// <summary>Of each kind; the counts are of all.</summary>
    private const int MaxShown = 50;

    public static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (own, changed) = (CommandContext.Rules(context.Own), CommandContext.Rules(context.Named));
        var since = context.Arguments.Since!.Value;
        await using var services = Services(context);
        var inventory = services.GetRequiredService<IInventory>();
        var differences = new Differences(since);
        try
        {
            // Those that were over before the first alert hold nothing back; those that ended since may.
            var maintenance = await services.GetRequiredService<IMaintenanceLog>().CurrentAsync(since, cancellationToken);
            await foreach (var recorded in services.GetRequiredService<IEpisodeStore>().OpeningsAsync(since, cancellationToken))
            {
                var around = await inventory.SurroundingsAsync(recorded.Alert.Host, recorded.Alert.Service, cancellationToken);
                differences.Add(recorded, AlertFacts.Of(recorded.Alert, around), maintenance, own, changed);
            }
        }
        catch (DependencyUnavailableException e)
        {
            throw new CommandFailedException($"The stored alerts can't be read: {e.Message}");
        }

        var view = differences.View(MaxShown);
        if (context.Arguments.Json) await context.Output.WriteLineAsync(JsonSerializer.Serialize(view, CommandJson.Plain.ReplayView));
        else await WriteAsync(context.Output, view);
        return 0;
    }

    private static ServiceProvider Services(CommandContext context)
    {
        var services = new ServiceCollection().AddSingleton(context.Clock).AddStorage(context.Settings(EdgeOptions.ReadStorage));
        services.AddHosts(context.Settings(InventoryOptions.Read));
        return services.BuildServiceProvider();
    }

    private static async Task WriteAsync(TextWriter output, ReplayView view)
    {
        await output.WriteLineAsync($"{view.Alerts} opening alerts since {UtcTimeConverter.Text(view.Since)}: {view.Moved.Count} moved, {view.NewlySilent.Count} newly silent, {view.NewlyLoud.Count} newly loud");
        foreach (var (title, group) in new[] { ("moved", view.Moved), ("newly silent", view.NewlySilent), ("newly loud", view.NewlyLoud) })
        {
            if (group.Count == 0) continue;
            await output.WriteLineAsync($"\n{title}{(group.Count > group.First.Count ? $" (the first {group.First.Count} of {group.Count})" : "")}");
            foreach (var line in group.First) await output.WriteLineAsync($"  {UtcTimeConverter.Text(line.ReceivedAt)}  {line.Ticket ?? "-"}  {line.Title}{(line.Host is null ? "" : $" ({line.Host})")}\n    {string.Join("; ", line.Changes)}");
        }
    }
}
