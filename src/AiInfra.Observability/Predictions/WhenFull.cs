namespace AiInfra.Observability.Predictions;

/// <summary>What happens to a signal that finds the queue full.</summary>
public enum WhenFull
{
    /// <summary>The publishing thread waits until there is room: nothing is lost, and whoever publishes stands still as long as the store does. For replays and tests; in a host the publishing thread is the request's.</summary>
    Wait,

    /// <summary>The signal is dropped and counted.</summary>
    Drop,
}
