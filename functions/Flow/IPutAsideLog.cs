namespace Automation.Flow;

/// <summary>Keeps messages that can't be carried out as they are, so that a person sees them and can have them sent again.</summary>
internal interface IPutAsideLog
{
    /// <summary>Lists the message under its queue's rejections; POST /api/rejected/{id}/replay sends it to the queue again. Safe to repeat.</summary>
    /// <param name="at">When it was made: a repetition must give the same.</param>
    /// <returns>Its id, the same for the same time and message.</returns>
    Task<string> KeepAsync(string queue, DateTimeOffset at, string reason, string message, CancellationToken cancellationToken);
}
