namespace AiInfra.Evaluation.Fairness;

/// <summary>One group with one label.</summary>
/// <param name="Group">The group.</param>
/// <param name="Label">The label, an index into the label set.</param>
/// <param name="Count">Its rows.</param>
/// <param name="Weight">What each of them should weigh in training; NaN where there is no row.</param>
public sealed record ReweighingCell(string Group, int Label, int Count, double Weight);
