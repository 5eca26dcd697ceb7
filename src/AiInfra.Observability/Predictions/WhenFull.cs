namespace AiInfra.Observability.Predictions;

/// <summary>What happens to a signal that finds the queue full.</summary>
public enum WhenFull
{
    /// <summary>The publishing thread waits until there is room: nothing is lost, requests slow down.</summary>
    Wait,

    /// <summary>The signal is dropped and counted.</summary>
    Drop,
}
