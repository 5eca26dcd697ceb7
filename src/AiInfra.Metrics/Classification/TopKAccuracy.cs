using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Classification;

/// <summary>Share of rows whose true class is among the k most probable. Of equal probabilities the later class ranks first. Its interval is Wilson's.</summary>
public sealed class TopKAccuracy : ProbabilityMetric, IRowLoss
{
    private readonly int _k;
    private RunningMean _hits;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many classes may be named, 1 or more.</param>
    public TopKAccuracy(int k = 2)
        : base("topKAccuracy", true, $"k:{k}")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        _k = k;
    }

    /// <summary>The score of the probabilities of all classes, row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a class outside the set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, int k = 2, ReadOnlySpan<double> weights = default) =>
        Over(new TopKAccuracy(k), truth, probabilities, classes, weights);

    /// <inheritdoc />
    public override Metric New() => new TopKAccuracy(_k);

    /// <inheritdoc />
    public double Loss(in Outcome outcome) => IsHit(outcome.Label, outcome.Probabilities) ? 0 : 1;

    /// <inheritdoc />
    public double OfMean(double mean) => 1 - mean;

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double n = _hits.EffectiveCount;
        return Count == 0 ? Scored(double.NaN) : Scored(_hits.Mean, ProportionInterval.Wilson(Math.Clamp(_hits.Mean * n, 0, n), n, confidence));
    }

    /// <inheritdoc />
    protected override void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight) => _hits.Add(IsHit(label, probabilities) ? 1 : 0, weight);

    /// <inheritdoc />
    protected override void MergeFrom(Metric other) => _hits.Merge(((TopKAccuracy)other)._hits);

    /// <inheritdoc />
    protected override bool NeedsSum => false;

    private bool IsHit(int label, ReadOnlySpan<double> probabilities)
    {
        int ahead = 0;
        for (int c = 0; c < probabilities.Length; c++)
        {
            ahead += probabilities[c] > probabilities[label] || (probabilities[c] == probabilities[label] && c > label) ? 1 : 0;
        }

        return ahead < _k;
    }
}
