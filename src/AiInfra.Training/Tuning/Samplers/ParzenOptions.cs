namespace AiInfra.Training.Tuning.Samplers;

/// <summary>How wide the kernels of a <see cref="ParzenEstimator"/> are.</summary>
internal sealed record ParzenOptions
{
    public double PriorWeight { get; init; } = 1;

    public bool MagicClip { get; init; } = true;

    public bool Endpoints { get; init; }

    public bool FixedWidth { get; init; }

    public double WidthFactor { get; init; } = 0.2;

    public double NeighbourFactor { get; init; } = 1;
}
