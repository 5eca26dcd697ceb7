using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Reports;
using AiInfra.Training.Tabular;

namespace AiInfra.Learning;

/// <summary>The first model of a deployment.</summary>
/// <param name="Version">The version, as registered.</param>
/// <param name="Window">Name of the training window that did best.</param>
/// <param name="Report">What it was worth on the newest rows, before it was trained on them too.</param>
/// <param name="Gate">What the evaluation's gate said of it; without one, whether it beat the best constant answer there.</param>
/// <param name="Encoding">What the encoder decided about each column, as a table.</param>
public sealed record FirstModel(ModelVersion Version, string Window, EvaluationReport Report, GateDecision Gate, string? Encoding)
{
    /// <summary>What is learned, and which rule said so.</summary>
    public required TaskChoice Task { get; init; }

    /// <summary>Whether it beat the best constant answer: the most frequent class, or the mean. Where it did not, the loop warns, whatever the gate said.</summary>
    public required GateDecision Sanity { get; init; }

    /// <summary>Whether it is the champion. False where the evaluation's gate did not pass it: it is registered, and may be promoted by hand.</summary>
    public required bool IsServed { get; init; }

    internal string Explain() => string.Create(CultureInfo.InvariantCulture, $"{Report.Metrics[0].Name} {Report.Metrics[0].Value:0.####} on the newest {Report.Rows} rows; {Gate.Explain()}");
}
