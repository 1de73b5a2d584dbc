using Automation.Alerts;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Dialects;

public sealed class GenericDialectTests
{
    [Fact]
    public void ATitleAlone_IsEnough()
    {
        var alert = DialectReader.One("""{"title": "Backup failed"}""");

        Assert.Equal(("generic|Backup failed||", AlertStatus.Firing, Severity.Warning), (alert.DedupKey, alert.Status, alert.Severity));
        Assert.Equal((Some.Noon, Some.Noon), (alert.StartedAt, alert.OccurredAt));
    }

    [Fact]
    public void TheSameKeyOfTwoTools_IsTwoProblems()
    {
        const string payload = """{"title": "a", "dedupKey": "1"}""";

        Assert.Equal("generic|1", DialectReader.One(payload).DedupKey);
        Assert.Equal("generic|1", DialectReader.One(payload, "webhook").DedupKey);
        Assert.Equal("generic|backup|1", DialectReader.One(payload, "Backup").DedupKey);
        Assert.NotEqual(DialectReader.One(payload, "backup").DedupKey, DialectReader.One(payload, "payroll").DedupKey);
    }

    [Theory]
    [InlineData("""[{"title":"a"},{"title":"b"}]""")]
    [InlineData("""{"alerts":[{"title":"a"},{"title":"b"}]}""")]
    public void Lists_GiveOneAlertAMember(string payload) => Assert.Equal(["a", "b"], DialectReader.Read(payload).Alerts.Select(a => a.Title));

    [Theory]
    [InlineData("""{"title": 7}""", "title")]
    [InlineData("""{"title": " "}""", "title")]
    [InlineData("""{"title": "a", "severity": "hgih"}""", "severity")]
    [InlineData("""{"title": "a", "severity": 3}""", "severity")]
    [InlineData("""{"title": "a", "status": "broken"}""", "status")]
    [InlineData("""{"title": "a", "host": ["x"]}""", "host")]
    [InlineData("""{"title": "a", "labels": []}""", "labels")]
    [InlineData("""{"title": "a", "links": "x"}""", "links")]
    [InlineData("""{"title": "a", "links": [{}]}""", "links[0]")]
    [InlineData("""{"title": "a", "startedAt": "yesterday"}""", "startedAt")]
    [InlineData("""{"title": "a", "startedAt": true}""", "startedAt")]
    [InlineData("""{"title": "a", "startedAt": 1e300}""", "startedAt")]
    [InlineData("""{"title": "a", "startedAt": "2026-11-22T12:00:00Z", "endedAt": "2026-11-22T11:00:00Z"}""", "endedAt")]
    [InlineData("""{"alerts": [{"title": "a"}, {"titel": "b"}]}""", "alerts[1].title")]
    [InlineData("""[{"title": "a"}, 7]""", "[1]")]
    [InlineData("""{"alerts": []}""", "alerts")]
    [InlineData("[]", "body")]
    public void AFieldOfTheWrongForm_IsRefusedByName(string payload, string field)
    {
        var problem = Assert.Single(DialectReader.Read(payload).Problems);

        Assert.Equal(field, problem.Field);
        Assert.NotEmpty(problem.Accepted);
    }

    [Fact]
    public void GoodMembers_AreAcceptedBesideRefusedOnes()
    {
        var (alerts, problems) = DialectReader.Read("""[{"title": "a"}, {"title": 7}, {"title": "c"}]""");

        Assert.Equal(["a", "c"], alerts.Select(a => a.Title));
        Assert.Equal("[1].title", Assert.Single(problems).Field);
    }

    [Theory]
    [InlineData("\"2026-11-22T11:00:00Z\"", "2026-11-22T11:00:00Z")]
    [InlineData("\"2026-11-22T13:00:00+02:00\"", "2026-11-22T11:00:00Z")]
    [InlineData("\"2026-11-22T12:00:00\"", "2026-11-22T11:00:00Z")]
    [InlineData("\"2026-11-22 12:00:00\"", "2026-11-22T11:00:00Z")]
    [InlineData("1795345200", "2026-11-22T11:00:00Z")]
    [InlineData("1795345200000", "2026-11-22T11:00:00Z")]
    [InlineData("\"1795345200000000\"", "2026-11-22T11:00:00Z")]
    [InlineData("1795345200000000000", "2026-11-22T11:00:00Z")]
    [InlineData("\"0001-01-01T00:00:00Z\"", "2026-11-22T12:00:00Z")]
    [InlineData("\"0001-01-01T00:00:00\"", "2026-11-22T12:00:00Z")]
    [InlineData("\"9999-12-31T23:59:59Z\"", "2026-11-22T12:00:00Z")]
    [InlineData("\"9999-12-31T23:59:59.9999999\"", "2026-11-22T12:00:00Z")]
    [InlineData("null", "2026-11-22T12:00:00Z")]
    public void Times_AreReadInEveryForm(string time, string startedAt)
    {
        var options = Some.AlertOptions() with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };

        var alert = DialectReader.One($$"""{"title": "a", "startedAt": {{time}}}""", null, options);

        Assert.Equal(DateTimeOffset.Parse(startedAt, System.Globalization.CultureInfo.InvariantCulture), alert.StartedAt);
    }

    [Fact]
    public void ATimeAhead_IsShownAndJudgedByTheArrival()
    {
        var alert = DialectReader.One("""{"title": "a", "startedAt": "2026-11-22T12:05:00Z"}""");

        Assert.Equal((Some.Noon.AddMinutes(5), Some.Noon), (alert.StartedAt, alert.OccurredAt));
    }

    [Fact]
    public void ControlCharactersAndLength_AreTamedAndSaid()
    {
        var alert = DialectReader.One($$"""{"title": "a\u0000b\nc", "description": "{{new string('x', 50_000)}}", "labels": {"k\u0007": "v\u001b[31m"} }""");

        Assert.Equal("a b c", alert.Title);
        Assert.Equal(AlertNormaliser.MaxDescription, alert.Description!.Length);
        Assert.Equal("v [31m", alert.Labels["k"]);
        Assert.Contains(alert.Reading, r => r.Contains("description: cut from 50000", StringComparison.Ordinal));
    }

    [Fact]
    public void ThousandsOfLabels_AreBounded()
    {
        var labels = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"label{i}\":\"value\""));

        var alert = DialectReader.One($$"""{"title": "a", "labels": { {{labels}} } }""");

        Assert.Equal(AlertNormaliser.MaxLabels, alert.Labels.Count);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not an address")]
    public void LinksThatABrowserMustNotFollow_AreLeftOut(string url) =>
        Assert.Empty(DialectReader.One($$"""{"title": "a", "links": ["{{url}}"]}""").Links);

    [Theory]
    [InlineData("DB01.Example.com:9100", "db01.example.com")]
    [InlineData("https://user@web01:8443/path?x#y", "web01")]
    [InlineData("[2001:db8::1]:9100", "2001:db8::1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("10.0.0.1:80", "10.0.0.1")]
    [InlineData("host.", "host")]
    [InlineData("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/VM1", "vm1")]
    public void HostNames_AreBroughtToOneForm(string raw, string host) =>
        Assert.Equal(host, DialectReader.One($$"""{"title": "a", "host": "{{raw}}"}""").Host);
}
