using AiInfra.Core.Rows;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Tests.Quality;

public sealed class QualityMonitorTests
{
    [Fact]
    public void Observe_Accuracy_IsThatOfTheWindow()
    {
        var monitor = new QualityMonitor(new() { Window = 10, Every = 1, MinimumRows = 2, BaselineRows = 10 }, new QualityBaseline(0.1, 0.3, 1000));
        QualityReport? report = null;
        for (int i = 0; i < 30; i++)
        {
            report = monitor.Observe(Make.Answer("yes"), i < 20 || i % 2 == 0 ? "yes" : "no", Make.Start);
        }

        Assert.Equal((0.5, 0.9, 10), (report!.Value, report.Baseline, report.Rows));
        Assert.Equal(25 / 30.0, report.Overall, 12);
    }

    [Fact]
    public void Observe_NoBaselineGiven_TakesTheFirstRows()
    {
        var monitor = new QualityMonitor(new() { BaselineRows = 100, MinimumRows = 50, Every = 50, CorrectDependence = false });
        for (int i = 0; i < 100; i++)
        {
            monitor.Observe(Make.Answer("yes"), i < 10 ? "no" : "yes", Make.Start);
        }

        Assert.Equal(0.1, monitor.Baseline!.Loss, 12);
        Assert.Equal(100, monitor.Baseline.Rows);
    }

    [Theory]
    [InlineData(0.05, false)]
    [InlineData(0.25, false)]
    [InlineData(0.25, true)]
    public void Observe_StationaryClassification_FalseFindingsStayUnderTheStatedRate(double error, bool learnBaseline)
    {
        var options = new QualityOptions();
        int stretches = 0, found = 0;
        for (int seed = 0; seed < 80 * Soak.Times; seed++)
        {
            var random = new Random(seed);
            var monitor = new QualityMonitor(options, learnBaseline ? null : QualityBaseline.FromAccuracy(1 - error, 100_000));
            found += CountStretches(monitor, options, 10_500, () => random.NextDouble() < error, ref stretches);
        }

        // 1 % of stretches of 500 labelled rows at most.
        Soak.AssertRate(found, stretches, options.FalseAlarmRate);
    }

    [Fact]
    public void Observe_StationaryRegressionWithSkewedErrors_FalseFindingsStayUnderTheStatedRate()
    {
        var options = new QualityOptions();
        int stretches = 0, found = 0;
        for (int seed = 0; seed < 80 * Soak.Times; seed++)
        {
            var random = new Random(seed);
            var monitor = new QualityMonitor(options);
            found += CountStretches(monitor, options, 10_500, () => -Math.Log(1 - random.NextDouble()), ref stretches);
        }

        Soak.AssertRate(found, stretches, options.FalseAlarmRate);
    }

    [Theory]
    [InlineData(true, 0, 0.03)]
    [InlineData(false, 0.1, 1)]
    public void Observe_DependentErrorsWithoutChange_NeedTheCorrection(bool correct, double least, double most)
    {
        // Errors come in runs of about 20 rows; the mean never changes.
        var options = new QualityOptions { CorrectDependence = correct };
        int stretches = 0, found = 0;
        for (int seed = 0; seed < 60 * Soak.Times; seed++)
        {
            var random = new Random(seed);
            var monitor = new QualityMonitor(options, QualityBaseline.FromAccuracy(0.8, 100_000));
            bool wrong = false;
            found += CountStretches(monitor, options, 5000, () => wrong = random.NextDouble() < 0.05 ? random.NextDouble() < 0.2 : wrong, ref stretches);
        }

        Soak.AssertRate(found, stretches, most, least);
    }

    [Theory]
    [InlineData(0.9, 0.6, 150)]
    [InlineData(0.9, 0.8, 450)]
    public void Observe_Drop_IsFoundWithin(double before, double after, int mostRows)
    {
        var delays = new List<int>();
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var monitor = new QualityMonitor();
            int delay = int.MaxValue;
            for (int i = 0; i < 4000; i++)
            {
                bool right = random.NextDouble() < (i < 2000 ? before : after);
                if (monitor.Observe(Make.Answer("yes"), right ? "yes" : "no", Make.Start) is { Degraded: true } && i >= 2000)
                {
                    delay = i - 2000;
                    break;
                }
            }

            delays.Add(delay);
        }

        Assert.InRange(delays.Order().ElementAt(25), 0, mostRows);
    }

    [Fact]
    public void Observe_LossOfRegressionRises_IsFound()
    {
        var random = new Random(1);
        var monitor = new QualityMonitor();
        int? at = null;
        for (int i = 0; i < 3000 && at is null; i++)
        {
            double noise = (random.NextDouble() - 0.5) * (i < 2000 ? 1 : 2);
            at = monitor.Observe(Make.Answer(5.0), 5 + noise, Make.Start) is { Degraded: true } ? i : null;
        }

        Assert.InRange(at ?? int.MaxValue, 2000, 2300);
    }

    [Fact]
    public void Observe_TrivialRiseOfManyRows_IsNoFinding()
    {
        var monitor = new QualityMonitor(new() { MinimumRise = 0.05, Window = 5000, MinimumRows = 5000, Every = 5000 }, new QualityBaseline(1, 0.0001, 1e9));
        QualityReport? report = null;
        for (int i = 0; i < 5000; i++)
        {
            report = monitor.Observe(Make.Answer(0.0), 1.01, Make.Start);
        }

        Assert.InRange(report!.PValue, 0, 1e-9);
        Assert.False(report.Degraded);
    }

    [Fact]
    public void Observe_RowsThatCannotBeScored_AreCounted()
    {
        var monitor = new QualityMonitor(new() { Every = 1 });
        monitor.Observe(Make.Answer(1.0), "not a number", Make.Start);
        monitor.Observe(new Row(new RowSchema([new("other", ValueKind.Number)]), [1.0]), 1.0, Make.Start);
        Assert.Equal((2L, 2L), (monitor.Labelled, monitor.Unscored));
    }

    [Theory]
    [InlineData("1", 1.0, true)]
    [InlineData("yes", true, false)]
    [InlineData("true", true, true)]
    public void Accuracy_LabelsOfOtherKinds_AreComparedBySense(string answer, object label, bool same)
    {
        Value truth = label is bool flag ? Value.Of(flag) : Value.Of((double)label);
        Assert.Equal(same ? 0.0 : 1.0, QualityMetric.Accuracy().Loss(Make.Answer(answer), truth));
    }

    [Fact]
    public void LogLoss_Binary_IsMinusTheLogOfTheTruthsProbability()
    {
        var row = new Row(new RowSchema([new("probability", ValueKind.Number)]), [0.8]);
        QualityMetric metric = QualityMetric.BinaryLogLoss("up");
        Assert.Equal(-Math.Log(0.8), metric.Loss(row, "up")!.Value, 12);
        Assert.Equal(-Math.Log(0.2), metric.Loss(row, "down")!.Value, 12);
    }

    [Fact]
    public void LogLoss_ColumnAClass_TakesThatOfTheTruth()
    {
        var row = new Row(new RowSchema([new("probability.a", ValueKind.Number), new("probability.b", ValueKind.Number)]), [0.7, 0.3]);
        Assert.Equal(-Math.Log(0.3), QualityMetric.LogLoss().Loss(row, "b")!.Value, 12);
        Assert.Null(QualityMetric.LogLoss().Loss(row, "c"));
    }

    [Fact]
    public void Options_OutOfRange_Throws() =>
        Assert.Throws<ArgumentException>(() => new QualityMonitor(new() { MinimumRows = 1000, Window = 500 }));

    [Fact]
    public void Baseline_AsMetrics_ComesBackEqual()
    {
        QualityBaseline baseline = QualityBaseline.FromAccuracy(0.8, 500);
        Assert.Equal(baseline, QualityBaseline.FromMetrics(baseline.ToMetrics()));
    }

    // How many stretches of Window rows hold a finding.
    private static int CountStretches(QualityMonitor monitor, QualityOptions options, int rows, Func<bool> wrong, ref int stretches) =>
        CountStretches(monitor, options, rows, () => (Make.Answer("yes"), wrong() ? "no" : "yes"), ref stretches);

    private static int CountStretches(QualityMonitor monitor, QualityOptions options, int rows, Func<double> error, ref int stretches) =>
        CountStretches(monitor, options, rows, () => (Make.Answer(0.0), error()), ref stretches);

    private static int CountStretches(QualityMonitor monitor, QualityOptions options, int rows, Func<(Row Outputs, Value Label)> next, ref int stretches)
    {
        int found = 0;
        bool inThis = false;
        for (int i = 0; i < rows; i++)
        {
            var (outputs, label) = next();
            inThis |= monitor.Observe(outputs, label, Make.Start) is { Degraded: true };
            if ((i + 1) % options.Window == 0)
            {
                stretches++;
                found += inThis ? 1 : 0;
                inThis = false;
            }
        }

        return found;
    }
}
