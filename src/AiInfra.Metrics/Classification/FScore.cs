using System.Globalization;

namespace AiInfra.Metrics.Classification;

/// <summary>F-score (van Rijsbergen 1979): (1 + b²) tp / ((1 + b²) tp + fp + b² fn). It is 0, not undefined, for a class that is never hit but occurs or is predicted; a macro average is the mean of the classes' scores.</summary>
public sealed class FScore : ClassRatioMetric
{
    private readonly double _beta;

    /// <summary>Creates the metric.</summary>
    /// <param name="average">How classes are averaged: over all classes alike unless said otherwise, as in every metric of classes. scikit-learn's default is <see cref="Average.Positive"/>.</param>
    /// <param name="zeroDivision">What a class gets that neither occurs nor is predicted; such classes are counted as undefined.</param>
    /// <param name="positive">The positive class.</param>
    /// <param name="classes">Size of the label set; 0 averages over the classes seen.</param>
    /// <param name="beta">How many times as much recall counts as precision. 1 gives F1.</param>
    public FScore(Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, int positive = 1, int classes = 0, double beta = 1)
        : base(beta == 1 ? "f1" : "fScore", average, zeroDivision, positive, classes, beta == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"beta:{beta}"))
    {
        if (!(beta > 0) || double.IsInfinity(beta))
        {
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta is a finite number above 0.");
        }

        _beta = beta;
    }

    /// <inheritdoc />
    protected override bool IsProportion => false;

    /// <summary>The F-score of columns, F1 unless <paramref name="beta"/> is given.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, int classes = 0, ReadOnlySpan<double> weights = default, int positive = 1, double beta = 1) =>
        Over(new FScore(average, zeroDivision, positive, classes, beta), truth, predicted, weights);

    /// <summary>The F-score (F1) of classes by name: over all classes alike, or of one.</summary>
    /// <param name="truth">True classes.</param>
    /// <param name="predicted">Predicted classes.</param>
    /// <param name="positive">The class whose F-score (F1) is asked for; null for the plain mean over all classes.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, a class is null, or no row has the positive class.</exception>
    public static Score Of(IReadOnlyList<string> truth, IReadOnlyList<string> predicted, string? positive = null)
    {
        var named = new NamedClasses(truth, predicted);
        return Of(named.Truth, named.Predicted, NamedClasses.AverageOf(positive), positive: named.PositiveOf(positive));
    }

    /// <inheritdoc />
    public override Metric New() => new FScore(Average, ZeroDivision, Positive, Classes, _beta);

    /// <inheritdoc />
    protected override (double Above, double Below) Ratio(in BinaryCounts counts) => FRatio(counts, _beta);

    internal static (double Above, double Below) FRatio(in BinaryCounts counts, double beta)
    {
        double b = beta * beta;
        return ((1 + b) * counts.TruePositives, ((1 + b) * counts.TruePositives) + counts.FalsePositives + (b * counts.FalseNegatives));
    }
}
