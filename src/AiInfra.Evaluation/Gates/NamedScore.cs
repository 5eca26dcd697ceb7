using AiInfra.Metrics;

namespace AiInfra.Evaluation.Gates;

/// <summary>A score under the name by which a gate asks for it.</summary>
internal sealed record NamedScore(string Name, IScored Scored)
{
    /// <summary>The score with an interval of this confidence or more; without one where none can be told.</summary>
    public Score At(double confidence) => Scored.WithInterval(confidence) with { Name = Name };

    public Score Score => Scored.CheckedResult() with { Name = Name };
}
