// <readme> docs/drift.md 1
using AiInfra.Observability.Drift;
// </readme>
using AiInfra.Core.Rows;

namespace AiInfra.Observability.Tests.Drift;

/// <summary>The test of one's own in docs/drift.md.</summary>
public sealed class DriftDocTests
{
    [Fact]
    public void Page_ATestOfYourOwn_FindsAMeanThatMoved()
    {
        // <readme> docs/drift.md 1
        DriftOptions options = new DriftOptions().Use(new MeanMoved(), "price");
        Console.WriteLine(options.Columns["price"].Title);
        // </readme>
        var schema = new RowSchema([new("price", ValueKind.Number)]);
        var random = new Random(1);
        Row[] Rows(double shift) => [.. Enumerable.Range(0, 1000).Select(_ => new Row(schema, [random.NextDouble() + shift]))];
        Assert.False(DriftMonitor.Compare(Rows(0), Rows(0), options).Drifted);
        ColumnDrift moved = DriftMonitor.Compare(Rows(0), Rows(0.3), options).DriftedColumns.Single();
        Assert.Equal(("mean", "mean moved"), (moved.Test, moved.TestTitle));
    }

    // <readme> docs/drift.md 1
    /// <summary>The mean moved by more than a quarter of a standard deviation.</summary>
    sealed class MeanMoved : INumberDriftTest
    {
        public string Name => "mean";

        public string Title => "mean moved";

        public DriftEvidence Compare(NumberSample window)
        {
            double moved = Math.Abs(window.Sorted.Average() - window.Summary.Mean) / window.Summary.StandardDeviation;
            double error = Math.Sqrt(window.Inflation / window.Sorted.Count);     // rows that depend on each other count for less
            return new DriftEvidence(Statistic: moved, PValue: Math.Min(1, 2 * Math.Exp(-moved * moved / (2 * error * error))), Large: moved > 0.25);
        }
    }
    // </readme>
}
