namespace Automation.Local.Graph.Trouble;

/// <summary>Mails that are gone before anybody can read them, on request.</summary>
internal sealed class Vanishing
{
    private int left;

    public int Left => Math.Max(0, Volatile.Read(ref left));

    /// <summary>To Deleted Items rather than for good.</summary>
    public bool Moves { get; private set; }

    public void Next(int count, bool moves)
    {
        Moves = moves;
        Interlocked.Exchange(ref left, count);
    }

    public bool Takes() => Volatile.Read(ref left) > 0 && Interlocked.Decrement(ref left) >= 0;
}
