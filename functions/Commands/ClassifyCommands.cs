namespace Automation.Commands;

/// <summary>The <c>classify</c> commands, from arguments to exit code.</summary>
internal static class ClassifyCommands
{
    public static Task<int> RunAsync(ClassifyContext context, CancellationToken cancellationToken) => context.Arguments.Verb switch
    {
        ClassifyVerb.Evaluate => EvaluateCommand.RunAsync(context, cancellationToken),
        ClassifyVerb.Train => TrainCommand.RunAsync(context, cancellationToken),
        _ => ExplainCommand.RunAsync(context, cancellationToken),
    };
}
