using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Text;

/// <summary>The mean F of a variant of ROUGE over segments, 0 to 1 (Lin 2004), as rouge_score computes it. Of several references the one with the best F counts.</summary>
/// <remarks>Where the text or its references have no token, the score is 0 and counts as <see cref="TextMetric.Undefined"/>: with the ASCII tokenizer that is every text in another script.</remarks>
public sealed class Rouge : TextMetric
{
    private readonly RougeVariant _variant;
    private readonly RougeOptions _options;
    private readonly RougeScorer _scorer;

    /// <summary>Makes the metric.</summary>
    /// <param name="variant">Which ROUGE.</param>
    /// <param name="options">How texts are read.</param>
    public Rouge(RougeVariant variant, RougeOptions? options = null)
        : base(NameOf(variant), true, 3, (options ??= new()).Signature) => (_variant, _options, _scorer) = (variant, options, new([variant], options));

    /// <summary>Mean precision, recall and F so far.</summary>
    public RougeScore Mean => new(Sums[0] / Count, Sums[1] / Count, Sums[2] / Count);

    /// <summary>The score of a corpus.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference, or a text has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(RougeVariant variant, IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses, RougeOptions? options = null) =>
        Seen(new Rouge(variant, options), references, hypotheses).Result();

    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(RougeVariant variant, IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, RougeOptions? options = null) =>
        Seen(new Rouge(variant, options), references, hypotheses).Result();

    /// <summary>Precision, recall and F of one text.</summary>
    /// <exception cref="ArgumentException">A text has half a surrogate pair; the message names the place.</exception>
    public static RougeScore Sentence(RougeVariant variant, string reference, string hypothesis, RougeOptions? options = null) =>
        new RougeScorer([variant], options).Score(reference, hypothesis)[variant];

    /// <inheritdoc />
    public override TextMetric New() => new Rouge(_variant, _options) { KeepsSegments = KeepsSegments };

    /// <summary>Precision, recall and F with their bootstrap intervals, as rouge_score's aggregator gives them: the middle is the median of the resampled means.</summary>
    /// <param name="options">How to resample; 1,000 resamples and 95 % when null.</param>
    /// <exception cref="InvalidOperationException">Nothing was added, or segments are not kept.</exception>
    public RougeAggregate Aggregate(BootstrapOptions? options = null)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException($"'{Signature}' has seen no segment to resample.");
        }

        double[] rows = Rows(nameof(options)).ToArray();
        BootstrapResult Column(int column) => Bootstrap.Percentile(
            (int)Count,
            chosen =>
            {
                double sum = 0;
                foreach (int row in chosen)
                {
                    sum += rows[(3 * row) + column];
                }

                return sum / chosen.Length;
            },
            options ?? new BootstrapOptions { Resamples = 1000 });

        BootstrapResult[] all = [Column(0), Column(1), Column(2)];
        RougeScore Of(Func<BootstrapResult, double> part) => new(part(all[0]), part(all[1]), part(all[2]));
        return new(Of(r => r.Interval.Low), Of(r => Median(r.Replicates)), Of(r => r.Interval.High), all[0].Interval.Confidence);
    }

    /// <inheritdoc />
    protected override bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers)
    {
        RougeScore score = default;
        bool compared = _scorer.Measure(references, hypothesis, new Span<RougeScore>(ref score));
        (numbers[0], numbers[1], numbers[2]) = (score.Precision, score.Recall, score.F1);
        return compared;
    }

    /// <inheritdoc />
    protected override double Value(ReadOnlySpan<double> sums, long segments) => sums[2] / segments;

    private static string NameOf(RougeVariant variant) => variant switch
    {
        RougeVariant.RougeL => "rougeL",
        RougeVariant.RougeLsum => "rougeLsum",
        _ => $"rouge{(int)variant}",
    };

    private static double Median(IReadOnlyList<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
