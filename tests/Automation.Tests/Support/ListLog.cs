using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Automation.Tests.Support;

/// <summary>A log that a test reads: one line an entry, level first.</summary>
internal sealed class ListLog<T> : ILogger<T>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
