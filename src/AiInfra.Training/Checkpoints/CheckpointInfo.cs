namespace AiInfra.Training.Checkpoints;

/// <summary>A checkpoint in a directory.</summary>
/// <param name="Path">File.</param>
/// <param name="Step">Optimizer steps done when it was written.</param>
/// <param name="Score">The monitored figure of its very weights; null where they were not validated.</param>
public sealed record CheckpointInfo(string Path, long Step, double? Score)
{
    /// <summary>Epochs done in full when it was written.</summary>
    public long Epoch { get; init; }

    /// <summary>Bytes of the file.</summary>
    public long Bytes { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset WrittenAt { get; init; }
}
