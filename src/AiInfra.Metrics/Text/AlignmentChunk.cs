namespace AiInfra.Metrics.Text;

/// <summary>A stretch of an alignment; ends are exclusive, in tokens.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="ReferenceStart">First token in the reference.</param>
/// <param name="ReferenceEnd">One after its last token there.</param>
/// <param name="HypothesisStart">First token in the hypothesis.</param>
/// <param name="HypothesisEnd">One after its last token there.</param>
public readonly record struct AlignmentChunk(EditKind Kind, int ReferenceStart, int ReferenceEnd, int HypothesisStart, int HypothesisEnd);
