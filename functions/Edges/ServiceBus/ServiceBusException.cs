namespace Automation.Edges.ServiceBus;

/// <summary>A message or batch that the service did not take, after all retries.</summary>
internal sealed class ServiceBusException : Exception
{
    public ServiceBusException(ServiceBusFailureReason reason, int status, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        Status = status;
    }

    public ServiceBusFailureReason Reason { get; }

    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public int Status { get; }

    /// <summary>Whether it is for the message itself and not for the queue, the key or the network: it will be refused again.</summary>
    public bool IsOfMessage => Reason is ServiceBusFailureReason.MessageSizeExceeded or ServiceBusFailureReason.InvalidRequest;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => Reason is ServiceBusFailureReason.ServiceBusy or ServiceBusFailureReason.ServiceTimeout
        or ServiceBusFailureReason.ServiceCommunicationProblem || (Reason == ServiceBusFailureReason.GeneralError && Status >= 500);
}
