namespace Automation.Mail.Understanding.Learning;

/// <summary>Orders that look random and are the same on every machine and in every version of .NET.</summary>
internal static class Shuffle
{
    public static int[] Order(int count, uint seed)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
        Mix(order, seed);
        return order;
    }

    public static void Mix(Span<int> items, uint seed)
    {
        var state = seed * 0x9E3779B97F4A7C15UL + 1;
        for (var i = items.Length - 1; i > 0; i--)
        {
            // SplitMix64.
            state += 0x9E3779B97F4A7C15UL;
            var value = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            var other = (int)((value ^ (value >> 31)) % (ulong)(i + 1));
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
