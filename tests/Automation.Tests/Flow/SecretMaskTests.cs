using System.Text;
using Automation.Flow;

namespace Automation.Tests.Flow;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("""{"password": "s3cr3t-value"}""")]
    [InlineData("""{"db_password":"s3cr3t-value","x":1}""")]
    [InlineData("""{"apiKey" : "s3cr3t-value"}""")]
    [InlineData("""{"x-api-key": "a\"s3cr3t-value"}""")]
    [InlineData("""{"routing_key": "s3cr3t-value""")]
    [InlineData("""{"token": s3cr3t-value, "b": 2""")]
    [InlineData("""https://host/api?code=s3cr3t-value&x=1""")]
    [InlineData("""https://x.blob.core.windows.net/a?sv=1&sig=s3cr3t-value""")]
    [InlineData("""https://user:s3cr3t-value@host/path""")]
    [InlineData("""AccountName=a;AccountKey=s3cr3t-value;EndpointSuffix=b""")]
    [InlineData("""Endpoint=sb://a/;SharedAccessKeyName=n;SharedAccessKey=s3cr3t-value""")]
    [InlineData("""Authorization: Bearer s3cr3t-value""")]
    [InlineData("""{"password": ["s3cr3t-value", "b"]}""")]
    [InlineData("""{"password": ["a]", {"b": "}"}, "s3cr3t-value"], "c": 1}""")]
    [InlineData("""{"password": {"value":"s3cr3t-value"}}""")]
    [InlineData("""{"password": {"value":"s3cr3t-value""")]
    [InlineData("""{'password': 's3cr3t-value'}""")]
    [InlineData("""{'password': u's3cr3t-value'}""")]
    [InlineData("""password: s3cr3t-value""")]
    [InlineData(@"password = ""s3cr3t-value""")]
    [InlineData("""Pwd='s3cr3t-value'""")]
    [InlineData("""Pwd='a''s3cr3t-value'""")]
    [InlineData("""{"cs":"Server=a;Pwd='s3cr3t-value';"}""")]
    [InlineData("""{"message":"{\"password\":\"s3cr3t-value\"}"}""")]
    [InlineData("""{"message":"{\"password\":\"a\\\"s3cr3t-value\"}"}""")]
    [InlineData("""{"message":"{\"m\":\"{\\\"password\\\":\\\"s3cr3t-value\\\"}\"}"}""")]
    [InlineData("""{"message":"{\"password\":[\"s3cr3t-value\"]}"}""")]
    [InlineData("""{"message":"{\u0022password\u0022:\u0022a\\u0022s3cr3t-value\u0022}"}""")]
    [InlineData("""{"message":"{\u0022password\u0022:\u0022a\\\u0022s3cr3t-value\u0022}"}""")]
    [InlineData("""{"message":"x\nkey: s3cr3t-value"}""")]
    [InlineData("""{"pass\u0077ord":"s3cr3t-value"}""")]
    [InlineData("""{"\u0070assword":"s3cr3t-value"}""")]
    [InlineData("""{"message":"{\"pass\\u0077ord\":\"s3cr3t-value\"}"}""")]
    [InlineData("""{"name":"password","value":"s3cr3t-value"}""")]
    [InlineData("""{"name":"password","type":"text","value":"s3cr3t-value"}""")]
    [InlineData("""{"key":"password","value":"s3cr3t-value"}""")]
    [InlineData("""{"value":"s3cr3t-value","name":"password"}""")]
    [InlineData("""{"value":"s3cr3t-value","key":"db_password"}""")]
    [InlineData("""{"m":"{\"name\":\"password\",\"value\":\"s3cr3t-value\"}"}""")]
    [InlineData("""<password>s3cr3t-value</password>""")]
    [InlineData("""<ns:password>s3cr3t-value</ns:password>""")]
    [InlineData("""<password type="a"><![CDATA[s3cr3t-value]]></password>""")]
    [InlineData("""<add key="password" value="s3cr3t-value"/>""")]
    [InlineData("""Authorization: ApiKey s3cr3t-value""")]
    [InlineData("""{"h":"Authorization: ApiKey s3cr3t-value"}""")]
    [InlineData("""{"h":["Authorization","Digest s3cr3t-value"]}""")]
    [InlineData(@"Authorization: Digest username=""u"", response=""s3cr3t-value""")]
    [InlineData("""https://h/?key=s3cr3t-value""")]
    [InlineData("""https://h/?a=1&key=s3cr3t-value""")]
    [InlineData("""https://h/?a=1\u0026key=s3cr3t-value""")]
    [InlineData("""{"client secret":"s3cr3t-value"}""")]
    [InlineData("""{"key":"s3cr3t-value"}""")]
    [InlineData("""{"auth":"s3cr3t-value"}""")]
    [InlineData("""{"pw":"s3cr3t-value"}""")]
    [InlineData("""{"pin":"s3cr3t-value"}""")]
    [InlineData("""{"otp":"s3cr3t-value"}""")]
    [InlineData("""{"sas":"s3cr3t-value"}""")]
    [InlineData("""{"sessionid":"s3cr3t-value"}""")]
    [InlineData("""{"Passwort":"s3cr3t-value"}""")]
    [InlineData("""{"x-functions-key":"s3cr3t-value"}""")]
    [InlineData("""{"token":null,"b":1,"refresh_token":"s3cr3t-value"}""")]
    [InlineData(@"{""token"":"""",""password"":""s3cr3t-value""}")]
    [InlineData(@"""""password"""":""""s3cr3t-value""""")]
    [InlineData("""a=1&password=my+s3cr3t-value""")]
    [InlineData("""password: it's,s3cr3t-value""")]
    [InlineData("""my password is s3cr3t-value""")]
    [InlineData("""run --password s3cr3t-value --verbose""")]
    [InlineData("""https://hooks.slack.com/services/T000/B000/s3cr3t-value""")]
    [InlineData("""https:\/\/hooks.slack.com\/services\/T000\/B000\/s3cr3t-value""")]
    [InlineData("""https://contoso.webhook.office.com/webhookb2/a@b/IncomingWebhook/s3cr3t-value""")]
    [InlineData("""https://prod-01.westeurope.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?sp=1&sig=s3cr3t-value""")]
    [InlineData("""ghp_0123456789s3cr3t-value""")]
    [InlineData("""gho_0123456789s3cr3t-value""")]
    [InlineData("""github_pat_0123456789s3cr3t-value""")]
    [InlineData("""xoxb-123-s3cr3t-value""")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\ns3cr3t-value\n-----END RSA PRIVATE KEY-----")]
    public void ASecret_IsMasked(string text)
    {
        var masked = SecretMask.Apply(text);

        Assert.DoesNotContain("s3cr3t-value", masked, StringComparison.Ordinal);
        Assert.Contains(SecretMask.Mask, masked, StringComparison.Ordinal);
    }

    [Fact]
    public void AJsonWebToken_IsMaskedWhereverItStands() =>
        Assert.Equal("""{"note":"***"}""", SecretMask.Apply("""{"note":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"}"""));

    [Theory]
    [InlineData("""{"title": "Disk full", "host": "db01", "labels": {"team": "databases"}}""")]
    [InlineData("""http://prometheus:9090/graph?g0.expr=up""")]
    [InlineData("2026-11-22T12:00:00Z error code 500")]
    [InlineData("""{"severity": "critical", "host": "keycloak01"}""")]
    [InlineData("""{"title": "API key rotation job failed"}""")]
    [InlineData("""{"dedupKey": "disk-db01", "groupKey": "{}:{alertname=\"Disk\"}", "alertKey": "a"}""")]
    [InlineData("""{"dedup-key": "disk-db01", "code": 500, "keys": 3}""")]
    [InlineData("""{"title": "Password reset failed: user unknown", "value": "12"}""")]
    [InlineData("""{"title": "Expired token", "value": "12"}""")]
    [InlineData("""{"key": "env", "value": "prod"}""")]
    [InlineData("""{"token": null, "auth": false}""")]
    [InlineData("""{"title": "Caf\u00e9 \u0041 down", "path": "C:\\temp\\new"}""")]
    [InlineData("""Job failed, see https://ci.example.org/job/12?run=3&stage=deploy""")]
    [InlineData("""<alert><host>db01</host><severity>critical</severity></alert>""")]
    public void OrdinaryText_StaysAsItIs(string text) => Assert.Equal(text, SecretMask.Apply(text));

    [Fact]
    public void AnAccessKeyId_IsMaskedWhereverItStands() =>
        Assert.Equal("""{"aws":"***"}""", SecretMask.Apply("""{"aws":"AKIAIOSFODNN7EXAMPLE"}"""));

    [Fact]
    public void WhatStandsBesideASecret_StaysReadable() =>
        Assert.Equal(
            """{"m":"{\"password\":\"***\",\"host\":\"db01\"}","auth":***,"title":"Disk full"}""",
            SecretMask.Apply("""{"m":"{\"password\":\"a\\\"b\",\"host\":\"db01\"}","auth":["x","y"],"title":"Disk full"}"""));

    [Theory]
    [InlineData("token.pass-")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("\\\"'")]
    [InlineData("\"key\":\"\"")]
    [InlineData("\"token\"\\\\\\\"")]
    [InlineData("\"key\":\"token\",")]
    [InlineData("\"value\":\"")]
    [InlineData("<token ")]
    [InlineData("<token>")]
    [InlineData("password:[{")]
    [InlineData("http://a:b")]
    [InlineData("\\u0022token")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    public void AHostileText_IsMaskedInLinearTime(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 400_000 / unit.Length));
        SecretMask.Apply(unit);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        SecretMask.Apply(Encoding.UTF8.GetBytes(text));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
