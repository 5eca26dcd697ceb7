using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Gates;
using AiInfra.Observability.Quality;
using AiInfra.Onnx;
using AiInfra.Releases;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Training.Models;

namespace AiInfra.Tests.Releases;

public sealed class ModelReleaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AiInfraStore _store;

    public ModelReleaseTests() => _store = AiInfraStore.Open(_folder);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("up", ModelTask.Classification, "accuracy")]
    [InlineData("price", ModelTask.Regression, "mae")]
    public async Task RegisterAsync_GoodModel_HasFilesTargetMetricsBaselineAndLineage(string target, ModelTask task, string metric)
    {
        Row[] rows = Rows(600);
        var datasets = new DatasetRepository(_store.Catalog, _store.Artifacts);
        Dataset dataset = await datasets.WriteAsync("rows", rows);
        (Row[] past, Row[] newest) = RowSplit.ByOrder(rows);
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 10 }, _store.Catalog.Runs).FitAsync(past, target, task);

        ReleaseCandidate candidate = await new ModelRelease(_store.Catalog, _store.Artifacts).RegisterAsync("m", model, newest, dataset, new Dictionary<string, string> { ["team"] = "prices" });

        ModelVersion version = (await _store.Catalog.Models.FindAsync("m", candidate.Version!.Version))!;
        Assert.Equal([ModelFiles.Encoder, ModelFiles.Onnx, ModelFiles.Report], version.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((target, "prices", dataset.Commit.Id), (version.Tags[ModelKeys.Target], version.Tags["team"], version.DatasetCommitId));
        Assert.Equal(candidate.Report[metric], version.Metrics[metric]);
        Assert.Equal(task == ModelTask.Classification ? 1 - candidate.Report[metric] : candidate.Report[metric], QualityBaseline.FromMetrics(version.Metrics)!.Loss, 1e-9);
        Assert.Equal(150, candidate.Report.Rows);
        Assert.NotNull(version.RunId);
        Assert.Contains("version 1", candidate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegisterAsync_GateFails_RegistersNothingAndSaysWhy()
    {
        Row[] rows = Rows(400);
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 1 }).FitAsync(rows[..300], "up", ModelTask.Classification);
        var evaluator = new Evaluator(new EvaluationBuilder("m").Accuracy().Gate(g => g.AtLeast("accuracy", 0.9999)).Build());

        ReleaseCandidate candidate = await new ModelRelease(_store.Catalog, _store.Artifacts, evaluator).RegisterAsync("m", model, rows[300..]);

        Assert.False(candidate.IsRegistered);
        Assert.NotEqual(Verdict.Pass, candidate.Report.Gate!.Verdict);
        Assert.Contains("accuracy", candidate.ToString(), StringComparison.Ordinal);
        Assert.Empty(await _store.Catalog.Models.ListAsync());
    }

    [Fact]
    public async Task ReleaseAsync_GatePasses_IsTheChampionAndTheNextIsComparedWithIt()
    {
        Row[] rows = Rows(600);
        var evaluator = new Evaluator(new EvaluationBuilder("m").Accuracy().Gate(g => g.NoWorseThanChampion("accuracy")).Build());
        var release = new ModelRelease(_store.Catalog, _store.Artifacts, evaluator);
        using TabularModel good = await new TabularTrainer(new TabularOptions { Epochs = 20 }).FitAsync(rows[..400], "up", ModelTask.Classification);

        ReleaseCandidate first = await release.ReleaseAsync("m", good, rows[400..], "ann", "the first");

        Assert.True(first.IsPromoted);
        Assert.Equal(first.Version!.Version, (await _store.Catalog.Deployments.FindAsync("m"))!.Champion);
        Assert.Contains("Registered and promoted: m version 1.", first.ToString(), StringComparison.Ordinal);

        Row[] flipped = [.. rows[..400].Select(r => new Row(r.Schema, [r[0], r[1] == "yes" ? "no" : "yes", r[2]]))];
        using TabularModel bad = await new TabularTrainer(new TabularOptions { Epochs = 20 }).FitAsync(flipped, "up", ModelTask.Classification);
        ReleaseCandidate second = await release.ReleaseAsync("m", bad, rows[400..], "ann", "a mistake");

        Assert.False(second.IsRegistered || second.IsPromoted);
        Assert.Contains("champion", second.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (await _store.Catalog.Deployments.FindAsync("m"))!.Champion);
    }

    [Fact]
    public async Task RegisterAsync_NoLabelHeldOut_IsRefused()
    {
        Row[] rows = Rows(200);
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 1 }).FitAsync(rows, "up", ModelTask.Classification);
        Row[] unlabelled = [.. rows[..5].Select(r => new Row(r.Schema, [r[0], Value.Missing, r[2]]))];
        Assert.Contains("'up'", (await Assert.ThrowsAsync<ArgumentException>(() => new ModelRelease(_store.Catalog, _store.Artifacts).RegisterAsync("m", model, unlabelled))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_Records_LearnsTheLabelByItsKind()
    {
        Reading[] readings = [.. Enumerable.Range(0, 300).Select(i => new Reading(i % 50, i % 50 > 25 ? "yes" : "no", 2.0 * (i % 50)))];
        using TabularModel classes = await new TabularTrainer(new TabularOptions { Epochs = 5 }).FitAsync(readings, r => r.Up);
        using TabularModel numbers = await new TabularTrainer(new TabularOptions { Epochs = 5 }).FitAsync(readings, r => r.Price);
        Assert.Equal((ModelTask.Classification, "Up"), (classes.Task, classes.Target));
        Assert.Equal((ModelTask.Regression, "Price"), (numbers.Task, numbers.Target));
    }

    [Theory]
    [InlineData("up", ModelTask.Classification)]
    [InlineData("price", ModelTask.Regression)]
    public async Task PredictRows_AnswersInTheColumnsOfTheServedModel(string target, ModelTask task)
    {
        Row[] rows = Rows(200);
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 2 }).FitAsync(rows, target, task);
        using OnnxRuntimeModel served = OnnxRuntimeModel.Load(model.ToOnnx().ToBytes());
        using var asked = new RowModel(served);
        Row[] expected = asked.Predict(rows[..40]);

        Row[] answers = model.PredictRows(rows[..40]);

        Assert.Equal(expected[0].Schema.Columns.Select(c => $"{c.Name} {c.Kind}").Order(), answers[0].Schema.Columns.Select(c => $"{c.Name} {c.Kind}").Order());
        Assert.All(answers.Zip(expected), p => Assert.All(p.First.Schema.Columns.Where(c => c.Kind == ValueKind.Number), c => Assert.Equal(p.Second[c.Name].AsNumber(), p.First[c.Name].AsNumber(), 1e-3)));
        Assert.Equal(40, new Evaluator(new EvaluationBuilder("m").Build()).Run(rows[..40], target, answers).Rows);
    }

    [Fact]
    public async Task RegisterAsync_WithThreshold_JudgesAndRegistersThatFile()
    {
        Reading[] readings = [.. Enumerable.Range(0, 300).Select(i => new Reading(i % 50, i % 50 > 25 ? "yes" : "no", i % 50))];
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 5 }).FitAsync(readings, r => r.Up);
        var release = new ModelRelease(_store.Catalog, _store.Artifacts, new Evaluator(new EvaluationBuilder("m").Accuracy().Build()));

        ReleaseCandidate always = await release.RegisterAsync("m", model, readings, onnx: OnnxThreshold.Set(model.ToOnnx(), 0, "yes"));

        double share = readings.Average(r => r.Up == "yes" ? 1.0 : 0);
        Assert.Equal(share, always.Report["accuracy"], 1e-9);
        Assert.Equal(1 - share, QualityBaseline.FromMetrics(always.Version!.Metrics)!.Loss, 1e-9);
        byte[] file = await _store.Artifacts.ReadBytesAsync(always.Version.Files[ModelFiles.Onnx]);
        Assert.Contains("\"yes\"", OnnxModel.Read(file.AsMemory()).Metadata[OnnxThreshold.MetadataKey], StringComparison.Ordinal);
    }

    private static Row[] Rows(int count)
    {
        var schema = new RowSchema([new("demand", ValueKind.Number), new("up", ValueKind.Text), new("price", ValueKind.Number)]);
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double demand = random.NextDouble();
            return new Row(schema, [demand, demand > 0.5 ? "yes" : "no", (10 * demand) + 0.5]);
        })];
    }

    private sealed record Reading(double Demand, string Up, double Price);
}
