using Automation.Local.Storage;

namespace Automation.EndToEnd.Support;

/// <summary>Installs the Node packages before the first local host starts, so that a clean clone's minute of npm counts against no test's patience.</summary>
internal static class Packages
{
    private static readonly Lazy<Task> Installed = new(() => NodePackages.EnsureAsync(Repository.Root, Console.Error.WriteLine, CancellationToken.None));

    public static Task InstalledAsync() => Installed.Value;
}
