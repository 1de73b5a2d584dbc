using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Mail;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.Support;

/// <summary>
/// Lets a process die, or lose one answer, at the operation of the test's choosing, counted over storage, mailbox and queue
/// together: before it is done, or after and before its answer arrives.
/// </summary>
internal sealed class CrashPoint
{
    private readonly Lock gate = new();
    private int count;
    private int at;
    private bool isAfter;
    private bool isFatal;
    private bool isDead;

    /// <summary>What was done since it was armed, in order.</summary>
    public List<string> Operations { get; } = [];

    /// <summary>Whether the operation was reached.</summary>
    public bool HasStruck { get; private set; }

    /// <param name="number">Of the operation, from 1.</param>
    /// <param name="after">Whether the operation is done and only its answer is lost.</param>
    /// <param name="fatal">Whether everything after fails too, as when the process is gone.</param>
    public void Arm(int number, bool after, bool fatal)
    {
        lock (gate)
        {
            (count, at, isAfter, isFatal, isDead, HasStruck) = (0, number, after, fatal, false, false);
            Operations.Clear();
        }
    }

    /// <summary>Another process goes on.</summary>
    public void Disarm() => Arm(0, after: false, fatal: false);

    public async Task<T> DoAsync<T>(string what, Func<Task<T>> operation)
    {
        var number = Begin(what);
        var result = await operation();
        End(number);
        return result;
    }

    /// <summary>Puts itself around storage, mailbox and queue.</summary>
    public void Surround(IServiceCollection services, string storage)
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(new StoragePolicy(this), HttpPipelinePosition.PerCall);
        services.Replace(ServiceDescriptor.Singleton(new TableServiceClient(storage, options)));
        var (mailbox, queue) = (Instance<IMailbox>(services), Instance<IQueue>(services));
        services.Replace(ServiceDescriptor.Singleton<IMailbox>(new CrashingMailbox(mailbox, this))).Replace(ServiceDescriptor.Singleton<IQueue>(new CrashingQueue(queue, this)));
    }

    private static T Instance<T>(IServiceCollection services) where T : class => (T)services.Last(s => s.ServiceType == typeof(T)).ImplementationInstance!;

    private int Begin(string what)
    {
        lock (gate)
        {
            var number = ++count;
            Operations.Add(what);
            if (isDead) throw Gone(what);
            if (number == at && !isAfter) Strike(what);
            return number;
        }
    }

    private void End(int number)
    {
        lock (gate)
        {
            if (isDead) throw Gone(Operations[number - 1]);
            if (number == at && isAfter) Strike(Operations[number - 1]);
        }
    }

    private void Strike(string what)
    {
        (HasStruck, isDead) = (true, isFatal);
        throw isFatal ? Gone(what) : new DependencyUnavailableException("test", $"no answer to {what}", null);
    }

    private static OperationCanceledException Gone(string what) => new($"the process is gone at {what}");

    private sealed class StoragePolicy(CrashPoint point) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("The app calls storage asynchronously.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var table = message.Request.Uri.Path.Split('/')[^1].Split('(')[0];
            await point.DoAsync($"{message.Request.Method} {table}", async () =>
            {
                await ProcessNextAsync(message, pipeline);
                return message;
            });
        }
    }

    private sealed class CrashingQueue(IQueue inner, CrashPoint point) : IQueue
    {
        public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) => point.DoAsync($"queue {queue}", async () =>
        {
            await inner.SendAsync(queue, messages, cancellationToken);
            return true;
        });

        public Task<string?> CheckAsync(string queue, CancellationToken cancellationToken) => inner.CheckAsync(queue, cancellationToken);
    }
}
