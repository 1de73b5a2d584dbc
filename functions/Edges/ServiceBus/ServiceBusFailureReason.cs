namespace Automation.Edges.ServiceBus;

/// <summary>Why the service did not take a message.</summary>
internal enum ServiceBusFailureReason
{
    /// <summary>Nothing more is known; the status and the service's words are in the message.</summary>
    GeneralError = 0,

    /// <summary>There is no such queue.</summary>
    MessagingEntityNotFound,

    /// <summary>The message, or the batch as a whole, is too large.</summary>
    MessageSizeExceeded,

    /// <summary>The queue is full.</summary>
    QuotaExceeded,

    /// <summary>The service asks to come back later.</summary>
    ServiceBusy,

    /// <summary>The service did not answer in time.</summary>
    ServiceTimeout,

    /// <summary>The service can't be reached.</summary>
    ServiceCommunicationProblem,

    /// <summary>The key or token is wrong or lacks the right to send.</summary>
    Unauthorized,

    /// <summary>The service can't read the request.</summary>
    InvalidRequest,
}
