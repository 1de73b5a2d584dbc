using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.Sink;

/// <summary>What the sink answers to one message; the address of a channel may ask for trouble: <c>?answer=429&amp;retryAfter=2&amp;times=3</c>.</summary>
/// <param name="Status">200 to 599; 0 to stay silent until the sender gives up.</param>
/// <param name="RetryAfter">Seconds; null for no header.</param>
/// <param name="Times">Only for the first messages of the channel; null for all.</param>
internal sealed record SinkAnswer(int Status, int? RetryAfter, int? Times)
{
    public const string Accepted = "answer=200..599 or timeout, retryAfter=SECONDS, times=N";

    private static readonly SinkAnswer Well = new(StatusCodes.Status202Accepted, null, null);

    /// <summary>Null for a query that asks for something else.</summary>
    public static SinkAnswer? Read(IQueryCollection query)
    {
        if (query.Keys.Any(k => k is not ("answer" or "retryAfter" or "times"))) return null;
        var answer = query["answer"].ToString();
        var status = answer switch
        {
            "" => StatusCodes.Status202Accepted,
            "timeout" => 0,
            _ => Number(answer) is >= 200 and < 600 ? Number(answer)!.Value : -1,
        };
        if (status < 0 || (query.ContainsKey("retryAfter") && Number(query["retryAfter"]) is null) || (query.ContainsKey("times") && Number(query["times"]) is null)) return null;
        return new SinkAnswer(status, Number(query["retryAfter"]), Number(query["times"]));
    }

    /// <param name="asked">How often each address has been asked since the start.</param>
    public SinkAnswer Now(ConcurrentDictionary<string, int> asked, string address) =>
        Times is { } times && asked.AddOrUpdate(address, 1, static (_, n) => n + 1) > times ? Well : this;

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 100_000 ? number : null;
}
