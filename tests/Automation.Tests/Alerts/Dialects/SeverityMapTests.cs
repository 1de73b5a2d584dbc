using System.Text.Json;
using Automation.Alerts;
using Automation.Alerts.Dialects;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Dialects;

/// <summary>The setting Alerts__Severities goes before what a dialect and the common table say.</summary>
public sealed class SeverityMapTests
{
    [Theory]
    [InlineData("page=critical, zabbix:average = Error", "zabbix", "Average", Severity.Error)]
    [InlineData("page=critical, zabbix:average = Error", "grafana", "PAGE", Severity.Critical)]
    [InlineData("page=critical, zabbix:page=info", "zabbix", "page", Severity.Info)]
    [InlineData("page=critical, zabbix:average=error", "grafana", "average", null)]
    [InlineData("", "grafana", "page", null)]
    internal void AName_IsFoundForItsDialectFirst(string setting, string dialect, string name, Severity? expected) => Assert.Equal(expected, Map(setting).Find(dialect, name));

    [Theory]
    [InlineData("page")]
    [InlineData("page=loud")]
    [InlineData("=critical")]
    [InlineData("page=1")]
    public void WhatCantBeUsed_IsRefusedWithItsForm(string setting)
    {
        var reader = new SettingReader(_ => setting);

        SeverityMap.Read(reader, "Alerts__Severities");

        Assert.Contains(setting, Assert.Single(reader.Problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alertmanager", """{"version": "4", "status": "firing", "alerts": [{"status": "firing", "labels": {"alertname": "A", "severity": "warning"}, "fingerprint": "f"}]}""", "alertmanager:warning", Severity.Warning)]
    [InlineData("nagios", """{"HOSTNAME": "h", "SERVICEDESC": "s", "SERVICESTATE": "UNKNOWN", "NOTIFICATIONTYPE": "PROBLEM"}""", "nagios:unknown", Severity.Warning)]
    [InlineData("icinga", """{"host": "h", "check_result": {"state": 2, "output": "no route"}}""", "icinga:down", Severity.Critical)]
    [InlineData("checkmk", """{"WHAT": "SERVICE", "HOSTNAME": "h", "SERVICEDESC": "s", "SERVICESTATE": "CRIT", "NOTIFICATIONTYPE": "PROBLEM"}""", "checkmk:crit", Severity.Critical)]
    [InlineData("uptimekuma", """{"heartbeat": {"monitorID": 4, "status": 0}, "monitor": {"id": 4, "name": "Shop"}, "msg": "[Shop] [Down]"}""", "uptimekuma:down", Severity.Critical)]
    [InlineData("uptimerobot", """{"monitorID": "5", "monitorFriendlyName": "Shop", "alertType": "3", "alertTypeFriendlyName": "SSL expiry"}""", "uptimerobot:expiry", Severity.Warning)]
    [InlineData("jenkins", """{"name": "build", "build": {"number": 3, "phase": "COMPLETED", "status": "UNSTABLE"}}""", "pipeline:unstable", Severity.Warning)]
    [InlineData("wazuh", """{"timestamp": "2026-11-22T11:00:00.000+0000", "rule": {"id": "5710", "level": 12, "description": "login"}, "agent": {"name": "h"}}""", "wazuh:12", Severity.Error)]
    [InlineData("aws", """{"version": "0", "source": "aws.health", "detail-type": "AWS Health Event", "account": "111122223333", "time": "2026-11-22T11:00:00Z", "detail": {"eventArn": "arn:aws:health:eu-west-1::event/x", "service": "EC2", "eventTypeCode": "AWS_EC2_ISSUE", "eventTypeCategory": "issue", "statusCode": "open"}}""", "aws:health", Severity.Error)]
    [InlineData("gcpmonitoring", """{"budgetDisplayName": "b", "alertThresholdExceeded": 0.5, "costAmount": 5, "budgetAmount": 10, "currencyCode": "EUR", "costIntervalStart": "2026-11-01T00:00:00Z"}""", "gcpmonitoring:budget", Severity.Warning)]
    internal void AWordOrKind_MeansWhatTheSettingSays(string source, string payload, string name, Severity usual)
    {
        Assert.Equal(usual, Read(source, payload, ""));
        Assert.Equal(Severity.Info, Read(source, payload, $"{name}=info"));
    }

    private static SeverityMap Map(string setting) => SeverityMap.Read(new SettingReader(_ => setting), "Alerts__Severities");

    private static Severity? Read(string source, string payload, string setting)
    {
        using var document = JsonDocument.Parse(payload);
        var dialect = new DialectCatalog().Choose(source, document.RootElement, out _)!;
        var reading = new PayloadReading(Some.AlertOptions() with { Severities = Map(setting) }, null, Some.Noon);
        dialect.Read(document.RootElement, reading);
        return Assert.Single(reading.Drafts).Severity;
    }
}
