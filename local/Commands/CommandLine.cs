namespace Automation.Local.Commands;

/// <summary>From arguments to exit code: 0 done, 1 a clear failure, 2 arguments that can't be understood.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors, TimeProvider time)
    {
        try
        {
            var arguments = Arguments.Parse(args);
            switch (arguments.Verb)
            {
                case Verb.Help:
                    await output.WriteLineAsync(Help.Text);
                    return 0;
                case Verb.Run:
                    using (var run = new RunCommand(arguments, output, time)) return await run.RunAsync();
                default:
                    return await QueuesCommand.RunAsync(arguments, output, time);
            }
        }
        catch (CommandLineException wrong)
        {
            await errors.WriteLineAsync($"{wrong.Message} See --help.");
            return 2;
        }
        catch (LocalHostException failure)
        {
            await errors.WriteLineAsync($"Error: {failure.Message}");
            return 1;
        }
    }
}
