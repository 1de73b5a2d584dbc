using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class AwsStateChangeTests
{
    [Theory]
    [InlineData("aws.glue", "Glue Job State Change", """{"jobName":"nightly","state":"FAILED","message":"exit 1"}""", """{"jobName":"nightly","state":"SUCCEEDED","message":""}""")]
    [InlineData("aws.glue", "Glue Crawler State Change", """{"crawlerName":"orders","state":"Failed"}""", """{"crawlerName":"orders","state":"Succeeded"}""")]
    [InlineData("aws.codebuild", "CodeBuild Build State Change", """{"project-name":"shop","build-status":"FAILED","additional-information":{"logs":"on i-0123456789abcdef0"} }""", """{"project-name":"shop","build-status":"SUCCEEDED"}""")]
    [InlineData("aws.backup", "Backup Job State Change", """{"backupVaultName":"common","resourceArn":"arn:aws:rds:r:1:db:orders","state":"FAILED","statusMessage":"no role"}""", """{"backupVaultName":"common","resourceArn":"arn:aws:rds:r:1:db:orders","state":"COMPLETED"}""")]
    [InlineData("aws.states", "Step Functions Execution Status Change", """{"stateMachineArn":"arn:aws:states:r:1:stateMachine:bill","name":"x1","status":"TIMED_OUT"}""", """{"stateMachineArn":"arn:aws:states:r:1:stateMachine:bill","name":"x2","status":"SUCCEEDED"}""")]
    [InlineData("aws.sagemaker", "SageMaker Training Job State Change", """{"TrainingJobName":"churn","SecondaryStatus":"Completed","TrainingJobStatus":"Failed","FailureReason":"out of memory"}""", """{"TrainingJobName":"churn","TrainingJobStatus":"Completed"}""")]
    [InlineData("aws.elasticbeanstalk", "Health status change", """{"Status":"Environment health changed","EnvironmentName":"shop-prod","Severity":"WARN","Message":"Environment health has transitioned from Ok to Severe. 100 % of the requests fail."}""", """{"Status":"Environment health changed","EnvironmentName":"shop-prod","Severity":"INFO","Message":"Environment health has transitioned from Severe to Ok."}""")]
    [InlineData("aws.ecs", "ECS Deployment State Change", """{"eventType":"ERROR","eventName":"SERVICE_DEPLOYMENT_FAILED","deploymentId":"d1"}""", """{"eventType":"INFO","eventName":"SERVICE_DEPLOYMENT_COMPLETED","deploymentId":"d2"}""")]
    [InlineData("aws.cloudformation", "CloudFormation Stack Status Change", """{"stack-id":"arn:aws:cloudformation:r:1:stack/net/1","status-details":{"status":"UPDATE_ROLLBACK_COMPLETE"} }""", """{"stack-id":"arn:aws:cloudformation:r:1:stack/net/1","status-details":{"status":"UPDATE_COMPLETE"} }""")]
    public void TheNextSuccess_EndsAFailure(string source, string type, string failed, string good)
    {
        var (firing, resolved) = (DialectReader.One(Event(source, type, failed)), DialectReader.One(Event(source, type, good)));

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved, firing.DedupKey), (firing.Status, resolved.Status, resolved.DedupKey));
        Assert.Equal((At, At), (firing.StartedAt, resolved.EndedAt));
    }

    [Fact]
    public void AnInstanceThatLaunches_EndsTheFailuresOfItsGroup()
    {
        var failed = DialectReader.One(Event("aws.autoscaling", "EC2 Instance Launch Unsuccessful", """{"AutoScalingGroupName":"web","EC2InstanceId":"i-0aaaaaaaaaaaaaaaa","StatusCode":"Failed"}"""));
        var good = DialectReader.One(Event("aws.autoscaling", "EC2 Instance Launch Successful", """{"AutoScalingGroupName":"web","EC2InstanceId":"i-0bbbbbbbbbbbbbbbb","StatusCode":"InProgress"}"""));

        Assert.Equal((AlertStatus.Resolved, failed.DedupKey), (good.Status, good.DedupKey));
    }

    [Theory]
    [InlineData("""{"deploymentId":"d-1","eventTriggerName":"t","applicationName":"shop","deploymentGroupName":"g","status":"FAILED"}""", """{"deploymentId":"d-2","eventTriggerName":"t","applicationName":"shop","deploymentGroupName":"g","status":"SUCCEEDED"}""")]
    [InlineData("""{"commandId":"c-1","documentName":"Patch","instanceId":"i-0123456789abcdef0","status":"Failed"}""", """{"commandId":"c-2","documentName":"Patch","instanceId":"i-0123456789abcdef0","status":"Success","detailedStatus":"Success"}""")]
    public void ANoticeOfSuccess_EndsAFailureToo(string failed, string good)
    {
        var (firing, resolved) = (DialectReader.One(failed), DialectReader.One(good));

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved, firing.DedupKey), (firing.Status, resolved.Status, resolved.DedupKey));
    }

    [Theory]
    [InlineData("aws.backup", "Backup Job State Change", """{"backupVaultName":"common","resourceArn":"arn:aws:rds:r:1:db:orders","state":"FAILED"}""", """{"backupVaultName":"common","resourceArn":"arn:aws:rds:r:1:db:stock","state":"FAILED"}""")]
    [InlineData("aws.ecs", "ECS Task State Change", """{"group":"service:cart","clusterArn":"arn:aws:ecs:r:1:cluster/prod","stopCode":"TaskFailedToStart"}""", """{"group":"service:cart","clusterArn":"arn:aws:ecs:r:1:cluster/test","stopCode":"TaskFailedToStart"}""")]
    [InlineData("aws.glue", "Glue Crawler State Change", """{"crawlerName":"a","state":"Failed"}""", """{"crawlerName":"b","state":"Failed"}""")]
    [InlineData("aws.sagemaker", "SageMaker Training Job State Change", """{"TrainingJobName":"a","TrainingJobStatus":"Failed"}""", """{"TrainingJobName":"b","TrainingJobStatus":"Failed"}""")]
    [InlineData("aws.emr", "EMR Cluster State Change", """{"name":"spark","clusterId":"j-1","state":"TERMINATED_WITH_ERRORS"}""", """{"name":"spark","clusterId":"j-2","state":"TERMINATED_WITH_ERRORS"}""")]
    [InlineData("aws.codepipeline", "CodePipeline Stage Execution State Change", """{"pipeline":"shop","stage":"Build","state":"FAILED"}""", """{"pipeline":"shop","stage":"Deploy","state":"FAILED"}""")]
    [InlineData("aws.ssm", "EC2 Command Invocation Status-change Notification", """{"instance-id":"i-0aaaaaaaaaaaaaaaa","document-name":"Patch","status":"Failed"}""", """{"instance-id":"i-0aaaaaaaaaaaaaaaa","document-name":"Audit","status":"Failed"}""")]
    [InlineData("aws.codedeploy", "CodeDeploy Instance State-change Notification", """{"application":"shop","instanceId":"i-0aaaaaaaaaaaaaaaa","state":"FAILURE"}""", """{"application":"shop","instanceId":"i-0bbbbbbbbbbbbbbbb","state":"FAILURE"}""")]
    public void TwoThings_AreTwoProblems(string source, string type, string one, string other)
    {
        var (first, second) = (DialectReader.One(Event(source, type, one)), DialectReader.One(Event(source, type, other)));

        Assert.Equal((AlertStatus.Firing, AlertStatus.Firing), (first.Status, second.Status));
        Assert.NotEqual(first.DedupKey, second.DedupKey);
    }

    [Theory]
    [InlineData("aws.acm", "ACM Certificate Approaching Expiration", """{"DaysToExpiry":31,"CommonName":"shop.example.com"}""", "shop.example.com", nameof(Severity.Warning))]
    [InlineData("aws.acm", "ACM Certificate Expired", """{"CommonName":"shop.example.com"}""", "shop.example.com", nameof(Severity.Error))]
    [InlineData("aws.dms", "DMS Replication Task State Change", """{"eventType":"REPLICATION_TASK_FAILED","detailMessage":"Last Error"}""", null, nameof(Severity.Error))]
    [InlineData("aws.elasticbeanstalk", "Health status change", """{"EnvironmentName":"shop-prod","Severity":"WARN","Message":"Environment health has transitioned from Ok to Warning."}""", null, nameof(Severity.Warning))]
    [InlineData("aws.elasticbeanstalk", "Other resource status change", """{"EnvironmentName":"shop-prod","Severity":"ERROR","Message":"Failed to deploy application."}""", null, nameof(Severity.Error))]
    public void AFailureInWords_IsAProblem(string source, string type, string detail, string? host, string severity)
    {
        var alert = DialectReader.One(Event(source, type, detail));

        Assert.Equal((AlertStatus.Firing, host, Enum.Parse<Severity>(severity)), (alert.Status, alert.Host, alert.Severity));
    }

    [Theory]
    [InlineData("Other resource status change", """{"EnvironmentName":"shop-prod","Severity":"INFO","Message":"Deleted CloudWatch alarm named: awseb-shop"}""")]
    [InlineData("DMS Replication Task State Change", """{"eventType":"REPLICATION_TASK_STOPPED","detailMessage":"Stop Reason FULL_LOAD_ONLY_FINISHED"}""")]
    [InlineData("EMR Cluster State Change", """{"name":"spark","clusterId":"j-1","state":"TERMINATED"}""")]
    [InlineData("SageMaker Model Building Pipeline Execution Status Change", """{"previousPipelineExecutionStatus":"Failed","currentPipelineExecutionStatus":"Executing","pipelineArn":"arn:p"}""")]
    public void TheDailyLifeOfAnAccount_OpensNothing(string type, string detail) => Assert.Contains("tells of no problem", DialectReader.Ignored(Event("aws.x", type, detail)), StringComparison.Ordinal);

    private static DateTimeOffset At { get; } = new(2026, 11, 22, 11, 50, 0, TimeSpan.Zero);

    private static string Event(string source, string type, string detail) => $$"""
        {"version": "0", "id": "e1", "detail-type": "{{type}}", "source": "{{source}}", "account": "1", "region": "r", "time": "2026-11-22T11:50:00Z", "resources": ["arn:aws:x:r:1:thing/t"], "detail": {{detail}} }
        """;
}
