using System.Globalization;
using System.Text.Json;
using Automation.Alerts;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Dialects;

public sealed class AwsDialectTests
{
    private const string Arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-cpu";

    [Theory]
    [InlineData("ALARM", nameof(AlertStatus.Firing))]
    [InlineData("OK", nameof(AlertStatus.Resolved))]
    [InlineData("INSUFFICIENT_DATA", nameof(AlertStatus.Firing))]
    public void AnAlarm_IsTheSameProblemBareInSnsAndInEventBridge(string state, string status)
    {
        Alert[] alerts = [DialectReader.One(Alarm(state)), DialectReader.One(Sns(Alarm(state))), DialectReader.One(Lambda(Alarm(state))), DialectReader.One(EventBridge(state)), DialectReader.One(Sns(EventBridge(state)), "cloudwatch")];

        Assert.All(alerts, a => Assert.Equal((Enum.Parse<AlertStatus>(status), $"cloudwatch|{Arn}", "orders-cpu: CPU above 90", "i-0123456789abcdef0"), (a.Status, a.DedupKey, a.Title, a.Host)));
        var at = new DateTimeOffset(2026, 11, 22, 11, 50, 0, TimeSpan.Zero);
        Assert.All(alerts, a => Assert.Equal(at, Enum.Parse<AlertStatus>(status) == AlertStatus.Resolved ? a.EndedAt : a.StartedAt));
    }

    [Theory]
    [InlineData("ALARM", "", nameof(Severity.Error), "severity: error by default")]
    [InlineData("OK", "", nameof(Severity.Error), "severity: error by default")]
    [InlineData("INSUFFICIENT_DATA", "", nameof(Severity.Warning), "severity: warning, the alarm has no data to judge")]
    [InlineData("ALARM", "\"Priority\": \"P1\", ", nameof(Severity.Critical), "severity: Severity 'P1'")]
    [InlineData("ALARM", "\"Severity\": \"low\", ", nameof(Severity.Info), "severity: Severity 'low'")]
    [InlineData("INSUFFICIENT_DATA", "\"Priority\": \"P1\", ", nameof(Severity.Critical), "severity: Severity 'P1'")]
    public void AnAlarm_HasTheSeverityThatItsMessageNamesElseTheDefault(string state, string member, string severity, string said)
    {
        var message = Alarm(state).Replace("\"AlarmName\"", member + "\"AlarmName\"", StringComparison.Ordinal);

        foreach (var payload in new[] { message, Sns(message) })
        {
            var alert = DialectReader.One(payload, options: Some.AlertOptions() with { DefaultSeverity = Severity.Error });

            Assert.Equal(Enum.Parse<Severity>(severity), alert.Severity);
            Assert.Contains(said, alert.Reading);
        }
    }

    [Fact]
    public void AnAlarmOnAnExpression_NamesTheHostOfItsMetrics()
    {
        var alert = DialectReader.One(Sns($$$"""
            {"AlarmName": "a", "NewStateValue": "ALARM", "AlarmArn": "{{{Arn}}}", "Trigger": {"Metrics": [{"Id": "e1", "Expression": "m1*2"}, {"Id": "m1", "MetricStat": {"Metric": {"Dimensions": [{"name": "DBInstanceIdentifier", "value": "orders-db"}], "Namespace": "AWS/RDS"} } }]} }
            """));

        Assert.Equal("orders-db", alert.Host);
    }

    [Theory]
    [InlineData("""[{"name":"StorageType","value":"StandardStorage"},{"name":"BucketName","value":"invoices"}]""", "invoices")]
    [InlineData("""[{"name":"ClusterName","value":"prod"},{"name":"ServiceName","value":"orders"}]""", "prod")]
    [InlineData("""[{"name":"Custom","value":"gate-7"}]""", "gate-7")]
    [InlineData("""[{"name":"AvailabilityZone","value":"eu-west-1a"}]""", null)]
    [InlineData("[]", null)]
    public void OfTheDimensions_TheThingIsTheHost(string dimensions, string? host) =>
        Assert.Equal(host, DialectReader.One($$"""{"AlarmName":"a","NewStateValue":"ALARM","Trigger":{"Dimensions":{{dimensions}} } }""").Host);

    [Fact]
    public void ACompositeAlarm_HasNoHostAndIsRead()
    {
        var alert = DialectReader.One(Sns($$"""{"AlarmName": "shop", "AlarmRule": "ALARM(a) OR ALARM(b)", "NewStateValue": "ALARM", "AlarmArn": "{{Arn}}", "StateChangeTime": "2026-11-22T11:50:00.000+0000"}"""));

        Assert.Equal((AlertStatus.Firing, null, "shop"), (alert.Status, alert.Host, alert.Title));
    }

    [Fact]
    public void AnUnpackedMessage_IsReadAsItsAlarm() =>
        Assert.Equal(("aws", "cloudwatch|||cpu"), DialectReader.One("""{"Message": {"AlarmName": "cpu", "Namespace": "AWS/EC2", "Priority": "P3"}}""") is var alert ? (alert.Dialect, alert.DedupKey) : default);

    [Fact]
    public void TwoAlarms_AreTwoProblems()
    {
        var one = DialectReader.One("""{"AlarmName":"a","NewStateValue":"ALARM","Region":"EU (Ireland)","AWSAccountId":"1"}""");
        var other = DialectReader.One("""{"AlarmName":"a","NewStateValue":"ALARM","Region":"EU (London)","AWSAccountId":"1"}""");

        Assert.NotEqual(one.DedupKey, other.DedupKey);
    }

    [Theory]
    [InlineData("SubscriptionConfirmation")]
    [InlineData("UnsubscribeConfirmation")]
    public void Handshakes_AreNoAlerts(string type) =>
        Assert.Contains(type, DialectReader.Ignored($$"""{"Type":"{{type}}","TopicArn":"arn:aws:sns:eu-west-1:1:t","Message":"You have chosen ...","SubscribeURL":"https://sns.eu-west-1.amazonaws.com/?x"}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"detail-type":"EC2 Instance State-change Notification","source":"aws.ec2","detail":{"instance-id":"i-0123456789abcdef0","state":"running"} }""")]
    [InlineData("""{"detail-type":"CodeBuild Build State Change","source":"aws.codebuild","detail":{"build-status":"IN_PROGRESS","project-name":"p"} }""")]
    [InlineData("""{"detail-type":"ECS Task State Change","source":"aws.ecs","detail":{"lastStatus":"RUNNING","clusterArn":"arn:aws:ecs:eu-west-1:1:cluster/c"} }""")]
    [InlineData("""{"AutoScalingGroupName":"g","Event":"autoscaling:EC2_INSTANCE_LAUNCH","StatusCode":"InProgress"}""")]
    [InlineData("""{"AutoScalingGroupName":"g","Event":"autoscaling:TEST_NOTIFICATION"}""")]
    [InlineData("""{"Event Source":"db-instance","Source ID":"orders-db","Event Message":"Finished DB Instance backup","Event Time":"2026-11-22 11:50:00.000"}""")]
    [InlineData("""{"deploymentId":"d-1","eventTriggerName":"t","applicationName":"shop","status":"CREATED"}""")]
    [InlineData("""{"Event Source":"replication-task","SourceId":"copy","Event Message":"Replication task has stopped. Stop Reason FULL_LOAD_ONLY_FINISHED."}""")]
    [InlineData("""{"Event Source":"replication-task","SourceId":"copy","Event Message":"Replication task has stopped. Stop Reason STOPPED_AFTER_FULL_LOAD."}""")]
    [InlineData("""{"Event Source":"replication-task","SourceId":"copy","Event Message":"Replication task has stopped. Stop Reason STOPPED_AFTER_CACHED_EVENTS."}""")]
    [InlineData("""{"Event Source":"replication-task","SourceId":"copy","Event Message":"Replication task was stopped by user."}""")]
    [InlineData("""{"notificationType":"Bounce","mail":{"source":"a@example.com"} }""")]
    [InlineData("""{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put"}]}""")]
    [InlineData("""{"commandId":"c-1","documentName":"Patch","instanceId":"i-0123456789abcdef0","status":"InProgress","detailedStatus":"InProgress"}""")]
    [InlineData("""{"detail-type":"ECS Task State Change","source":"aws.ecs","detail":{"lastStatus":"STOPPED","stoppedReason":"Scaling activity initiated by (deployment ecs-svc/1)","containers":[{"exitCode":143}]} }""")]
    [InlineData("""{"detail-type":"GuardDuty Malware Protection Object Scan Result","source":"aws.guardduty","detail":{"scanStatus":"COMPLETED","scanResultDetails":{"scanResultStatus":"NO_THREATS_FOUND"} } }""")]
    [InlineData("\"Hello from the console\"")]
    public void TheDailyLifeOfAnAccount_OpensNothing(string message) => Assert.NotEmpty(DialectReader.Ignored(Sns(message), "sns"));

    [Theory]
    [InlineData("""{"detail-type":"GuardDuty Finding","source":"aws.guardduty","detail":{"id":"f1","severity":8.0,"title":"Trojan on i-0aaaaaaaaaaaaaaaa","service":{"eventFirstSeen":"2026-11-22T11:50:00Z"} } }""", "aws|guardduty|f1|", nameof(Severity.Error), "i-0aaaaaaaaaaaaaaaa")]
    [InlineData("""{"detail-type":"GuardDuty Finding","source":"aws.guardduty","detail":{"id":"f2","severity":2,"title":"t","resource":{"instanceDetails":{"instanceId":"i-0bbbbbbbbbbbbbbbb"} } } }""", "aws|guardduty|f2|", nameof(Severity.Info), "i-0bbbbbbbbbbbbbbbb")]
    [InlineData("""{"detail-type":"AWS Health Event","source":"aws.health","detail":{"eventArn":"arn:aws:health:e1","service":"EC2","eventTypeCode":"AWS_EC2_DEGRADED","eventTypeCategory":"issue","startTime":"Sun, 22 Nov 2026 11:50:00 GMT","affectedEntities":[{"entityValue":"i-0cccccccccccccccc"}]} }""", "aws|health|arn:aws:health:e1|", nameof(Severity.Error), "i-0cccccccccccccccc")]
    [InlineData("""{"detail-type":"Security Hub Findings - Imported","source":"aws.securityhub","detail":{"findings":[{"Id":"s1","Title":"Open port","Severity":{"Label":"HIGH"},"Resources":[{"Id":"arn:aws:ec2:eu-west-1:1:instance/i-0dddddddddddddddd"}]}]} }""", "aws|securityhub|s1|", nameof(Severity.Error), "i-0dddddddddddddddd")]
    [InlineData("""{"detail-type":"Glue Job State Change","source":"aws.glue","account":"1","region":"r","time":"2026-11-22T11:50:00Z","detail":{"jobName":"nightly","state":"FAILED","message":"exit 1"} }""", "aws|aws.glue|1|r|Glue Job State Change|nightly", nameof(Severity.Error), null)]
    [InlineData("""{"AutoScalingGroupName":"web","AutoScalingGroupARN":"arn:g","Event":"autoscaling:EC2_INSTANCE_LAUNCH_ERROR","Description":"Launching a new EC2 instance"}""", "aws|autoscaling|arn:g|autoscaling:EC2_INSTANCE_LAUNCH_ERROR", nameof(Severity.Error), "web")]
    [InlineData("""{"Event Source":"db-instance","Source ID":"orders-db","Event ID":"http://docs#RDS-EVENT-0089","Event Message":"The free storage is running out"}""", "aws|rds|db-instance|orders-db|RDS-EVENT-0089", nameof(Severity.Warning), "orders-db")]
    [InlineData("""{"Event Source":"replication-task","SourceId":"copy-orders","Event ID":"http://docs#DMS-EVENT-0079","Event Message":"Replication task has stopped."}""", "aws|rds|replication-task|copy-orders|DMS-EVENT-0079", nameof(Severity.Warning), "copy-orders")]
    [InlineData("""{"commandId":"c-1","documentName":"Patch","instanceId":"i-0123456789abcdef0","status":"TimedOut","detailedStatus":"ExecutionTimedOut","eventTime":"2026-11-22T11:50:00Z"}""", "aws|runcommand|Patch|i-0123456789abcdef0", nameof(Severity.Error), "i-0123456789abcdef0")]
    [InlineData("""{"Records":[{"eventSource":"aws:s3","eventName":"Replication:OperationFailedReplication","s3":{"bucket":{"name":"invoices"} } }]}""", "aws|s3|invoices|Replication:OperationFailedReplication", nameof(Severity.Warning), "invoices")]
    [InlineData("""{"detail-type":"GuardDuty Malware Protection Object Scan Result","source":"aws.guardduty","account":"1","region":"r","detail":{"scanStatus":"COMPLETED","s3ObjectDetails":{"bucketName":"uploads"},"scanResultDetails":{"scanResultStatus":"THREATS_FOUND"} } }""", "aws|aws.guardduty|1|r|GuardDuty Malware Protection Object Scan Result|uploads", nameof(Severity.Error), "uploads")]
    [InlineData("""{"detail-type":"Macie Finding","source":"aws.macie","detail":{"id":"m1","severity":{"score":3,"description":"High"},"title":"Credentials in an object","resourcesAffected":{"s3Bucket":{"name":"uploads"} } } }""", "aws|macie|m1|", nameof(Severity.Error), "uploads")]
    [InlineData("""{"detail-type":"EC2 Instance Launch Unsuccessful","source":"aws.autoscaling","account":"1","region":"r","detail":{"AutoScalingGroupName":"web","EC2InstanceId":"i-0123456789abcdef0","StatusCode":"Failed"} }""", "aws|aws.autoscaling|1|r|EC2 Instance Launch Unsuccessful|web", nameof(Severity.Error), "i-0123456789abcdef0")]
    [InlineData("""{"detail-type":"ECS Task State Change","source":"aws.ecs","account":"1","region":"r","detail":{"lastStatus":"STOPPED","stoppedReason":"Essential container in task exited","group":"service:cart","containers":[{"exitCode":137}]} }""", "aws|aws.ecs|1|r|ECS Task State Change|service:cart", nameof(Severity.Error), null)]
    [InlineData("""{"detail-type":"ECS Service Action","source":"aws.ecs","account":"1","region":"r","resources":["arn:aws:ecs:r:1:service/prod/cart"],"detail":{"eventType":"ERROR","eventName":"SERVICE_TASK_PLACEMENT_FAILURE","clusterArn":"arn:aws:ecs:r:1:cluster/prod"} }""", "aws|aws.ecs|1|r|ECS Service Action|arn:aws:ecs:r:1:service/prod/cart", nameof(Severity.Error), null)]
    [InlineData("""{"detail-type":"RDS DB Instance Event","source":"aws.rds","account":"1","region":"r","detail":{"EventCategories":["failover"],"SourceIdentifier":"orders-db","Message":"A Multi-AZ failover has started."} }""", "aws|aws.rds|1|r|RDS DB Instance Event|orders-db", nameof(Severity.Error), "orders-db")]
    [InlineData("""{"detail-type":"AWS Health Abuse Event","source":"aws.health","detail":{"eventArn":"arn:a","eventTypeCode":"AWS_ABUSE_DOS_REPORT","eventTypeCategory":"issue","startTime":"Mon, 22 Nov 2026 11:50:00 GMT","affectedEntities":[{"entityValue":"arn:aws:ec2:r:1:instance/i-0123456789abcdef0"}]} }""", "aws|health|arn:a|", nameof(Severity.Error), "i-0123456789abcdef0")]
    public void FindingsAndFailures_AreProblems(string message, string key, string severity, string? host)
    {
        foreach (var alert in new[] { DialectReader.One(message, "eventbridge"), DialectReader.One(Sns(message)) })
        {
            Assert.Equal((AlertStatus.Firing, key, Enum.Parse<Severity>(severity), host), (alert.Status, alert.DedupKey, alert.Severity, alert.Host));
        }
    }

    [Theory]
    [InlineData("""{"detail-type":"Security Hub Findings - Imported","source":"a","detail":{"findings":[{"Id":"s","Title":"t","Compliance":{"Status":"FAILED"},"FirstObservedAt":"2026-11-01T08:00:00Z","UpdatedAt":"2026-11-22T11:00:00Z"}]} }""", "2026-11-22T11:00:00Z")]
    [InlineData("""{"detail-type":"Security Hub Findings - Imported","source":"a","detail":{"findings":[{"Id":"s","Title":"t","FirstObservedAt":"2026-11-01T08:00:00Z","UpdatedAt":"2026-11-22T11:00:00Z"}]} }""", "2026-11-01T08:00:00Z")]
    [InlineData("""{"detail-type":"Inspector2 Finding","source":"a","detail":{"findingArn":"f","title":"t","status":"ACTIVE","firstObservedAt":"2026-11-01T08:00:00Z","updatedAt":"2026-11-22T11:00:00Z"} }""", "2026-11-22T11:00:00Z")]
    [InlineData("""{"detail-type":"Inspector2 Finding","source":"a","detail":{"findingArn":"f","title":"t","status":"ACTIVE","firstObservedAt":"2026-11-22T11:00:00Z","updatedAt":"2026-11-22T11:00:00Z"} }""", "2026-11-22T11:00:00Z")]
    public void AFindingThatIsJudgedAnew_BeginsWithTheLatestJudgement(string message, string startedAt) =>
        Assert.Equal(DateTimeOffset.Parse(startedAt, CultureInfo.InvariantCulture), DialectReader.One(message).StartedAt);

    [Fact]
    public void AClosedHealthEvent_EndsItsProblem()
    {
        static string Health(string status) => $$$"""{"detail-type":"AWS Health Event","source":"aws.health","detail":{"eventArn":"arn:e","eventTypeCategory":"issue","statusCode":"{{{status}}}","startTime":"Sun, 22 Nov 2026 11:00:00 GMT","endTime":"Sun, 22 Nov 2026 11:30:00 GMT"} }""";

        var (open, closed) = (DialectReader.One(Health("open")), DialectReader.One(Health("closed")));

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved, open.DedupKey), (open.Status, closed.Status, closed.DedupKey));
    }

    [Theory]
    [InlineData("Environment: shop-prod\nMessage: Environment health has transitioned from Ok to Severe.", nameof(AlertStatus.Firing))]
    [InlineData("Environment: shop-prod\nMessage: Environment health has transitioned from Severe to Ok.", nameof(AlertStatus.Resolved))]
    public void ABeanstalkNotice_IsReadByItsWords(string text, string status)
    {
        var alert = DialectReader.One(Sns(JsonSerializer.Serialize(text), quoted: true));

        Assert.Equal((Enum.Parse<AlertStatus>(status), "shop-prod", "sns|arn:aws:sns:eu-west-1:1:alerts|environment|shop-prod"), (alert.Status, alert.Host, alert.DedupKey));
    }

    [Fact]
    public void AnotherToolsPayloadInSns_IsReadAsThatTools()
    {
        var alert = DialectReader.One(Sns("""{"version":"4","groupKey":"g","alerts":[{"status":"firing","labels":{"alertname":"A","instance":"x"},"fingerprint":"f"}]}"""));

        Assert.Equal(("alertmanager|f", "x"), (alert.DedupKey, alert.Host));
    }

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows()
    {
        Assert.NotEqual(0, DialectFuzz.ReadAll(Sns(Alarm("ALARM")), "awssns"));
        foreach (var message in new[] { Alarm("ALARM"), EventBridge("OK"), """{"detail-type":"Security Hub Findings - Imported","source":"a","detail":{"findings":[{"Id":"s","Severity":{"Label":"HIGH"},"Resources":[{"Id":"x"}]}]} }""", """{"detail-type":"AWS Health Event","source":"a","detail":{"eventArn":"e","affectedEntities":[{"entityValue":"i"}],"eventDescription":[{"latestDescription":"d"}]} }""" })
        {
            Assert.NotEqual(0, DialectFuzz.ReadAll(message, "aws"));
            Assert.NotEqual(0, DialectFuzz.ReadAll(message, "aws", m => Sns(m)));
        }
    }

    private static string Sns(string message, bool quoted = false) => $$"""
        {"Type": "Notification", "MessageId": "m1", "TopicArn": "arn:aws:sns:eu-west-1:1:alerts", "Message": {{(quoted ? message : JsonSerializer.Serialize(message))}}, "Timestamp": "2026-11-22T11:50:00.100Z", "SignatureVersion": "1", "Signature": "x", "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/c.pem"}
        """;

    private static string Lambda(string message) => $$"""{"Records": [{"EventSource": "aws:sns", "EventVersion": "1.0", "Sns": {{Sns(message)}} }]}""";

    private static string Alarm(string state) => $$"""
        {
          "AlarmName": "orders-cpu", "AlarmDescription": "CPU above 90", "AWSAccountId": "123456789012", "NewStateValue": "{{state}}", "NewStateReason": "Threshold Crossed",
          "StateChangeTime": "2026-11-22T11:50:00.000+0000", "Region": "EU (Ireland)", "AlarmArn": "{{Arn}}", "OldStateValue": "OK",
          "Trigger": {"MetricName": "CPUUtilization", "Namespace": "AWS/EC2", "Dimensions": [{"value": "i-0123456789abcdef0", "name": "InstanceId"}], "Period": 60, "Threshold": 90.0}
        }
        """;

    private static string EventBridge(string state) => $$"""
        {
          "version": "0", "id": "e1", "detail-type": "CloudWatch Alarm State Change", "source": "aws.cloudwatch", "account": "123456789012", "time": "2026-11-22T11:50:01Z", "region": "eu-west-1", "resources": ["{{Arn}}"],
          "detail": {
            "alarmName": "orders-cpu", "configuration": {"description": "CPU above 90", "metrics": [{"id": "m1", "metricStat": {"metric": {"namespace": "AWS/EC2", "name": "CPUUtilization", "dimensions": {"InstanceId": "i-0123456789abcdef0"} } } }]},
            "previousState": {"value": "ALARM", "timestamp": "2026-11-22T11:40:00.000+0000"}, "state": {"value": "{{state}}", "reason": "Threshold Crossed", "timestamp": "2026-11-22T11:50:00.000+0000"}
          }
        }
        """;
}
