namespace AiInfra.Metrics.Text;

/// <summary>Spans of a type, counted; a span is right when type, start and end are.</summary>
/// <param name="Type">The type.</param>
/// <param name="Correct">Spans predicted that are true.</param>
/// <param name="Predicted">Spans predicted.</param>
/// <param name="True">Spans that are true: the support.</param>
public readonly record struct SpanCounts(string Type, long Correct, long Predicted, long True)
{
    /// <summary>Correct of predicted; 0 where nothing was predicted.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Correct / Predicted;

    /// <summary>Correct of true; 0 where nothing is true.</summary>
    public double Recall => True == 0 ? 0 : (double)Correct / True;

    /// <summary>Harmonic mean of precision and recall; 0 where both are.</summary>
    public double F1 => Correct == 0 ? 0 : 2.0 * Correct / (Predicted + True);
}
