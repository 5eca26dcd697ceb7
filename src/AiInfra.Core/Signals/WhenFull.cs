namespace AiInfra.Core.Signals;

/// <summary>What happens to an item that finds a <see cref="BatchedWriter{T}"/> full.</summary>
public enum WhenFull
{
    /// <summary>The adding thread waits until there is room: nothing is lost, and whoever adds stands still as long as the store does. For replays and tests; in a host the thread that publishes a signal is the request's.</summary>
    Wait,

    /// <summary>The item is dropped and counted.</summary>
    Drop,
}
