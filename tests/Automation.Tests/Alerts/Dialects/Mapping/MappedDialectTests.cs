using System.Text;
using System.Text.Json;
using Automation.Alerts;
using Automation.Alerts.Dialects;
using Automation.Alerts.Dialects.Mapping;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Dialects.Mapping;

public sealed class MappedDialectTests
{
    private const string File = """
        {
          "mappings": {
            "backup": {
              "aliases": ["vault-backup"],
              "when": {"/product": ["Vault", "Vault Pro"]},
              "items": "/jobs",
              "title": ["/job/label", "/job/name"],
              "host": ["/machine", "^/site/server"],
              "service": {"constant": "backup"},
              "severity": {"from": "/result", "values": {"Failed": "error", "1": "info"}, "default": "warning"},
              "status": {"from": "/state", "values": {"over": "resolved"}},
              "dedupKey": ["/job/name", ["/machine", "^/site/server"]],
              "startedAt": "/begin",
              "endedAt": "/end",
              "description": "/text",
              "labels": ["/tags", "^/site"],
              "links": {"job": "/page"}
            }
          }
        }
        """;

    private const string Payload = """
        {
          "product": "Vault", "site": {"server": "bk01", "region": "eu"},
          "jobs": [
            {"job": {"name": "nightly"}, "machine": "db01", "result": "failed", "state": "running on", "begin": "2026-11-22T10:00:00Z", "tags": {"tier": 1}, "page": "https://backup.example.com/1"},
            {"job": {"name": "weekly", "label": "Weekly full"}, "result": 1, "state": "Over", "end": 1795344000}
          ]
        }
        """;

    [Fact]
    public void EveryMember_IsReadByItsPointers()
    {
        var alerts = Read(Payload);

        Assert.Equal(["backup|nightly|db01", "backup|weekly|bk01"], alerts.Select(a => a.DedupKey));
        Assert.Equal(["nightly", "Weekly full"], alerts.Select(a => a.Title));
        Assert.Equal(["db01", "bk01"], alerts.Select(a => a.Host));
        Assert.Equal([Severity.Error, Severity.Info], alerts.Select(a => a.Severity));
        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved], alerts.Select(a => a.Status));
        Assert.All(alerts, a => Assert.Equal("backup", a.Service));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero), alerts[0].StartedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795344000), alerts[1].EndedAt);
        Assert.Equal(("1", "eu"), (alerts[0].Labels["tier"], alerts[0].Labels["region"]));
        Assert.Equal(new AlertLink("job", "https://backup.example.com/1"), Assert.Single(alerts[0].Links));
    }

    [Theory]
    [InlineData(null, """{"product": "Vault Pro", "jobs": []}""", "backup")]
    [InlineData(null, """{"product": "Other", "title": "a"}""", "guessed")]
    [InlineData("vault-backup", """{"title": "a"}""", "backup")]
    public void AMapping_IsChosenByWhenOrByName(string? source, string payload, string dialect)
    {
        using var document = JsonDocument.Parse(payload);

        Assert.Equal(dialect, Catalog().Choose(source, document.RootElement, out _)!.Name);
    }

    [Fact]
    public void AMemberWithoutATitle_IsRefusedBesideTheOthers()
    {
        using var document = JsonDocument.Parse("""{"product": "Vault", "jobs": [{"job": {"name": "nightly"}}, {"job": {}}, 7]}""");
        var reading = new PayloadReading(Some.AlertOptions());
        Catalog().Choose(null, document.RootElement, out _)!.Read(document.RootElement, reading);

        Assert.Single(reading.Drafts);
        Assert.Equal(["/jobs/1", "/jobs/2"], reading.Problems.Select(p => p.Field));
    }

    [Theory]
    [InlineData("""{"mappings": {"a": {"title": "/t"}, """, 1, 37, "no JSON")]
    [InlineData("[]", 1, 1, "a list of 0")]
    [InlineData("""{"mapping": {}}""", 1, 13, "the member 'mapping'")]
    [InlineData("{\n \"mappings\": {\n  \"a\": {\"host\": \"/h\"} } }", 3, 8, "a without title")]
    [InlineData("{\n \"mappings\": {\n  \"a\": {\"title\": \"t\"} } }", 3, 18, "'t'")]
    [InlineData("{\n \"mappings\": {\n  \"a\": {\"title\": \"/t~2\"} } }", 3, 18, "'/t~2'")]
    [InlineData("""{"mappings": {"a": {"title": "/t", "titel": "/x"}}}""", 1, 45, "the member 'titel'")]
    [InlineData("""{"mappings": {"a": {"title": "/t", "severity": {"from": "/s", "values": {"x": "bad"}}}}}""", 1, 79, "'bad'")]
    [InlineData("""{"mappings": {"a": {"title": "/t", "status": {"from": "/s", "default": 3}}}}""", 1, 72, "'3'")]
    [InlineData("""{"mappings": {"a": {"title": {"pointer": "/t"}}}}""", 1, 42, "the member 'pointer'")]
    [InlineData("""{"mappings": {"a": {"title": "/t", "when": {}}}}""", 1, 44, "an empty object")]
    [InlineData("""{"mappings": {"A B": {"title": "/t"}}}""", 1, 22, "the name 'A B'")]
    [InlineData("""{"mappings": {"a": {"title": "/t"}, "b": {"aliases": ["a"], "title": "/t"}}}""", 1, 42, "'a' for the second time")]
    [InlineData("""{"mappings": {"a": {"title": "/t", "title": "/u"}}}""", 1, 45, "'title' for the second time")]
    public void WhatIsWrongInTheFile_IsToldWithLineAndColumn(string file, int line, int column, string found)
    {
        var reader = new MappingReader();
        reader.Read(Encoding.UTF8.GetBytes(file));

        Assert.Contains(reader.Problems, p => (p.Line, p.Column, p.Found) == (line, column, found) && p.Accepted.Length > 0);
    }

    [Fact]
    public void AFileThatIsNotThere_IsAProblemOfTheSetting()
    {
        var settings = new SettingReader(name => name == MappingsFile.Key ? "no-such-file.json" : null);

        Assert.Empty(MappingsFile.Read(settings));
        Assert.StartsWith("Alerts__MappingsFile: found 'no-such-file.json', which is no file", Assert.Single(settings.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void TheFileOfTheSetting_IsReadAndItsProblemsAreTold()
    {
        var path = Path.GetTempFileName();
        try
        {
            var settings = new SettingReader(name => name == MappingsFile.Key ? path : null);
            System.IO.File.WriteAllText(path, "\uFEFF" + File);
            Assert.Equal("backup", Assert.Single(MappingsFile.Read(settings)).Name);

            System.IO.File.WriteAllText(path, File.Replace("\"title\"", "\"titel\"", StringComparison.Ordinal));
            Assert.Empty(MappingsFile.Read(settings));
            Assert.Contains(settings.Problems, p => p.Contains("line 7, column 16: the member 'titel'", StringComparison.Ordinal));
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [Fact]
    public void WrongTypesInThePayload_NeverThrow()
    {
        foreach (var wrong in new[] { "null", "7", "[]", "{}", "\"x\"", "true" })
        {
            foreach (var name in new[] { "job", "machine", "result", "state", "begin", "tags", "page", "jobs", "site" })
            {
                using var document = JsonDocument.Parse($$"""{"{{name}}": {{wrong}}, "product": "Vault", "jobs": [{"{{name}}": {{wrong}}, "job": {"name": "nightly"} }] }""");
                var reading = new PayloadReading(Some.AlertOptions());
                Catalog().Choose("backup", document.RootElement, out _)!.Read(document.RootElement, reading);
                Assert.True(reading.Drafts.Count + reading.Problems.Count > 0);
            }
        }
    }

    private static DialectCatalog Catalog()
    {
        var reader = new MappingReader();
        var mappings = reader.Read(Encoding.UTF8.GetBytes(File));
        Assert.Empty(reader.Problems);
        return new DialectCatalog([.. mappings.Select(m => new MappedDialect(m))]);
    }

    private static List<Alert> Read(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        var dialect = Catalog().Choose(null, document.RootElement, out _)!;
        var reading = new PayloadReading(Some.AlertOptions());
        dialect.Read(document.RootElement, reading);
        var payloadId = SortableId.New(Some.Noon);
        return [.. reading.Drafts.Select((d, i) => AlertNormaliser.Finish(d, null, dialect.Name, new AlertId(Shelf.Of(d.DedupKey), payloadId, i), Some.Noon, Some.AlertOptions()))];
    }
}
