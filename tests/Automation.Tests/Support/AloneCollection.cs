namespace Automation.Tests.Support;

/// <summary>The collection of tests that measure the process, and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1711 // xunit calls it a collection, and so does everybody who reads the tests.
public sealed class AloneCollection
#pragma warning restore CA1711
{
    public const string Name = "Alone";
}
