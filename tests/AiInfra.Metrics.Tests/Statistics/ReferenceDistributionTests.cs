using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

public sealed class ReferenceDistributionTests
{
    [Theory]
    [InlineData(double.NaN, 0.1, 0)]
    [InlineData(0.5, 0.1, 1)]
    [InlineData(0.5, double.NaN, 1)]
    public void KolmogorovSmirnov_NotAscending_NamesTheIndex(double first, double second, int index) =>
        Assert.Contains($"sorted[{index}] is", Assert.Throws<ArgumentException>(() => Summarise([1, 2, 3]).KolmogorovSmirnov([first, second])).Message);

    [Fact]
    public void PopulationStability_NaN_NamesTheIndex() =>
        Assert.Contains("sample[1] is NaN", Assert.Throws<ArgumentException>(() => Summarise([1, 2, 3]).PopulationStability([1, double.NaN])).Message);

    [Theory]
    [InlineData(50, 40)]
    [InlineData(20_000, 1000)]
    public void KolmogorovSmirnov_SampleAgainstSummary_AgreesWithTheSamplesThemselves(int n, int m)
    {
        var random = new Random(6);
        double[] reference = Numbers(n, random.NextDouble), current = Numbers(m, () => random.NextDouble() * 0.9);
        double expected = TwoSample.KolmogorovSmirnov(reference, current).Statistic;
        Array.Sort(current);
        Assert.Equal(expected, Summarise(reference).KolmogorovSmirnov(current).Statistic, n == 50 ? 1e-12 : 0.004);
    }

    [Fact]
    public void KolmogorovSmirnov_HalfZerosHalfContinuous_IsNoDriftAgainstItself()
    {
        var random = new Random(7);
        double Next() => random.NextDouble() < 0.503 ? 0 : random.NextDouble();
        ReferenceDistribution reference = Summarise(Numbers(50_000, Next));
        double[] current = Numbers(5000, Next);
        Array.Sort(current);
        Assert.InRange(reference.KolmogorovSmirnov(current).PValue, 0.05, 1);
    }

    [Fact]
    public void KolmogorovSmirnov_UnderNoDrift_RejectsAsOftenAsStated()
    {
        var random = new Random(8);
        ReferenceDistribution reference = Summarise(Numbers(20_000, random.NextDouble));
        int rejected = 0;
        for (int trial = 0; trial < 500; trial++)
        {
            double[] current = Numbers(500, random.NextDouble);
            Array.Sort(current);
            rejected += reference.KolmogorovSmirnov(current).PValue < 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected, 10, 42);
    }

    [Fact]
    public void PopulationStability_ConstantColumnThatChanges_IsLarge()
    {
        ReferenceDistribution reference = Summarise(Numbers(1000, () => 3));
        Assert.InRange(reference.PopulationStability(Numbers(1000, () => 3)), 0, 1e-9);
        Assert.InRange(reference.PopulationStability(Numbers(1000, () => 4)), 5, 100);
    }

    [Fact]
    public void PopulationStability_Shift_ExceedsTheNoise()
    {
        var random = new Random(9);
        ReferenceDistribution reference = Summarise(Numbers(20_000, random.NextDouble));
        Assert.InRange(reference.PopulationStability(Numbers(1000, random.NextDouble)), 0, reference.PopulationStabilityNoise(1000, 0.999));
        Assert.InRange(reference.PopulationStability(Numbers(1000, () => random.NextDouble() * 0.8)), reference.PopulationStabilityNoise(1000, 0.999), 100);
    }

    [Theory]
    [InlineData(2, 1000, 200)] // a flag
    [InlineData(7, 4000, 100)] // a weekday: one cell a number
    [InlineData(31, 5000, 100)] // a day of the month: quantiles over ties
    [InlineData(2000, 20_000, 500)] // whole numbers that the summary no longer lists
    public void PopulationStability_WholeNumbersWithoutAChange_IsNearItsExpectation(int distinct, int n, int m)
    {
        var random = new Random(11);
        const int Trials = 300;
        double sum = 0, expected = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            ReferenceDistribution reference = Summarise(Numbers(n, () => random.Next(distinct)));
            sum += reference.PopulationStability(Numbers(m, () => random.Next(distinct)));
            expected += (reference.Cells.Filled - 1) * ((1.0 / n) + (1.0 / m));
        }

        Assert.Equal(1, sum / expected, 0.15);
    }

    [Fact]
    public void PopulationStability_CellThatBothSidesLeaveEmpty_SaysNothing() =>
        Assert.Equal(Divergence.PopulationStability([4000, 2000], [50, 50]), Divergence.PopulationStability([4000, 0, 2000, 0], [50, 0, 50, 0]), 1e-15);

    [Fact]
    public void KolmogorovSmirnov_TwoSummaries_FindsTheShift()
    {
        var random = new Random(10);
        ReferenceDistribution reference = Summarise(Numbers(20_000, random.NextDouble));
        Assert.Equal(0.1, reference.KolmogorovSmirnov(Summarise(Numbers(20_000, () => random.NextDouble() + 0.1))).Statistic, 0.012);
    }

    [Fact]
    public void Create_SummaryWithoutNumbers_Throws() =>
        Assert.Throws<ArgumentException>(() => new ReferenceDistribution(new ColumnSketch("x", ValueKind.Number).ToSummary()));

    private static double[] Numbers(int count, Func<double> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    private static ReferenceDistribution Summarise(double[] numbers)
    {
        var sketch = new ColumnSketch("x", ValueKind.Number);
        sketch.AddNumbers(numbers);
        return new ReferenceDistribution(sketch.ToSummary());
    }
}
