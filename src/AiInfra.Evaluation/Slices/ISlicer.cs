using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Slices;

/// <summary>Cuts rows into parts.</summary>
public interface ISlicer
{
    /// <summary>What it cuts by.</summary>
    string By { get; }

    /// <summary>The parts that have rows. They need not cover all rows, and may overlap.</summary>
    IReadOnlyList<Slice> Cut(PredictionSet predictions);
}
