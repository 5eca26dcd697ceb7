using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>A share of rows, of the positive class against all others, with Wilson's interval. Where nothing is to be shared (no positive row for a true positive rate) it is undefined and counted.</summary>
/// <param name="kind">Which share.</param>
/// <param name="positive">The positive class, an index into the label set.</param>
/// <param name="zeroDivision">What it is where nothing is to be shared.</param>
public sealed class OutcomeRate(RateKind kind, int positive = 1, ZeroDivision zeroDivision = ZeroDivision.Undefined)
    : LabelMetric(NameOf(kind), kind is not (RateKind.FalsePositiveRate or RateKind.FalseNegativeRate), 0, $"positive:{positive}|zeroDivision:{zeroDivision.ToString().ToLowerInvariant()}")
{
    /// <summary>Which share.</summary>
    public RateKind Kind { get; } = kind;

    /// <inheritdoc />
    public override Metric New() => new OutcomeRate(Kind, positive, zeroDivision);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count == 0)
        {
            return Scored(double.NaN);
        }

        (double above, double below) = Weights();
        if (!(below > 0))
        {
            return Scored(zeroDivision switch { ZeroDivision.Zero => 0, ZeroDivision.One => 1, _ => double.NaN }, undefined: 1);
        }

        (double successes, double trials) = Counts();
        return Scored(above / below, ProportionInterval.Wilson(successes, trials, confidence));
    }

    internal static string NameOf(RateKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    /// <summary>Successes and trials in rows; with weights, in as many rows as would be as informative.</summary>
    internal (double Successes, double Trials) Counts()
    {
        if (Count == 0)
        {
            return (0, 0);
        }

        (double above, double below) = Weights();
        double scale = Matrix.EffectiveCount / Matrix.Total;
        return (above * scale, below * scale);
    }

    private (double Above, double Below) Weights()
    {
        bool seen = positive < Matrix.Classes;
        double hits = seen ? Matrix[positive, positive] : 0, truth = seen ? Matrix.TrueTotal(positive) : 0, selected = seen ? Matrix.PredictedTotal(positive) : 0;
        double all = Matrix.Total;
        (double above, double below) = Kind switch
        {
            RateKind.SelectionRate => (selected, all),
            RateKind.BaseRate => (truth, all),
            RateKind.TruePositiveRate => (hits, truth),
            RateKind.FalsePositiveRate => (selected - hits, all - truth),
            RateKind.TrueNegativeRate => (all - truth - selected + hits, all - truth),
            RateKind.FalseNegativeRate => (truth - hits, truth),
            RateKind.PositivePredictiveValue => (hits, selected),
            _ => (all - truth - selected + hits, all - selected),
        };

        // Differences of sums of weights may miss zero by a last digit.
        below = below > 1e-12 * all ? below : 0;
        return (Math.Clamp(above, 0, below), below);
    }
}
