using System.Text.Json;
using Automation.Routing;

namespace Automation.Commands;

/// <summary><c>routes check</c>: every problem of a routing file and its teams file.</summary>
internal static class CheckCommand
{
    public static async Task<int> RunAsync(CommandContext context)
    {
        var files = context.Named;
        var reading = CommandContext.Read(files);
        var routes = reading.Rules is { } rules ? Count(rules.Root) : 0;
        if (context.Arguments.Json)
        {
            var view = new CheckView(
                files.File, files.TeamsFile, reading.Problems.Count == 0, routes, reading.Rules?.Teams.Teams.Count ?? 0,
                [.. reading.Problems.Select(p => new ProblemView(p.File, p.At.Line, p.At.Column, p.What, p.Accepted))]);
            await context.Output.WriteLineAsync(JsonSerializer.Serialize(view, CommandJson.Plain.CheckView));
        }
        else
        {
            foreach (var problem in reading.Problems) await context.Output.WriteLineAsync(problem.ToString());
            await context.Output.WriteLineAsync(reading.Problems.Count > 0
                ? Counted(reading.Problems.Count, "problem")
                : $"{Path.GetFileName(files.File)}: {Counted(routes, "route")}; {Path.GetFileName(files.TeamsFile)}: {Counted(reading.Rules!.Teams.Teams.Count, "team")}, {Counted(reading.Rules.Teams.Channels.Count, "channel")}; no problems");
        }

        return reading.Problems.Count == 0 ? 0 : CommandLine.Problems;
    }

    private static int Count(RouteNode route) => 1 + route.Routes.Sum(Count);

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
