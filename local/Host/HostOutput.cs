namespace Automation.Local.Host;

/// <summary>The console of the host: whole lines from many threads, log lines with the time before them.</summary>
internal sealed class HostOutput(TextWriter writer, TimeProvider time)
{
    private readonly Lock gate = new();

    public void Line(string text = "")
    {
        lock (gate)
        {
            writer.WriteLine(text);
            writer.Flush();
        }
    }

    public void Log(string text) => Line($"[{time.GetUtcNow():HH:mm:ss.fff}] {text}");

    /// <summary>Passes on a line that the handler wrote.</summary>
    public void Handler(string text) => Line($"  automation | {text}");
}
