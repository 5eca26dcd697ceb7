using AiInfra.Core.Rows;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Which outputs of a model are its answer.</summary>
public sealed class OnnxAnswerOptions
{
    /// <summary>The output with the probabilities: float or double, [rows, classes], or [rows, 1] or [rows] of the second of two classes.</summary>
    /// <value>Default "probability".</value>
    public string Probability { get; set; } = AnswerNames.Probability;

    /// <summary>The output with the decision; null or absent: there is none.</summary>
    /// <value>Default "label".</value>
    public string? Label { get; set; } = AnswerNames.Label;

    /// <summary>The labels in the order of the probabilities, for the decision; texts, or whole numbers as texts where the output is of integers. Models of AiInfra.Training carry them.</summary>
    /// <value>Default null: read from the model's metadata (<c>aiinfra.classes</c>).</value>
    public IReadOnlyList<string>? Labels { get; set; }
}
