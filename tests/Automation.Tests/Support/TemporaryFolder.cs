namespace Automation.Tests.Support;

/// <summary>A folder of its own for one test, gone at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("automation-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
