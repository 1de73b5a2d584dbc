using System.Security.Cryptography;
using Automation.Edges.Tables;
using Automation.Local.Storage;

namespace Automation.Tests.Support;

/// <summary>One Azurite for all tests of its collection; each test takes tables of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("automation-");
    private AzuriteProcess? _azurite;

    public string ConnectionString => _azurite!.ConnectionString;

    internal TableServiceClient Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await NodePackages.EnsureAsync(RepositoryRoot.Path, Console.Error.WriteLine, CancellationToken.None);
        _azurite = await AzuriteProcess.StartAsync(RepositoryRoot.Path, _data.FullName);
        Service = new TableServiceClient(ConnectionString);
    }

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>A table name that no other test uses.</summary>
    internal static string NewTableName() => "t" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>A new, empty table.</summary>
    internal async Task<TableClient> CreateTableAsync()
    {
        var table = Service.GetTableClient(NewTableName());
        await table.CreateIfNotExistsAsync();
        return table;
    }
}

#pragma warning disable CA1711 // xunit calls it a collection, and so does everybody who reads the tests.
/// <summary>The collection of tests that share one Azurite.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}

/// <summary>Those of mail share another one: tests of one collection run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class MailAzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite of mail";
}
#pragma warning restore CA1711
