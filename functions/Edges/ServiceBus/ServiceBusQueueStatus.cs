namespace Automation.Edges.ServiceBus;

/// <summary>What a look at a queue showed.</summary>
internal enum ServiceBusQueueStatus
{
    /// <summary>The queue is there.</summary>
    Found,

    /// <summary>The namespace answers but does not say: a key that may only send can't read the queue's description.</summary>
    Answers,

    /// <summary>The namespace has no such queue.</summary>
    NotFound,
}
