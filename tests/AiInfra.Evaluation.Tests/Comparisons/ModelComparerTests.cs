using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation.Tests.Comparisons;

public class ModelComparerTests
{
    [Fact]
    public void Explain_SayBothValuesTheTestAndWhatItShows()
    {
        var labels = new ClassLabels(["a", "b"]);
        int[] truth = [.. Enumerable.Range(0, 200).Select(i => i % 2)];
        PredictionSet champion = PredictionSet.OfLabels(labels, truth, [.. truth.Select((t, i) => i % 4 == 0 ? 1 - t : t)]);
        PredictionSet candidate = PredictionSet.OfLabels(labels, truth, truth);
        string said = ModelComparer.Compare(new Accuracy(), candidate, champion).Explain();

        Assert.StartsWith("accuracy 1 against the champion's 0.75, better by 0.25 (90 % interval ", said);
        Assert.Contains("on 200 rows; McNemar", said);
        Assert.EndsWith(": better.", said);
        Assert.StartsWith("accuracy 0.75 against the champion's 1, worse by 0.25 (90 % interval ", ModelComparer.Compare(new Accuracy(), champion, candidate).Explain());
        Assert.Contains("not settled", ModelComparer.Compare(new Accuracy(), champion, champion).Explain());
    }

    [Fact]
    public void Compare_OtherRowIds_NamesTheRow()
    {
        PredictionSet champion = PredictionSet.OfLabels(ClassLabels.Binary, [0, 1, 1], [0, 1, 0], ids: ["a", "b", "c"]);
        PredictionSet candidate = PredictionSet.OfLabels(ClassLabels.Binary, [0, 1, 1], [0, 1, 1], ids: ["a", "c", "b"]);
        Assert.Contains("Row 1 is 'b' in the champion's set and 'c' in the candidate's", Assert.Throws<ArgumentException>(() => ModelComparer.Compare(new Accuracy(), candidate, champion)).Message);
    }

    [Fact]
    public void Compare_OnlyOneHasIds_IsTaken()
    {
        PredictionSet champion = PredictionSet.OfLabels(ClassLabels.Binary, [0, 1, 1], [0, 1, 0], ids: ["a", "b", "c"]);
        PredictionSet candidate = PredictionSet.OfLabels(ClassLabels.Binary, [0, 1, 1], [0, 1, 1]);
        Assert.Equal(1.0 / 3, ModelComparer.Compare(new Accuracy(), candidate, champion).Improvement, 1e-12);
    }

    [Fact]
    public void Compare_Accuracy_McNemarsPValue()
    {
        // 15 rows only the candidate gets right, 5 only the champion, 80 both: one-sided exact p is half of 0.04139.
        (PredictionSet champion, PredictionSet candidate) = Discordant(15, 5, 80);
        ModelComparison found = ModelComparer.Compare(new Accuracy(), candidate, champion);
        Assert.Equal(0.0413894653 / 2, found.PValueBetter, 1e-9);
        Assert.Equal(0.1, found.Improvement, 1e-12);
        Assert.True(found.IsShown && found.RowsNeeded is null);
    }

    [Fact]
    public void Compare_Undecided_SaysRowsNeeded()
    {
        (PredictionSet champion, PredictionSet candidate) = Discordant(12, 9, 79);
        ModelComparison found = ModelComparer.Compare(new Accuracy(), candidate, champion);
        // z (1.645 + 0.842) over 3 / sqrt(21 - 9/100): about 1,440 rows in all.
        Assert.InRange(found.RowsNeeded!.Value, 1300, 1400);
    }

    [Fact]
    public void Compare_SamePredictions_NeitherShownNorRefuted()
    {
        (PredictionSet champion, _) = Discordant(5, 5, 90);
        foreach (IMetric metric in new IMetric[] { new Accuracy(), new FScore(classes: 2) })
        {
            ModelComparison found = ModelComparer.Compare(metric, champion, champion);
            Assert.False(found.IsShown || found.IsRefuted, metric.Name);
            Assert.Null(found.RowsNeeded);
        }
    }

    [Fact]
    public void Compare_SamePredictionsWithMargin_NoWorseIsShown()
    {
        (PredictionSet champion, _) = Discordant(5, 5, 90);
        Assert.True(ModelComparer.Compare(new Accuracy(), champion, champion, new() { Margin = 0.01 }).IsShown);
    }

    [Fact]
    public void Compare_MuchWorse_IsRefuted()
    {
        (PredictionSet champion, PredictionSet candidate) = Discordant(2, 30, 80);
        Assert.True(ModelComparer.Compare(new Accuracy(), candidate, champion).IsRefuted);
    }

    [Fact]
    public void Compare_FewRows_NeverEnough()
    {
        PredictionSet champion = PredictionSet.OfValues([1, 2, 3], [5, 6, 7]), candidate = PredictionSet.OfValues([1, 2, 3], [1, 2, 3]);
        ModelComparison found = ModelComparer.Compare(new MeanAbsoluteError(), candidate, champion);
        Assert.Equal((false, 27), (found.IsShown, found.RowsNeeded));
    }

    [Fact]
    public void Compare_OtherRows_NamesFirst()
    {
        PredictionSet champion = PredictionSet.OfValues([1, 2, 3], [1, 2, 3]), candidate = PredictionSet.OfValues([1, 2, 4], [1, 2, 3]);
        Assert.Contains("Row 2", Assert.Throws<ArgumentException>(() => ModelComparer.Compare(new MeanAbsoluteError(), candidate, champion)).Message);
    }

    [Theory]
    [InlineData(ComparisonMethod.PairedT)]
    [InlineData(ComparisonMethod.Wilcoxon)]
    [InlineData(ComparisonMethod.Bootstrap)]
    public void Compare_SmallerErrors_EveryMethodShowsIt(ComparisonMethod method)
    {
        (PredictionSet champion, PredictionSet candidate) = Errors(300, 1.0, 0.8, 11);
        Assert.True(ModelComparer.Compare(new MeanAbsoluteError(), candidate, champion, new() { Method = method }).IsShown);
    }

    [Fact]
    public void Compare_RootMeanSquaredErrorWithMargin_BootstrapsOnItsOwnScale()
    {
        (PredictionSet champion, PredictionSet candidate) = Errors(300, 1.0, 1.02, 11);
        ModelComparison found = ModelComparer.Compare(new RootMeanSquaredError(), candidate, champion, new() { Margin = 0.3 });
        Assert.Contains("bootstrap", found.Test);
        Assert.True(found.IsShown);
    }

    [Fact]
    public void Compare_MethodThatDoesNotFit_SaysSo()
    {
        (PredictionSet champion, PredictionSet candidate) = Errors(50, 1, 1, 3);
        Assert.Contains("McNemar does not serve mae", Assert.Throws<ArgumentException>(() => ModelComparer.Compare(new MeanAbsoluteError(), candidate, champion, new() { Method = ComparisonMethod.McNemar })).Message);
    }

    [Fact]
    public void DeLong_AgainstBootstrap_SameStandardError()
    {
        var random = new Random(2);
        int[] truth = [.. Enumerable.Range(0, 500).Select(_ => random.Next(2))];
        double[] old = [.. truth.Select(t => Math.Clamp((0.1 * t) + random.NextDouble() * 0.9, 0, 1))];
        double[] young = [.. old.Select((s, i) => Math.Clamp((s * 0.6) + (0.4 * ((0.3 * truth[i]) + (0.7 * random.NextDouble()))), 0, 1))];
        PredictionSet champion = PredictionSet.OfScores(ClassLabels.Binary, truth, old), candidate = PredictionSet.OfScores(ClassLabels.Binary, truth, young);
        ModelComparison delong = ModelComparer.Compare(new RocAuc(), candidate, champion);
        ModelComparison bootstrap = ModelComparer.Compare(new RocAuc(), candidate, champion, new() { Method = ComparisonMethod.Bootstrap });
        Assert.Equal("DeLong", delong.Test);
        Assert.Equal(bootstrap.StandardError, delong.StandardError, 0.0015);
    }

    [Fact]
    public void Compare_AreasOnIndependentStream_SerialDeLongNearsPlain()
    {
        (PredictionSet champion, PredictionSet candidate) = Scores(1000, 0, 3);
        ModelComparison plain = ModelComparer.Compare(new RocAuc(), candidate, champion);
        ModelComparison serial = ModelComparer.Compare(new RocAuc(), candidate, champion, new() { IsTimeStream = true, BlockLength = 2 });
        Assert.Contains("serial to lag 2", serial.Test);
        Assert.Equal(plain.Improvement, serial.Improvement);
        Assert.Equal(1, serial.StandardError / plain.StandardError, 0.1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compare_EqualModelsOnCorrelatedStream_FalseFindingsStayLow(bool areas)
    {
        IMetric metric = areas ? new RocAuc() : new FScore(classes: 2);
        int shown = Enumerable.Range(1, areas ? 200 : 60).Count(seed =>
        {
            (PredictionSet champion, PredictionSet candidate) = Scores(300, 0.9, seed);
            return ModelComparer.Compare(metric, candidate, champion, new() { IsTimeStream = true, Resamples = 100 }).IsShown;
        });
        Assert.InRange(shown, 0, areas ? 20 : 8);
    }

    // Scores of two equally good models; labels and errors come in runs when correlation is above 0.
    private static (PredictionSet Champion, PredictionSet Candidate) Scores(int n, double correlation, int seed)
    {
        var random = new Random((seed * 31) + 7);
        var truth = new int[n];
        double[] old = new double[n], young = new double[n];
        double label = 0, ofOld = 0, ofYoung = 0;
        double Next(double last) => (correlation * last) + (Math.Sqrt(1 - (correlation * correlation)) * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
        for (int i = 0; i < n; i++)
        {
            (label, ofOld, ofYoung) = (Next(label), Next(ofOld), Next(ofYoung));
            truth[i] = label > 0 ? 1 : 0;
            old[i] = Math.Clamp(0.4 + (0.2 * truth[i]) + (0.3 * ofOld), 0, 1);
            young[i] = Math.Clamp(0.4 + (0.2 * truth[i]) + (0.3 * ofYoung), 0, 1);
        }

        return (PredictionSet.OfScores(ClassLabels.Binary, truth, old), PredictionSet.OfScores(ClassLabels.Binary, truth, young));
    }

    internal static (PredictionSet Champion, PredictionSet Candidate) Discordant(int onlyCandidate, int onlyChampion, int both)
    {
        int n = onlyCandidate + onlyChampion + both;
        var truth = new int[n];
        int[] old = [.. Enumerable.Range(0, n).Select(i => i < onlyCandidate ? 1 : 0)];
        int[] young = [.. Enumerable.Range(0, n).Select(i => i >= onlyCandidate && i < onlyCandidate + onlyChampion ? 1 : 0)];
        return (PredictionSet.OfLabels(ClassLabels.Binary, truth, old), PredictionSet.OfLabels(ClassLabels.Binary, truth, young));
    }

    internal static (PredictionSet Champion, PredictionSet Candidate) Errors(int n, double ofChampion, double ofCandidate, int seed)
    {
        var random = new Random(seed);
        double[] truth = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() * 10)];
        double[] old = [.. truth.Select(t => t + (ofChampion * ((2 * random.NextDouble()) - 1)))];
        double[] young = [.. truth.Select(t => t + (ofCandidate * ((2 * random.NextDouble()) - 1)))];
        return (PredictionSet.OfValues(truth, old), PredictionSet.OfValues(truth, young));
    }
}
