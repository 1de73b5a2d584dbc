using System.Security.Cryptography;

namespace Automation.Local.Graph.Notices;

/// <summary>Asks an address for its consent to be told: it must answer a token as plain text within ten seconds.</summary>
internal sealed class Handshake(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Null when it consents.</summary>
    public async Task<string?> RefusalAsync(Uri address, CancellationToken cancellationToken)
    {
        // With what a careless decoder gets wrong: a blank, a plus, a percent sign.
        var token = $"Validation: Testing client application reachability for subscription Request-Id: {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))} +100%";
        var target = new Uri($"{address}{(address.Query.Length > 0 ? '&' : '?')}validationToken={Uri.EscapeDataString(token)}");
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var content = new StringContent("", System.Text.Encoding.UTF8, "text/plain");
            using var response = await http.PostAsync(target, content, either.Token);
            if ((int)response.StatusCode != 200) return $"Notification endpoint must respond with 200 OK to validation request; it responded with {(int)response.StatusCode}.";
            if (response.Content.Headers.ContentType?.MediaType != "text/plain") return $"Content type must be text/plain; it was {response.Content.Headers.ContentType?.MediaType ?? "missing"}.";
            return await response.Content.ReadAsStringAsync(either.Token) == token ? null : "The response body must be the decoded validation token.";
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return "The request timed out.";
        }
        catch (HttpRequestException e)
        {
            return $"The endpoint can't be reached: {e.Message}";
        }
    }
}
