using System.Threading.Channels;

namespace Automation.Local.ServiceBus;

/// <summary>
/// The one writer of the queue file. Operations that arrive together share one transaction (group commit); each is answered only
/// after the commit, and one that fails is rolled back alone.
/// </summary>
internal sealed class QueueWriter : IAsyncDisposable
{
    private const int LargestGroup = 256;
    private readonly Channel<Operation> operations = Channel.CreateUnbounded<Operation>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Statements statements;
    private readonly Task loop;

    public QueueWriter(string path)
    {
        statements = new Statements(SqliteFile.Open(path, QueueSql.Schema));
        loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Task<T> RunAsync<T>(Func<Statements, T> work)
    {
        var operation = new Operation<T>(work);
        return operations.Writer.TryWrite(operation)
            ? operation.Done
            : Task.FromException<T>(new ObjectDisposedException(nameof(QueueWriter)));
    }

    public async ValueTask DisposeAsync()
    {
        operations.Writer.TryComplete();
        await loop;
        statements.Dispose();
    }

    private void Run()
    {
        var group = new List<Operation>(LargestGroup);
        // A thread of its own may block: SQLite has no asynchronous calls.
        while (operations.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < LargestGroup && operations.Reader.TryRead(out var operation)) group.Add(operation);
            Commit(group);
        }
    }

    private void Commit(List<Operation> group)
    {
        try
        {
            statements.Execute("BEGIN IMMEDIATE");
            foreach (var operation in group)
            {
                statements.Execute("SAVEPOINT one");
                if (!operation.TryRun(statements)) statements.Execute("ROLLBACK TO one");
                statements.Execute("RELEASE one");
            }

            statements.Execute("COMMIT");
        }
        catch (Exception failure)
        {
            RollBack();
            foreach (var operation in group) operation.Fail(failure);
            return;
        }

        foreach (var operation in group) operation.Acknowledge();
    }

    private void RollBack()
    {
        // SQLite ends the transaction itself after some errors (a full disk); then there is nothing to roll back.
        if (SQLitePCL.raw.sqlite3_get_autocommit(statements.Connection.Handle) == 0) statements.Execute("ROLLBACK");
    }

    private abstract class Operation
    {
        public abstract bool TryRun(Statements sql);

        public abstract void Acknowledge();

        public abstract void Fail(Exception failure);
    }

    private sealed class Operation<T>(Func<Statements, T> work) : Operation
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? failed;

        public Task<T> Done => done.Task;

        public override bool TryRun(Statements sql)
        {
            try
            {
                result = work(sql);
                return true;
            }
            catch (Exception failure)
            {
                failed = failure;
                return false;
            }
        }

        public override void Acknowledge()
        {
            if (failed is null) done.SetResult(result!);
            else done.SetException(failed);
        }

        public override void Fail(Exception failure) => done.TrySetException(failure);
    }
}
