using System.Text.Json;
using Automation.Edges;
using Automation.Flow;
using Automation.Hosting;
using Automation.Tests.Support;

namespace Automation.Tests.Hosting;

public sealed class SettingsTests
{
    /// <summary>Settings of the Functions host itself.</summary>
    private static readonly string[] HostSettings = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage"];

    [Fact]
    public void TheSampleFile_NamesExactlyTheSettingsThatThereAre()
    {
        var (_, known) = Read([]);

        Assert.Equal(known.Order(StringComparer.Ordinal), Sample().Keys.Except(HostSettings).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheSampleFile_IsAccepted() => Assert.Null(Read(Sample()).Problem);

    [Fact]
    public void NamesUnderChannels_AreFreeAndThoseOfNotificationsAreNot()
    {
        var settings = Sample();
        settings["Channels__AnyName"] = "https://example.com/secret";
        Assert.Null(Read(settings).Problem);

        (settings["Notifications__CoalesceAbowe"], settings["Notifications__TicketUrl"], settings["Channels__Fallback"]) = ("3", "https://example.com/", "http://example.com/secret");

        var problem = Read(settings).Problem!;
        Assert.Contains("Notifications__CoalesceAbowe: found an unknown setting", problem, StringComparison.Ordinal);
        Assert.Contains("Notifications__TicketUrl: found 'https://example.com/'; accepted: an absolute http or https address with {number} in it", problem, StringComparison.Ordinal);
        Assert.Contains("Channels__Fallback: found a value of 25 characters (not shown)", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSectionOfChannels_HasEverySettingUnderItsPrefix()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Channels__Desk"] = " https://a ", ["channels__x"] = "y", ["Channels__Empty"] = " ", ["Alerts__TimeZone"] = "UTC" };

        var section = new SettingReader(settings.GetValueOrDefault, settings.Keys).Section("Channels__");

        Assert.Equal(["Channels__Desk=https://a", "channels__x=y"], section.Select(s => $"{s.Key}={s.Value}"));
    }

    [Fact]
    public void EveryProblem_IsInOneMessageWithKeyValueAndAcceptedForm()
    {
        var (problem, _) = Read(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Storage"] = "AccountName=a;AccountKey=top-secret-value",
            ["ServiceBus__fullyQualifiedNamespace"] = "https://name.servicebus.windows.net",
            ["Alerts__MaxBodyBytes"] = "many",
            ["Alerts__TimeZone"] = "Europe/Nowhere",
            ["Alerts__DefaultSeverity"] = "loud",
            ["Retention__PayloadDays"] = "0",
            ["Knowledge__Folders"] = "desk",
        });

        Assert.NotNull(problem);
        Assert.Equal(8, problem.Split('\n').Length);
        Assert.Contains("Alerts__MaxBodyBytes: found 'many'; accepted: a whole number from 1024 to 104857600 (bytes)", problem, StringComparison.Ordinal);
        Assert.Contains("Alerts__TimeZone: found 'Europe/Nowhere'", problem, StringComparison.Ordinal);
        Assert.Contains("Alerts__DefaultSeverity: found 'loud'; accepted: one of Info, Warning, Error, Critical", problem, StringComparison.Ordinal);
        Assert.Contains("Retention__PayloadDays: found '0'; accepted: a whole number from 1 to 3650 (days)", problem, StringComparison.Ordinal);
        Assert.Contains("Knowledge__Folders: found an unknown setting; accepted: Knowledge__Folder", problem, StringComparison.Ordinal);
        Assert.Contains("ServiceBus__fullyQualifiedNamespace: found", problem, StringComparison.Ordinal);
        Assert.Contains("Storage: found a value of 41 characters (not shown)", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("top-secret-value", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "https://a.table.core.windows.net", "this and Storage__tableServiceUri")]
    [InlineData("", "", "nothing")]
    public void StorageByStringAndByAddress_IsExactlyOneOfBoth(string text, string uri, string found)
    {
        var settings = Sample();
        (settings["Storage"], settings["Storage__tableServiceUri"]) = (text, uri);

        Assert.Contains($"Storage: found {found}", Read(settings).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://a.table.core.windows.net", null, "https://a.blob.core.windows.net/")]
    [InlineData("https://tables.example", "https://blobs.example", "https://blobs.example/")]
    [InlineData("https://tables.example", null, null)]
    public void TheAddressOfBlobs_IsTheTablesUnlessItIsGiven(string tables, string? blobs, string? expected)
    {
        var reader = new SettingReader(key => key switch { "Storage__tableServiceUri" => tables, "Storage__blobServiceUri" => blobs, _ => null });

        Assert.Equal(expected, EdgeOptions.ReadStorage(reader).StorageBlobs?.AbsoluteUri);
        Assert.Equal(expected is null, reader.Problems.Any(p => p.StartsWith("Storage__blobServiceUri: found nothing", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Knowledge__Folder", "no/such/folder", "found 'no/such/folder', which is no folder; accepted: a folder of Markdown files")]
    [InlineData("Enrichment__TimeoutSeconds", "0", "found '0'; accepted: a whole number from 1 to 30 (seconds)")]
    [InlineData("ResourceGraph__Enabled", "yes", "found 'yes'; accepted: true or false")]
    [InlineData("ResourceGraph__Endpoint", "http://management.azure.com", "accepted: an absolute https address")]
    [InlineData("ResourceGraph__Url", "x", "found an unknown setting; accepted: ResourceGraph__Enabled, ResourceGraph__Endpoint")]
    public void ASettingOfEnrichmentThatCanNotBeUsed_IsNamed(string key, string value, string said)
    {
        var settings = Sample();
        settings[key] = value;

        var problem = Read(settings).Problem;
        Assert.Contains($"{key}: found", problem, StringComparison.Ordinal);
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutSettings_TheDocumentedTimesCount()
    {
        var settings = FunctionAppSettings.Read(new SettingReader(_ => null));

        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromHours(24), 90), (settings.Enrichment.Limit, settings.Changes.Window, settings.Upkeep.ChangeDays));
    }

    [Theory]
    [InlineData("8080", "http://127.0.0.1:8080")]
    [InlineData(null, null)]
    [InlineData("0", null)]
    [InlineData("eighty", null)]
    public void TheHostsPort_IsTheAddress(string? port, string? address)
    {
        Assert.Equal(address, HandlerAddress.Find(port, out var problem));
        Assert.Equal(address is null, problem.Contains(HandlerAddress.PortVariable, StringComparison.Ordinal));
    }

    private static (string? Problem, IReadOnlyList<string> Known) Read(Dictionary<string, string> settings)
    {
        var reader = new SettingReader(settings.GetValueOrDefault);
        FunctionAppSettings.Read(reader);
        return (StartSettings.Check(reader, settings.Keys), reader.Known);
    }

    private static Dictionary<string, string> Sample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "local.settings.sample.json")));
        return sample.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
    }
}
