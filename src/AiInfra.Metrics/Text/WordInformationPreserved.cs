namespace AiInfra.Metrics.Text;

/// <summary>Word information preserved: (H / reference words)(H / hypothesis words) (Morris, Maier, Green 2004).</summary>
/// <param name="options">How the texts are prepared.</param>
public sealed class WordInformationPreserved(ErrorRateOptions? options = null) : ErrorRateMetric("wip", true, options)
{
    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, ErrorRateOptions? options = null) =>
        Seen(new WordInformationPreserved(options), references, hypotheses).Result();

    /// <inheritdoc />
    public override TextMetric New() => new WordInformationPreserved(Options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override double Rate(EditCounts counts) => counts.InformationPreserved;
}
