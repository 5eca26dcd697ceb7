namespace AiInfra.Evaluation.Fairness;

/// <summary>How a binary classifier treats one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Count">Rows.</param>
/// <param name="SelectionRate">Share predicted positive.</param>
/// <param name="TruePositiveRate">Share of positives predicted positive; 0 when the group has no positive row, see <see cref="Positives"/>.</param>
/// <param name="FalsePositiveRate">Share of negatives predicted positive; 0 when the group has no negative row.</param>
/// <param name="Accuracy">Share predicted right.</param>
/// <param name="Positives">Positive rows.</param>
public sealed record GroupRates(string Group, int Count, double SelectionRate, double TruePositiveRate, double FalsePositiveRate, double Accuracy, int Positives);
