using System.Text;
using Automation.Local.Host;
using Automation.Local.ServiceBus;

namespace Automation.Local.Commands;

/// <summary>The <c>queues</c> commands: they work on the queue file itself, whether or not a host runs.</summary>
internal static class QueuesCommand
{
    private const int LongestBody = 200;

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, TimeProvider time)
    {
        var catalog = QueueCatalog.Read(QueueCatalog.DefaultFile);
        var file = StateFolder.QueuesFileIn(StateFolder.Locate(arguments.State));
        if (!File.Exists(file)) throw new LocalHostException($"There are no queues in '{Path.GetDirectoryName(file)}' yet: start the host once.");
        using var sql = new Statements(SqliteFile.Open(file, QueueSql.Schema));
        if (arguments.Verb == Verb.Queues)
        {
            await ListAsync(catalog, sql, output, time.GetUtcNow());
            return 0;
        }

        var queue = catalog.Find(arguments.Queue!)
            ?? throw new LocalHostException($"There is no queue '{arguments.Queue}'; {catalog.File} names: {string.Join(", ", catalog.Names)}.");
        if (arguments.Verb == Verb.Resubmit) return await ResubmitAsync(queue, arguments.Id, sql, output, time.GetUtcNow());
        await ShowAsync(QueueSql.Peek(sql, queue.Name, arguments.Dead || arguments.Verb == Verb.Dead, arguments.Top), output, time.GetUtcNow());
        return 0;
    }

    private static async Task ListAsync(QueueCatalog catalog, Statements sql, TextWriter output, DateTimeOffset now)
    {
        var width = Math.Max(5, catalog.Names.Max(name => name.Length));
        await output.WriteLineAsync($"{"Queue".PadRight(width)}  {"Active",8}  {"Scheduled",9}  {"Locked",8}  {"Dead",8}  Oldest");
        foreach (var name in catalog.Names)
        {
            var count = QueueSql.Count(sql, name, now);
            var oldest = count.OldestEnqueued is { } since ? Age(now - since) : "-";
            await output.WriteLineAsync($"{name.PadRight(width)}  {count.Active,8}  {count.Scheduled,9}  {count.Locked,8}  {count.Dead,8}  {oldest}");
        }
    }

    private static async Task ShowAsync(List<QueueMessage> messages, TextWriter output, DateTimeOffset now)
    {
        if (messages.Count == 0) await output.WriteLineAsync("No messages.");
        foreach (var message in messages)
        {
            await output.WriteLineAsync(
                $"#{message.Sequence}  id {message.MessageId}  deliveries {message.DeliveryCount}  {When(message, now)}{(message.LockToken is null ? "" : "  locked")}");
            if (message.DeadLetterReason is { } reason) await output.WriteLineAsync($"    {reason}: {message.DeadLetterDescription}");
            await output.WriteLineAsync($"    {Excerpt(message.Content.Body)}");
        }
    }

    private static async Task<int> ResubmitAsync(QueueProperties queue, long? id, Statements sql, TextWriter output, DateTimeOffset now)
    {
        var sent = QueueSql.Resubmit(sql, queue, id, now);
        if (id is not null && sent == 0) throw new LocalHostException($"The queue '{queue.Name}' has no dead letter #{id}.");
        await output.WriteLineAsync($"{sent} sent back to '{queue.Name}'.");
        return 0;
    }

    private static string When(QueueMessage message, DateTimeOffset now) =>
        message.AvailableAt > now ? $"due in {Age(message.AvailableAt - now)}" : $"age {Age(now - message.EnqueuedAt)}";

    private static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, age.TotalSeconds):0} s",
        { TotalHours: < 1 } => $"{age.TotalMinutes:0} min",
        { TotalDays: < 1 } => $"{age.TotalHours:0.0} h",
        _ => $"{age.TotalDays:0.0} d",
    };

    private static string Excerpt(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body).ReplaceLineEndings(" ");
        return text.Length <= LongestBody ? text : $"{text[..LongestBody]}... ({body.Length} bytes)";
    }
}
