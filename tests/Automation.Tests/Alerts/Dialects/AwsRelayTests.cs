using System.Text.Json;
using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

/// <summary>What queues, relays and other services than CloudWatch make of Amazon's payloads.</summary>
public sealed class AwsRelayTests
{
    private const string Alarm = """{"AlarmName":"orders-cpu","AlarmArn":"arn:a","NewStateValue":"ALARM","Trigger":{"Dimensions":[{"name":"InstanceId","value":"i-0123456789abcdef0"}]} }""";

    [Fact]
    public void AMessageThatARelayHasParsed_IsReadAsItWas() =>
        Assert.Equal("cloudwatch|arn:a", DialectReader.One($$"""{"Type":"Notification","TopicArn":"arn:aws:sns:r:1:t","Message":{{Alarm}} }""").DedupKey);

    [Fact]
    public void TheRecordsOfAQueue_AreReadByTheirBodies()
    {
        var envelope = JsonSerializer.Serialize($$"""{"Type":"Notification","TopicArn":"arn:aws:sns:r:1:t","Message":{{JsonSerializer.Serialize(Alarm)}} }""");
        var payload = $$"""{"Records":[{"eventSource":"aws:sqs","body":{{envelope}} },{"eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(Alarm)}} }]}""";

        Assert.Equal(["cloudwatch|arn:a", "cloudwatch|arn:a"], DialectReader.Read(payload, "aws").Alerts.Select(a => a.DedupKey));
        Assert.Contains("plain text", DialectReader.Ignored("""{"Records":[{"eventSource":"aws:sqs","body":"good morning"}]}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALARM", nameof(AlertStatus.Firing))]
    [InlineData("OK", nameof(AlertStatus.Resolved))]
    public void AnAlarmAsTheApiDescribesIt_IsRead(string state, string status)
    {
        var alert = DialectReader.One($$"""{"AlarmName":"orders-cpu","AlarmArn":"arn:a","StateValue":"{{state}}","StateUpdatedTimestamp":"2026-11-22T11:50:00Z","Dimensions":[{"Name":"QueueName","Value":"orders"}]}""");

        Assert.Equal((Enum.Parse<AlertStatus>(status), "orders", "cloudwatch|arn:a"), (alert.Status, alert.Host, alert.DedupKey));
    }

    [Fact]
    public void TheDeveloperTools_SpellTheKindOfEventOtherwise()
    {
        var (failed, good) = (DialectReader.One(CodeStar("FAILED")), DialectReader.One(CodeStar("SUCCEEDED")));

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved, failed.DedupKey), (failed.Status, good.Status, good.DedupKey));
        Assert.Contains("tells of no problem", DialectReader.Ignored(CodeStar("STARTED")), StringComparison.Ordinal);
    }

    [Fact]
    public void ANoticeOfConfig_IsReadAsItsEvent()
    {
        var (broken, kept) = (DialectReader.One(Compliance("NON_COMPLIANT")), DialectReader.One(Compliance("COMPLIANT")));

        Assert.Equal((AlertStatus.Firing, "logs", "aws|config|1|s3-public|logs"), (broken.Status, broken.Host, broken.DedupKey));
        Assert.Equal((AlertStatus.Resolved, broken.DedupKey), (kept.Status, kept.DedupKey));
    }

    [Theory]
    [InlineData("""{"detail-type":"MediaLive Channel Alert","source":"aws.medialive","detail":{"alarm_state":"SET","alarm_id":"a1","channel_arn":"arn:aws:medialive:r:1:channel:7"} }""", """{"detail-type":"MediaLive Channel Alert","source":"aws.medialive","detail":{"alarm_state":"CLEARED","alarm_id":"a1","channel_arn":"arn:aws:medialive:r:1:channel:7"} }""")]
    [InlineData("""{"detail-type":"Direct Connect Connection State Change","source":"aws.directconnect","detail":{"connectionId":"dx1","connectionState":"down"} }""", """{"detail-type":"Direct Connect Connection State Change","source":"aws.directconnect","detail":{"connectionId":"dx1","connectionState":"available"} }""")]
    public void AnAlarmOfAService_IsEndedByItself(string set, string cleared)
    {
        var (firing, resolved) = (DialectReader.One(set), DialectReader.One(cleared));

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved, firing.DedupKey), (firing.Status, resolved.Status, resolved.DedupKey));
    }

    [Theory]
    [InlineData("db-instance", "The free storage capacity for DB Instance: orders is low at 8% of the provisioned storage")]
    [InlineData("db-cluster", "Started failover to DB instance: orders-b")]
    public void ADatabaseThatRunsFullOrFailsOver_IsAProblem(string source, string message)
    {
        var alert = DialectReader.One($$"""{"Event Source":"{{source}}","Event Time":"2026-11-22 11:50:00.000","Source ID":"orders","Event ID":"x#RDS-EVENT-0007","Event Message":"{{message}}"}""");

        Assert.Equal((AlertStatus.Firing, "orders"), (alert.Status, alert.Host));
    }

    [Fact]
    public void AHostThatAPlainTextNames_IsFound() =>
        Assert.Equal("web-14", DialectReader.One("""{"Type":"Notification","TopicArn":"arn:aws:sns:r:1:t","Subject":"ALERT: disk","Message":"Disk usage on web-14 exceeds 90 %"}""").Host);

    [Fact]
    public void AVolumeInTheListOfResources_IsTheHost() =>
        Assert.Equal("vol-1", DialectReader.One("""{"detail-type":"EBS Volume Notification","source":"aws.ec2","resources":["arn:aws:ec2:r:1:volume/vol-1"],"detail":{"event":"createVolume","result":"failed"} }""").Host);

    private static string CodeStar(string state) =>
        $$"""{"account":"1","detailType":"CodePipeline Pipeline Execution State Change","region":"r","source":"aws.codepipeline","time":"2026-11-22T11:50:00Z","detail":{"pipeline":"shop","state":"{{state}}"},"resources":["arn:aws:codepipeline:r:1:shop"],"additionalAttributes":{} }""";

    private static string Compliance(string result) =>
        $$"""{"awsAccountId":"1","configRuleName":"s3-public","resourceType":"AWS::S3::Bucket","resourceId":"logs","newEvaluationResult":{"complianceType":"{{result}}","resultRecordedTime":"2026-11-22T11:50:00Z"},"messageType":"ComplianceChangeNotification","recordVersion":"1.0"}""";
}
