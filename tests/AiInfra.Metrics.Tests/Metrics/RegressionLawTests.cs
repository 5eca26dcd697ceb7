using AiInfra.Laws;
using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Regression;
using CsCheck;

namespace AiInfra.Metrics.Tests.Metrics;

/// <summary>Laws of the metrics of numbers: halves merge into the whole in any order, a weight of two is a row twice, a perfect prediction is perfect.</summary>
public class RegressionLawTests
{
    private static readonly Gen<(double Truth, double Value, int Weight)[]> Rows =
        Gen.Select(Gen.Int[1, 20].Select(i => i / 2.0), Gen.Int[1, 20].Select(i => i / 2.0), Gen.Int[0, 3]).Array[2, 30];

    [Fact]
    public void Merge_ShuffledHalves_EqualWhole() => Rows.ForAll(rows =>
    {
        foreach (ValueMetric metric in Metrics())
        {
            ValueMetric whole = Fresh(metric), left = Fresh(metric), right = Fresh(metric);
            for (int i = 0; i < rows.Length; i++)
            {
                whole.Add(rows[i].Truth, rows[i].Value, rows[i].Weight);
                (double truth, double value, int weight) = rows[rows.Length - 1 - i];
                (i % 3 == 0 ? left : right).Add(truth, value, weight);
            }

            left.Merge(right);
            Same(metric, whole.Result(), left.Result());
        }
    });

    [Fact]
    public void Add_WeightTwo_IsRowTwice() => Rows.ForAll(rows =>
    {
        foreach (ValueMetric metric in Metrics())
        {
            ValueMetric weighted = Fresh(metric), repeated = Fresh(metric);
            foreach ((double truth, double value, int weight) in rows)
            {
                weighted.Add(truth, value, weight);
                for (int k = 0; k < weight; k++)
                {
                    repeated.Add(truth, value);
                }
            }

            if (weighted.Count > 1)
            {
                Assert.True(Near(repeated.Result().Value, weighted.Result().Value), $"{metric.Signature}: {repeated.Result().Value:R} repeated, {weighted.Result().Value:R} weighted");
            }
        }
    });

    [Fact]
    public void Result_PerfectPrediction_IsBest() => Rows.ForAll(rows =>
    {
        foreach (ValueMetric metric in Metrics())
        {
            ValueMetric perfect = Fresh(metric);
            foreach ((double truth, double _, int _) in rows)
            {
                perfect.Add(truth, truth);
            }

            double value = perfect.Result().Value;
            Assert.True(double.IsNaN(value) || Math.Abs(value - (metric.HigherIsBetter ? 1 : 0)) < 1e-9, $"{metric.Signature}: {value:R}");
        }
    });

    [Fact]
    public void Kendall_AnyRows_EqualsAllPairs() => Gen.Select(Rows, Rows, Rows, Gen.Bool, (a, b, c, weighted) => (((double Truth, double Value, int Weight)[])[.. a, .. b, .. c], weighted)).ForAll((rows, weighted) =>
    {
        double[] x = [.. rows.Select(r => r.Truth)], y = [.. rows.Select(r => r.Value)], w = [.. rows.Select(r => weighted ? r.Weight + 0.5 : 1)];
        double together = 0, apartX = 0, apartY = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = i + 1; j < rows.Length; j++)
            {
                double weight = w[i] * w[j];
                together += weight * Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
                apartX += x[i] == x[j] ? 0 : weight;
                apartY += y[i] == y[j] ? 0 : weight;
            }
        }

        double expected = apartX * apartY > 0 ? together / Math.Sqrt(apartX * apartY) : double.NaN;
        Assert.True(Near(expected, KendallTau.Of(x, y, w).Value));
    });

    private static ValueMetric[] Metrics() =>
    [
        new MeanAbsoluteError(), new MeanSquaredError(), new RootMeanSquaredError(), new MeanAbsolutePercentageError(), new MeanSquaredLogError(), new RootMeanSquaredLogError(),
        new PinballLoss(0.9), new HuberLoss(2), new TweedieDeviance(1), new TweedieDeviance(2), new TweedieDeviance(1.5), new RSquared(), new ExplainedVariance(), new MaxError(),
        new MedianAbsoluteError(), new PearsonCorrelation(), new SpearmanCorrelation(), new KendallTau(), new ConcordanceCorrelation(), new D2AbsoluteError(), new D2Tweedie(1),
        new SymmetricMape(), new SymmetricMape(SmapeForm.Percent100), new SymmetricMape(SmapeForm.Signed200), new WeightedAbsolutePercentageError(), new ForecastBias(), new ForecastBias(BiasForm.Relative),
    ];

    private static ValueMetric Fresh(ValueMetric metric) => (ValueMetric)metric.New();

    private static void Same(ValueMetric metric, Score whole, Score merged)
    {
        Assert.True(Near(whole.Value, merged.Value), $"{metric.Signature}: {whole.Value:R} whole, {merged.Value:R} merged");
        Assert.Equal((whole.Count, whole.Undefined, whole.Signature), (merged.Count, merged.Undefined, merged.Signature));
        Assert.Equal(metric.Signature, whole.Signature);
    }

    private static bool Near(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
}
