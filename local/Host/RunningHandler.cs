using System.ComponentModel;
using System.Diagnostics;

namespace Automation.Local.Host;

/// <summary>One run of the handler: the process, its address and the last lines that it wrote.</summary>
internal sealed class RunningHandler
{
    private const int TailLength = 20;
    private readonly Queue<string> tail = new();

    private RunningHandler(Process process, Uri address, HostOutput output)
    {
        Process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => Take(line.Data, output);
        process.ErrorDataReceived += (_, line) => Take(line.Data, output);
    }

    public Process Process { get; }

    public Uri Address { get; }

    public int Pid { get; private set; }

    public Task Exited { get; private set; } = Task.CompletedTask;

    public int ExitCode => Process.ExitCode;

    /// <summary>Whether the host itself ended it, so that its end isn't a crash.</summary>
    public bool IsExpectedToEnd { get; set; }

    /// <exception cref="LocalHostException">The file can't be run.</exception>
    public static RunningHandler Start(ProcessStartInfo start, Uri address, HostOutput output)
    {
        var handler = new RunningHandler(new Process { StartInfo = start }, address, output);
        try
        {
            handler.Process.Start();
        }
        catch (Win32Exception refused)
        {
            throw new LocalHostException($"The handler '{start.FileName}' can't be started: {refused.Message}", refused);
        }

        handler.Pid = handler.Process.Id;
        handler.Process.BeginOutputReadLine();
        handler.Process.BeginErrorReadLine();
        handler.Exited = handler.Process.WaitForExitAsync();
        return handler;
    }

    public void Kill()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
    }

    /// <summary>The last lines that the handler wrote, to go under a message about its end.</summary>
    public string Tail()
    {
        lock (tail)
            return tail.Count == 0 ? " It wrote nothing." : $" Its last lines:{string.Concat(tail.Select(line => $"\n  {line}"))}";
    }

    private void Take(string? line, HostOutput output)
    {
        if (line is null) return;
        lock (tail)
        {
            if (tail.Count == TailLength) tail.Dequeue();
            tail.Enqueue(line);
        }

        output.Handler(line);
    }
}
