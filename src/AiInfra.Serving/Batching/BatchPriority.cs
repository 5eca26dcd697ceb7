namespace AiInfra.Serving.Batching;

/// <summary>Who goes first. Inside one priority the oldest goes first.</summary>
public enum BatchPriority : byte
{
    /// <summary>A person waits.</summary>
    High,

    /// <summary>The default.</summary>
    Normal,

    /// <summary>Fills what the others leave. Waits as long as the others keep every batch full.</summary>
    Low,
}
