namespace AiInfra.Metrics.Text;

/// <summary>Character error rate: the word error rate over characters, spaces included. Code points by default, graphemes on request, never halves of surrogate pairs.</summary>
/// <param name="options">How the texts are prepared.</param>
public sealed class CharacterErrorRate(ErrorRateOptions? options = null) : ErrorRateMetric("cer", false, options ?? new() { Unit = TextUnit.CodePoint })
{
    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, ErrorRateOptions? options = null) =>
        Seen(new CharacterErrorRate(options), references, hypotheses).Result();

    /// <inheritdoc />
    public override TextMetric New() => new CharacterErrorRate(Options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override double Rate(EditCounts counts) => counts.ErrorRate;
}
