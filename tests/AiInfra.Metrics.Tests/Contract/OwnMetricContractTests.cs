using AiInfra.Metrics.Recommendation;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Uncertainty;

namespace AiInfra.Metrics.Tests.Contract;

/// <summary>What somebody's own metric and family get, and what they are refused.</summary>
public class OwnMetricContractTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("my metric", "")]
    [InlineData("my|metric", "")]
    [InlineData("mine", "free text; with|bars")]
    [InlineData("mine", "version:2")]
    [InlineData("mine", "average:")]
    [InlineData("mine", "a:1||b:2")]
    public void Signature_OfWhatIsNoNameOrOption_IsRefused(string name, string options) => Assert.Throws<ArgumentException>(() => MetricSignature.Of(name, options));

    [Fact]
    public void Merge_NamesakeOfAnotherType_SaysTheTypes() =>
        Assert.Contains($"'mae|version:1' is a {typeof(MeanAbsoluteError)} here and a {typeof(Namesake)} there", Assert.Throws<ArgumentException>(() => new MeanAbsoluteError().Merge(new Namesake())).Message, StringComparison.Ordinal);

    [Fact]
    public void Table_RowOfAnotherWidth_IsRefusedByName() =>
        Assert.Contains("Row 'q' of the table 't' has 3 numbers for 2 columns", Assert.Throws<ArgumentException>(() => new ScoreTable("t", ["a", "b"], [new("r", [1, 2]), new("q", [1, 2, 3])])).Message, StringComparison.Ordinal);

    [Fact]
    public void Line_HeightsOfAnotherNumber_AreRefused() =>
        Assert.Contains("The line 'l' has 3 places but 2 heights", Assert.Throws<ArgumentException>(() => new ScoreLine("l", [1, 2, 3], [1, 2])).Message, StringComparison.Ordinal);

    [Fact]
    public void ExplainedLoss_BelowZero_IsRefusedByRow() =>
        Assert.StartsWith("The explained of row 1 (truth 2, value 5) costs -3;", Assert.Throws<ArgumentException>(() => Fill(new Explained(), (1, 1), (2, 5))).Message, StringComparison.Ordinal);

    [Fact]
    public void Units_WithIdsWeightsAndOneWithoutValue_AreMeanIntervalAndEvidence()
    {
        var calls = new Calls();
        (string, double, double)[] units = [("a", 1, 1), ("b", 4, 2), ("c", double.NaN, 1), ("d", 0, 0), ("e", 3, 1)];
        foreach ((string id, double value, double weight) in units)
        {
            calls.Add(value, id, weight);
        }

        Score score = calls.CheckedResult();
        Assert.Equal((3.0, 4, 1), (score.Value, score.Count, score.Undefined));
        Assert.NotNull(score.Interval);
        Assert.Equal(["a", "b", "c", "e"], calls.Evidence!.Ids!);
        Assert.Equal(3, calls.Evidence.Resampled!([0, 1, 2, 3]), 1e-12);
    }

    [Fact]
    public void Units_ThatCannotBePaired_AreRefused()
    {
        var calls = new Calls();
        calls.Add(1, "a");
        Assert.StartsWith("'a' of the calls was added before", Assert.Throws<ArgumentException>(() => calls.Add(2, "a")).Message, StringComparison.Ordinal);
        Assert.StartsWith("unit 1 of the calls has no id, those before it have one", Assert.Throws<ArgumentException>(() => calls.Add(2, null)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The calls of 'b' of the calls is ", Assert.Throws<ArgumentException>(() => calls.Add(double.PositiveInfinity, "b")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => calls.Add(1, "b", -1));
        var twice = new Calls();
        twice.Add(5, "a");
        Assert.StartsWith("'a' is among the calls of both", Assert.Throws<ArgumentException>(() => calls.Merge(twice)).Message, StringComparison.Ordinal);
        var unnamed = new Calls();
        unnamed.Add(5, null);
        Assert.Contains("give all ids, or none", Assert.Throws<ArgumentException>(() => calls.Merge(unnamed)).Message, StringComparison.Ordinal);
        Assert.Contains("KeepsUnits", Assert.Throws<InvalidOperationException>(() => calls.Merge(Added(new Calls { KeepsUnits = false }))).Message, StringComparison.Ordinal);
        Assert.Equal((1.0, 1), (calls.Result().Value, calls.Count));
    }

    [Fact]
    public void Units_NotKept_HaveAScoreAndNoEvidence()
    {
        Calls calls = Added(new Calls { KeepsUnits = false });
        Assert.Equal((1.0, null), (calls.Result().Value, calls.Evidence));
    }

    [Fact]
    public void Bases_OfEveryFamily_CanBeDerivedFrom()
    {
        var missed = new MissedBy();
        missed.Add(5, 1, 3);
        Assert.Equal(2, missed.Result().Value);
        var longest = new ListLength();
        longest.Add("u", ["a", "b"]);
        Assert.Equal(2, longest.Result().Value);
        var hits = new HitShare();
        hits.Add("a b", "a c");
        Assert.Equal(0.5, hits.Result().Value);
        Assert.DoesNotContain(typeof(ScoredMetric).Assembly.GetExportedTypes(), t => t.IsAbstract && typeof(ScoredMetric).IsAssignableFrom(t)
            && (t.GetConstructors(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public).All(c => c.IsFamilyAndAssembly)
                || t.GetMethods(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance).Any(m => m.IsAbstract && (m.IsFamilyAndAssembly || m.IsAssembly))));
    }

    private static Calls Added(Calls calls)
    {
        calls.Add(1, "z");
        return calls;
    }

    private static ValueMetric Fill(ValueMetric metric, params (double Truth, double Value)[] rows)
    {
        foreach ((double truth, double value) in rows)
        {
            metric.Add(truth, value);
        }

        return metric;
    }

    private sealed class Calls() : UnitMeanMetric("calls", false, "calls")
    {
        public override string Family => "Calls";

        public override UnitMeanMetric New() => new Calls();

        public void Add(double value, string? id, double weight = 1) => AddUnit(value, id, weight);
    }

    private sealed class Namesake() : ValueMeanMetric("mae")
    {
        public override Metric New() => new Namesake();

        protected override double RowLoss(double truth, double value) => 0;
    }

    private sealed class Explained() : ExplainedLossMetric("explained")
    {
        public override Metric New() => new Explained();

        protected override double RowLoss(double truth, double value) => truth - value;

        protected override double Constant(double[] truth, double[] weights) => truth[0];
    }

    private sealed class MissedBy() : IntervalMetric("missedBy", false)
    {
        public override UncertaintyMetric New() => new MissedBy();

        protected override double Loss(double truth, double low, double high) => Math.Max(0, Math.Max(low - truth, truth - high));
    }

    private sealed class ListLength() : UserMeanMetric("listLength", true, 0)
    {
        public override RecommendationMetric New() => new ListLength();

        protected override double Value(UserRecommendations list, IReadOnlyList<string> items) => items.Count;
    }

    private sealed class HitShare() : ErrorRateMetric("hitShare", true, null)
    {
        public override TextMetric New() => new HitShare();

        protected override double Rate(EditCounts counts) => (double)counts.Hits / counts.ReferenceTokens;
    }
}
