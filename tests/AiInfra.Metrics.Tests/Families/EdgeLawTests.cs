using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Text;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>One row, one class, constants, numbers at the ends of a double: every metric gives a number, or none and says that something is undefined.</summary>
public class EdgeLawTests
{
    public static TheoryData<int, int, int, double, double> Edges => new()
    {
        { 1, 1, 1, 2, 2 },
        { 1, 1, 0, 2, 3 },
        { 1, 0, 0, 1, 1 },
        { 5, 1, 1, 2, 2 },
        { 5, 1, 2, 2, 3 },
        { 5, 0, 0, 2, 2 },
        { 5, 0, 1, 0, 0 },
        { 5, 2, 1, 0, 1 },
        { 5, 2, 2, 1, 0 },
        { 5, 1, 1, -1, 1 },
        { 5, 1, 1, 1e300, 1e-300 },
        { 5, 1, 1, double.MaxValue, -double.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void Result_AtAnEdge_IsANumberOrSaysWhyNot(int count, int label, int predicted, double truth, double value)
    {
        var wrong = new List<string>();
        foreach (ScoredMetric metric in LawRows.Takers().Where(m => m is not TextMetric))
        {
            try
            {
                LawRows.Constant(count, label, predicted, truth, value).GiveTo(metric);
            }
            catch (ArgumentException)
            {
                // A number that the metric has no meaning for is refused.
                continue;
            }

            Score score = metric.Result();
            bool said = double.IsNaN(score.Value) && score.Undefined > 0;

            // An error beyond all doubles is infinite: the worst there is, and never a flattering one.
            // A bias has a sign.
            said |= Math.Abs(truth) > 1e150 && (score.Name == "bias" ? double.IsInfinity(score.Value) : score.Value == (score.HigherIsBetter ? double.NegativeInfinity : double.PositiveInfinity));
            if (!said && !double.IsFinite(score.Value))
            {
                wrong.Add($"{score.Signature}: {score.Value} of {score.Count} rows, {score.Undefined} undefined");
            }

            if (score.Interval is { } i && !(i.Low <= score.Value && score.Value <= i.High))
            {
                wrong.Add($"{score.Signature}: {score.Value} in {i.Low} to {i.High}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void PercentageErrors_NumbersNearTheEndOfDoubles_AreRightOrUndefined()
    {
        double[] truth = [double.MaxValue, double.MaxValue], value = [double.MaxValue / 2, double.MaxValue / 2];
        Assert.Equal(200 / 3.0, SymmetricMape.Of(truth, value).Value, 1e-9);
        Score wape = WeightedAbsolutePercentageError.Of(truth, value);
        Assert.True(double.IsNaN(wape.Value) && wape.Undefined == 2, $"{wape}");
    }
}
