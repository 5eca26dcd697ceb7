using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Learning;

/// <summary>The first model of a deployment.</summary>
/// <param name="Version">The version, as registered.</param>
/// <param name="Window">Name of the training window that did best.</param>
/// <param name="Report">What it was worth on the newest rows, before it was trained on them too.</param>
/// <param name="Gate">What the evaluation's gate said of it; without one, whether it beat the best constant answer there. It is the champion all the same: there is no other.</param>
/// <param name="Encoding">What the encoder decided about each column, as a table.</param>
public sealed record FirstModel(ModelVersion Version, string Window, EvaluationReport Report, GateDecision Gate, string? Encoding)
{
    internal string Explain() => string.Create(CultureInfo.InvariantCulture, $"{Report.Metrics[0].Name} {Report.Metrics[0].Value:0.####} on the newest {Report.Rows} rows; {Gate.Explain()}");
}
