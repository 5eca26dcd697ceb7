using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Predictions;
using AiInfra.Laws;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using CsCheck;
using static AiInfra.Metrics.Tests.Metrics.GoldenRows;

namespace AiInfra.Evaluation.Tests.Calibration;

/// <summary>Golden values are scikit-learn 1.2.1's and SciPy's on <see cref="AiInfra.Metrics.Tests.Metrics.GoldenRows"/>.</summary>
public class CalibratorTests
{
    [Fact]
    public void Temperature_GoldenRows_AsSciPyMinimises()
    {
        Assert.Equal(0.7713806331028732, TemperatureCalibrator.Fit(Truth3, Probabilities3, 3).Temperature, 1e-6);
        Assert.Equal(0.8216197128050572, TemperatureCalibrator.Fit(Truth3, Probabilities3, 3, Weights).Temperature, 1e-6);
    }

    [Fact]
    public void Temperature_Fitted_NoOtherIsBetter()
    {
        double Loss(double t) => LogLoss.Of(Truth3, Applied(new TemperatureCalibrator(t)), 3).Value;
        double fitted = TemperatureCalibrator.Fit(Truth3, Probabilities3, 3).Temperature;
        Assert.True(Loss(fitted) <= Math.Min(Loss(fitted * 1.001), Loss(fitted * 0.999)));
    }

    [Fact]
    public void Temperature_AllRight_StopsAtTheSharpest() =>
        Assert.Equal(0.01, TemperatureCalibrator.Fit([true, false, true], [0.9, 0.2, 0.8]).Temperature, 1e-12);

    [Fact]
    public void Platt_Scores_AsScikitLearn()
    {
        (double slope, double intercept) = PlattCalibrator.FitScores(Truth, Scores);
        Assert.Equal(6.852119926183845, slope, 1e-4);
        Assert.Equal(-3.694466114199965, intercept, 1e-4);
        PlattCalibrator weighted = PlattCalibrator.Fit(Truth, Scores, PositiveWeights, PlattInput.Probability);
        Assert.Equal(7.371316176931619, weighted.Slope, 1e-4);
        Assert.Equal(-3.9453360530100556, weighted.Intercept, 1e-4);
    }

    [Fact]
    public void Platt_ScoresOnAnyScale_SameProbabilities()
    {
        (double slope, double intercept) = PlattCalibrator.FitScores(Truth, Scores);
        (double slope2, double intercept2) = PlattCalibrator.FitScores(Truth, [.. Scores.Select(s => (1e6 * s) + 5e6)]);
        Assert.All(Scores, s => Assert.Equal((slope * s) + intercept, (slope2 * ((1e6 * s) + 5e6)) + intercept2, 1e-6));
    }

    [Fact]
    public void Isotonic_GoldenRows_AsScikitLearn()
    {
        IsotonicCalibrator fitted = IsotonicCalibrator.Fit(Truth, Scores, PositiveWeights);
        double[] from = [0.0, 0.27391304347826084, 0.3, 0.3347826086956522, 0.3608695652173913, 0.608695652173913, 0.6347826086956522, 0.6695652173913044, 0.6956521739130435, 0.9695652173913043];
        double[] to = [0.0, 0.0, 0.30434782608695654, 0.30434782608695654, 0.3484848484848485, 0.3484848484848485, 0.5833333333333334, 0.5833333333333334, 1.0, 1.0];
        Assert.Equal(from, fitted.From);
        Assert.All(to.Zip(fitted.To), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        double[] expected = [0.0, 0.0, 0.30434782608695654, 0.3484848484848485, 0.3484848484848485, 1.0, 1.0, 1.0];
        double[] at = [0, .1, .33, .5, .55, .71, .9, 1];
        Assert.All(at.Zip(expected), pair => Assert.Equal(pair.Second, fitted.Apply(pair.First), 1e-12));
    }

    [Fact]
    public void IsotonicRegression_AnyRows_RisesAndIsAProjection() => Gen.Select(Gen.Int[0, 15], Gen.Double[-1, 1], Gen.Int[1, 3]).Array[1, 40].ForAll(rows =>
    {
        double[] x = [.. rows.Select(r => (double)r.Item1)], y = [.. rows.Select(r => r.Item2)], w = [.. rows.Select(r => (double)r.Item3)];
        (double[] places, double[] fitted) = IsotonicRegression.Fit(x, y, w);
        Assert.All(fitted.Zip(fitted.Skip(1)), p => Assert.True(p.First <= p.Second));
        Assert.All(fitted.Zip(IsotonicRegression.Fit(places, fitted).Fitted), p => Assert.Equal(p.First, p.Second, 1e-12));

        // The residual of a projection on a cone: at right angles to the fit, and not positive along any rising function.
        double[] at = [.. x.Select(v => fitted[Array.IndexOf(places, v)])];
        Assert.Equal(0, Enumerable.Range(0, x.Length).Sum(i => w[i] * (y[i] - at[i]) * at[i]), 1e-9);
        foreach (double step in places)
        {
            Assert.True(Enumerable.Range(0, x.Length).Where(i => x[i] >= step).Sum(i => w[i] * (y[i] - at[i])) <= 1e-9);
        }
    });

    [Fact]
    public void Vector_GoldenRows_AsSciPyMinimises()
    {
        VectorCalibrator fitted = VectorCalibrator.Fit(Truth3, Probabilities3, 3);
        Assert.All(new[] { 1.6114445918, 1.4008952355, 0.8907044280 }.Zip(fitted.Scale), p => Assert.Equal(p.First, p.Second, 1e-5));
        double mean = (0.6444462921 - 0.1343004314 - 0.5101482210) / 3;
        Assert.All(new[] { 0.6444462921, -0.1343004314, -0.5101482210 }.Zip(fitted.Shift), p => Assert.Equal(p.First - mean, p.Second, 1e-5));
    }

    [Fact]
    public void Vector_ClassThatNeverOccurs_StaysFinite() =>
        Assert.All(VectorCalibrator.Fit([0, 1, 0, 1], [0.5, 0.3, 0.2, 0.2, 0.6, 0.2, 0.4, 0.4, 0.2, 0.3, 0.3, 0.4], 3).Shift, s => Assert.True(double.IsFinite(s)));

    [Fact]
    public void All_OverconfidentModel_LowerLogLossOnOtherRows()
    {
        (bool[] truth, double[] p) = Overconfident(3000, 1);
        (bool[] otherTruth, double[] other) = Overconfident(3000, 2);
        double before = LogLoss.Of(otherTruth, other).Value;
        foreach (Calibrator calibrator in new Calibrator[] { TemperatureCalibrator.Fit(truth, p), PlattCalibrator.Fit(truth, p), IsotonicCalibrator.Fit(truth, p) })
        {
            PredictionSet after = calibrator.Apply(PredictionSet.OfScores(ClassLabels.Binary, [.. otherTruth.Select(t => t ? 1 : 0)], other));
            Assert.True(after.Score(new LogLoss()).Value < before - 0.05, calibrator.ToString());
            Assert.True(after.Score(new ExpectedCalibrationError()).Value < 0.04, calibrator.ToString());
            Assert.Equal(3000, calibrator.Rows);
        }
    }

    public static TheoryData<string> Kinds => ["temperature", "vector", "platt", "isotonic", "oneVersusRest"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Json_ThereAndBack_SameToTheBit(string kind)
    {
        Calibrator fitted = Make(kind);
        string json = fitted.ToJson();
        Assert.Contains($"\"kind\":\"{kind}\"", json);
        Assert.Equal(fitted, Calibrator.FromJson(json));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("""{"kind":"temperature","temperature":0}""")]
    [InlineData("""{"kind":"temperature"}""")]
    [InlineData("""{"kind":"sorcery","temperature":1}""")]
    [InlineData("""{"kind":"isotonic","from":[0.2,0.1],"to":[0,1]}""")]
    [InlineData("""{"kind":"isotonic","from":[0.2],"to":[0,1]}""")]
    [InlineData("""{"kind":"vector","scale":[1,1],"shift":null}""")]
    [InlineData("""{"kind":"oneVersusRest","parts":[{"kind":"temperature","temperature":1},null]}""")]
    public void FromJson_CannotBe_SaysWhatToDo(string json) => Assert.ThrowsAny<CalibrationException>(() => Calibrator.FromJson(json));

    [Fact]
    public void Fit_OneClass_SaysWhich() => Assert.Contains("all 2 rows are positive", Assert.Throws<ArgumentException>(() => PlattCalibrator.Fit([true, true], [0.2, 0.4])).Message);

    [Fact]
    public void Fit_ClassThatDoesNotOccur_NamesIt() =>
        Assert.Contains("Class 2 does not occur", Assert.Throws<ArgumentException>(() => OneVersusRestCalibrator.FitPlatt([0, 1], [0.5, 0.3, 0.2, 0.2, 0.6, 0.2], 3)).Message);

    [Fact]
    public void Apply_WrongNumberOfClasses_SaysBoth() => Assert.Contains("serves 2 classes", Assert.Throws<ArgumentException>(() => new PlattCalibrator(1, 0).Apply([0.2, 0.3, 0.5], new double[3])).Message);

    [Fact]
    public void Apply_TemperatureOneAndPlattIdentity_ChangeNothing()
    {
        Assert.All(Scores.Where(s => s > 0), s => Assert.Equal(s, new TemperatureCalibrator(1).Apply(s), 1e-14));
        Assert.All(Scores, s => Assert.Equal(s, new PlattCalibrator(1, 0).Apply(s), 1e-14));
    }

    internal static Calibrator Make(string kind) => kind switch
    {
        "temperature" => TemperatureCalibrator.Fit(Truth3, Probabilities3, 3),
        "vector" => VectorCalibrator.Fit(Truth3, Probabilities3, 3),
        "platt" => PlattCalibrator.Fit(Truth, Scores),
        "plattProbability" => PlattCalibrator.Fit(Truth, Scores, input: PlattInput.Probability),
        "isotonic" => IsotonicCalibrator.Fit(Truth, Scores),
        "oneVersusRestPlatt" => OneVersusRestCalibrator.FitPlatt(Truth3, Probabilities3, 3),
        _ => OneVersusRestCalibrator.FitIsotonic(Truth3, Probabilities3, 3),
    };

    private static double[] Applied(Calibrator calibrator) => calibrator.Apply(PredictionSet.OfProbabilities(ClassLabels.Numbered(3), Truth3, Probabilities3)).Probabilities.ToArray();

    private static (bool[] Truth, double[] P) Overconfident(int rows, int seed)
    {
        var random = new Random(seed);
        double[] logits = [.. Enumerable.Range(0, rows).Select(_ => (random.NextDouble() * 6) - 3)];
        bool[] truth = [.. logits.Select(z => random.NextDouble() < 1 / (1 + Math.Exp(-z)))];
        return (truth, [.. logits.Select(z => 1 / (1 + Math.Exp(-3 * z)))]);
    }
}
