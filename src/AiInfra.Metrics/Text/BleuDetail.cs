namespace AiInfra.Metrics.Text;

/// <summary>BLEU with its parts.</summary>
/// <param name="Score">BLEU, 0 to 100.</param>
/// <param name="Precisions">Precision of every order, 0 to 100, smoothed.</param>
/// <param name="BrevityPenalty">1 when the hypotheses are at least as long as the references, less when shorter, 0 when empty.</param>
/// <param name="HypothesisLength">Tokens of the hypotheses.</param>
/// <param name="ReferenceLength">Tokens of the references; of several the one closest in length counts, the shorter when two are.</param>
/// <param name="Matches">N-grams of every order that are in a reference, clipped.</param>
/// <param name="Totals">N-grams of every order in the hypotheses.</param>
/// <param name="Signature">Metric, options and version.</param>
public sealed record BleuDetail(double Score, IReadOnlyList<double> Precisions, double BrevityPenalty, long HypothesisLength, long ReferenceLength, IReadOnlyList<long> Matches, IReadOnlyList<long> Totals, string Signature)
{
    /// <inheritdoc />
    public override string ToString() => $"BleuDetail {{ Score = {Score}, Precisions = {Shown.List(Precisions)}, BrevityPenalty = {BrevityPenalty}, HypothesisLength = {HypothesisLength}, ReferenceLength = {ReferenceLength}, Matches = {Shown.List(Matches)}, Totals = {Shown.List(Totals)}, Signature = {Signature} }}";
}
