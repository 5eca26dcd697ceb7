namespace AiInfra.Evaluation.Importance;

/// <summary>How permutation importance is computed.</summary>
public sealed record ImportanceOptions
{
    /// <summary>How often each column is shuffled, 2 or more.</summary>
    /// <value>5.</value>
    public int Repeats { get; init; } = 5;

    /// <summary>Confidence of the intervals.</summary>
    /// <value>0.95.</value>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Seed of the shuffles.</summary>
    /// <value>1.</value>
    public ulong Seed { get; init; } = 1;
}
