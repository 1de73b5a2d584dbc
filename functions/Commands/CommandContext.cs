using Automation.Flow;
using Automation.Routing;
using Automation.Routing.Files;

namespace Automation.Commands;

/// <summary>What a command works with: its arguments, where it writes, and the app's settings.</summary>
internal sealed record CommandContext(RoutesArguments Arguments, TextWriter Output, TextWriter Errors, Func<string, string?> Setting, TimeProvider Clock)
{
    /// <summary>The app's own files, as its settings name them.</summary>
    public RoutingOptions Own => field ??= Settings(RoutingOptions.Read);

    /// <summary>The files that the arguments name.</summary>
    public RoutingOptions Named
    {
        get
        {
            var file = Arguments.File is { } named ? Path.GetFullPath(named) : Own.File;
            var beside = Path.Combine(Path.GetDirectoryName(file)!, "teams.yaml");
            return new RoutingOptions(file, Arguments.Teams is { } teams ? Path.GetFullPath(teams) : File.Exists(beside) ? beside : Own.TeamsFile);
        }
    }

    /// <summary>Reads settings.</summary>
    /// <exception cref="CommandFailedException">They can't be used.</exception>
    public T Settings<T>(Func<SettingReader, T> read)
    {
        var reader = new SettingReader(Setting);
        var value = read(reader);
        return reader.Problems.Count == 0 ? value : throw new CommandFailedException(string.Join('\n', reader.Problems));
    }

    /// <exception cref="CommandFailedException">A file is not there.</exception>
    public static RoutingReading Read(RoutingOptions files) =>
        RoutingReading.Of(Text(files.File), Path.GetFileName(files.File), Text(files.TeamsFile), Path.GetFileName(files.TeamsFile));

    /// <exception cref="CommandFailedException">The files have problems, which the message lists.</exception>
    public static RoutingRules Rules(RoutingOptions files)
    {
        var reading = Read(files);
        return reading.Rules ?? throw new CommandFailedException(string.Join('\n', reading.Problems));
    }

    /// <exception cref="CommandFailedException">The file can't be read.</exception>
    public static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file}: {e.Message}");
        }
    }
}
