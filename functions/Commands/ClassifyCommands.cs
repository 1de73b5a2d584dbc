namespace Automation.Commands;

/// <summary>The <c>classify</c> commands, from arguments to exit code.</summary>
internal static class ClassifyCommands
{
    /// <exception cref="UsageException">The arguments can't be understood.</exception>
    /// <exception cref="CommandFailedException">The command can't do what was asked.</exception>
    public static async Task<int> RunAsync(IEnumerable<string> args, TextWriter output, TextWriter errors, Func<string, string?> setting, TimeProvider clock, CancellationToken cancellationToken)
    {
        var arguments = ClassifyArguments.Parse(args);
        await using var storage = ClassifyStorage.Open(arguments, setting, clock);
        return await RunAsync(new ClassifyContext(arguments, output, errors, setting, clock, storage.Tickets, storage.Models), cancellationToken);
    }

    public static Task<int> RunAsync(ClassifyContext context, CancellationToken cancellationToken) => context.Arguments.Verb switch
    {
        ClassifyVerb.Evaluate => EvaluateCommand.RunAsync(context, cancellationToken),
        ClassifyVerb.Train => TrainCommand.RunAsync(context, cancellationToken),
        _ => ExplainCommand.RunAsync(context, cancellationToken),
    };
}
