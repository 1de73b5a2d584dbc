using Automation.Alerts.Authentication;

namespace Automation.Edges.Sns;

/// <summary>Confirms subscriptions at SNS.</summary>
internal sealed class SubscriptionConfirmer(SnsHttp http) : ISubscriptionConfirmer
{
    public async Task<string?> ConfirmAsync(Uri address, CancellationToken cancellationToken)
    {
        var (status, _) = await http.GetAsync(address, cancellationToken);
        return (int)status is >= 200 and < 300 ? null : $"{address.Host} answered {(int)status}";
    }
}
