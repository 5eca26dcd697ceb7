using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>The metrics on one slice.</summary>
/// <param name="By">What it was cut by.</param>
/// <param name="Name">Which part.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Metrics">One score a metric of the evaluation, in its order.</param>
public sealed record SliceScores(string By, string Name, int Rows, IReadOnlyList<Score> Metrics)
{
    /// <inheritdoc />
    public override string ToString() => $"SliceScores {{ By = {By}, Name = {Name}, Rows = {Rows}, Metrics = {Shown.List(Metrics)} }}";
}
