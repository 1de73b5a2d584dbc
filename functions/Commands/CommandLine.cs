namespace Automation.Commands;

/// <summary>
/// What the executable does when it is called by a person and not by the Functions host: from arguments to exit code.
/// 0 done, 1 problems (in a file, a payload or the settings), 2 arguments that can't be understood.
/// </summary>
internal static class CommandLine
{
    public const int Problems = 1;

    private static readonly string[] Words = ["routes", "classify", "mail", "help", "--help", "-h", "-?"];

    /// <summary>The host starts the handler without arguments; the test host and local runs pass settings such as --urls.</summary>
    public static bool IsCommand(IReadOnlyList<string> args) => args.Count > 0 && Words.Contains(args[0], StringComparer.Ordinal);

    /// <param name="setting">Value of an app setting by its name.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter errors, Func<string, string?> setting, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            if (args[0] is not ("routes" or "classify" or "mail") || args.Count > 1 && args[1] is "--help" or "-h" or "-?")
            {
                await output.WriteLineAsync(Help.Text);
                return 0;
            }

            if (args[0] == "classify") return await ClassifyCommands.RunAsync(args.Skip(1), output, errors, setting, clock, cancellationToken);
            if (args[0] == "mail") return await MailCommands.RunAsync(MailArguments.Parse(args.Skip(1)), output, errors, setting, clock, null, cancellationToken);
            var arguments = RoutesArguments.Parse(args.Skip(1), clock.GetUtcNow());
            var context = new CommandContext(arguments, output, errors, setting, clock);
            return await (arguments.Verb switch
            {
                RoutesVerb.Check => CheckCommand.RunAsync(context),
                RoutesVerb.Show => ShowCommand.RunAsync(context),
                RoutesVerb.Test => TestCommand.RunAsync(context),
                _ => ReplayCommand.RunAsync(context, cancellationToken),
            });
        }
        catch (UsageException wrong)
        {
            await errors.WriteLineAsync($"{wrong.Message}\n\n{Help.Text}");
            return 2;
        }
        catch (CommandFailedException failure)
        {
            await errors.WriteLineAsync(failure.Message);
            return Problems;
        }
    }
}

/// <summary>The arguments are wrong; the command says why, shows how it is used and ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The command can't do what was asked; it says why and ends with exit code 1.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
