using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Support;
using AiInfra.Training.Export;
using AiInfra.Training.Models;
using AiInfra.Training.Tabular;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Models;

public sealed class TabularTests
{
    private static readonly RowSchema Features = Tables.Schema.Without("class").Without("price");

    private static Task<TabularModel> FitAsync(ModelTask task, int rows = 1500, TabularFit? fit = null, TabularOptions? options = null, int seed = 1) =>
        new TabularTrainer(options).FitAsync(Tables.Make(rows, seed), task == ModelTask.Classification ? "class" : "price", task, (fit ?? new TabularFit()) with { Features = Features });

    [Fact]
    public async Task Fit_Classification_BeatsTheMajorityByFar()
    {
        using TabularModel model = await FitAsync(ModelTask.Classification);
        Row[] fresh = Tables.Make(500, 2);
        double right = model.Predict(fresh).Zip(fresh, (a, r) => a.Value == r["class"] ? 1.0 : 0).Average();
        Assert.True(right > 0.85, $"{right}");
        Assert.Equal(3, model.Labels!.Count);
    }

    [Fact]
    public async Task Fit_Regression_BeatsTheMeanByFar()
    {
        using TabularModel model = await FitAsync(ModelTask.Regression);
        Row[] fresh = Tables.Make(500, 2);
        double mean = fresh.Average(r => r["price"].AsNumber());
        double error = model.Predict(fresh).Zip(fresh, (a, r) => Math.Abs(a.Value.AsNumber() - r["price"].AsNumber())).Average();
        double trivial = fresh.Average(r => Math.Abs(r["price"].AsNumber() - mean));
        Assert.True(error < trivial / 3, $"{error} against {trivial}");
    }

    [Fact]
    public void Answer_Printed_ShowsItsProbabilities()
    {
        Assert.Equal("yes [0.25, 0.75]", new TabularAnswer("yes", [0.25f, 0.75f]).ToString());
        Assert.Equal("2.5", new TabularAnswer(2.5, []).ToString());
    }

    [Fact]
    public async Task Predict_Records_AnswersAsForTheirRows()
    {
        Flat[] flats = [.. Enumerable.Range(0, 200).Select(i => new Flat(i % 17, i % 2 == 0 ? "a" : "b", i % 17 > 8 ? "large" : "small"))];
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 2 }).FitAsync(flats, f => f.Class);

        TabularAnswer[] answers = model.Predict(flats.Take(20));

        Assert.Equal(model.Predict(flats[..20].ToRows()).Select(a => a.Value), answers.Select(a => a.Value));
    }

    [Theory]
    [InlineData(ModelTask.Classification)]
    [InlineData(ModelTask.Regression)]
    public async Task Fit_WithOneSeed_GivesOneModel(ModelTask task)
    {
        using TabularModel a = await FitAsync(task, 400);
        using TabularModel b = await FitAsync(task, 400);
        Row[] fresh = Tables.Make(50, 2);
        Assert.Equal(a.Outputs(fresh), b.Outputs(fresh));
    }

    [Theory]
    [InlineData(ModelTask.Classification, CategoryForm.OneHot)]
    [InlineData(ModelTask.Classification, CategoryForm.Indices)]
    [InlineData(ModelTask.Regression, CategoryForm.OneHot)]
    [InlineData(ModelTask.Regression, CategoryForm.Indices)]
    public async Task ToOnnx_GivesTheSameAnswersWithNamedRawColumns(ModelTask task, CategoryForm form)
    {
        var options = new TabularOptions { Epochs = 3 };
        options.Encoding.Categories = form;
        using TabularModel model = await FitAsync(task, 400, options: options);
        OnnxModel onnx = model.ToOnnx();
        Assert.Equal(["size", "age", "city", "open", "at"], onnx.Graph.Inputs.Select(i => i.Name));
        Assert.Equal(task == ModelTask.Classification ? ["probability", "label"] : ["value"], onnx.Graph.Outputs.Select(o => o.Name));
        Assert.Equal(task == ModelTask.Classification ? "classification" : "regression", onnx.Metadata["aiinfra.task"]);
        if (task == ModelTask.Classification)
        {
            Assert.Equal("[\"high\",\"low\",\"middle\"]", onnx.Metadata["aiinfra.classes"]);
        }
    }

    [Fact]
    public async Task ToOnnx_WhenTheRuntimeAnswersOtherwise_IsAnError()
    {
        using TabularModel model = await FitAsync(ModelTask.Regression, 200, options: new TabularOptions { Epochs = 1 });
        Assert.Contains("answers otherwise", Assert.Throws<OnnxExportException>(() => model.ToOnnx(new OnnxExporter(runner: new Shifted()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_AfterSave_AnswersTheSame()
    {
        using var folder = new TemporaryFolder();
        using TabularModel model = await FitAsync(ModelTask.Classification, 300);
        model.Save(folder.File("model.safetensors"));
        using TabularModel loaded = TabularModel.Load(folder.File("model.safetensors"));
        Row[] fresh = Tables.Make(50, 2);
        Assert.Equal(model.Outputs(fresh), loaded.Outputs(fresh));
        Assert.Equal(model.Labels!.Classes, loaded.Labels!.Classes);
        loaded.ToOnnx();
    }

    [Fact]
    public async Task Fit_WithWarmStart_BeginsWhereTheEarlierModelStood()
    {
        using TabularModel first = await FitAsync(ModelTask.Classification);
        using TabularModel second = await FitAsync(ModelTask.Classification, fit: new TabularFit { WarmStart = first }, options: new TabularOptions { WarmEpochs = 1 }, seed: 3);
        Assert.Same(first.Encoder, second.Encoder);
        Assert.True(second.Training!.Validations[0].Metrics["validation/accuracy"] > 0.85);
    }

    [Fact]
    public async Task Fit_WithWarmStartAndANewClass_KeepsTheOldPlaces()
    {
        using TabularModel first = await FitAsync(ModelTask.Classification, 300);
        Row[] rows = [.. Tables.Make(300, 4).Select((r, i) => i % 5 == 0 ? new Row(Tables.Schema, [r[0], r[1], r[2], r[3], r[4], "alien", r[6]]) : r)];
        using TabularModel second = await new TabularTrainer().FitAsync(rows, "class", ModelTask.Classification, new TabularFit { WarmStart = first });
        Assert.Equal(["high", "low", "middle", "alien"], second.Labels!.Classes.Select(c => c.AsText()));
        second.ToOnnx();
    }

    [Fact]
    public async Task Fit_WithWeights_LearnsTheHeavyRows()
    {
        // The first half says the opposite of the second; the weights say whom to believe.
        Row[] rows = [.. Tables.Make(800).Select((r, i) => i < 400 ? new Row(Tables.Schema, [r[0], r[1], r[2], r[3], r[4], r[5].AsText() == "high" ? "low" : "high", r[6]]) : r)];
        float[] weights = [.. rows.Select((_, i) => i < 400 ? 0.01f : 1f)];
        var fit = new TabularFit { Weights = weights, Features = Features.Without("at") };
        using TabularModel model = await new TabularTrainer().FitAsync(rows, "class", ModelTask.Classification, fit);
        Row[] fresh = Tables.Make(300, 2);
        double right = model.Predict(fresh).Zip(fresh, (a, r) => a.Value == r["class"] ? 1.0 : 0).Average();
        Assert.True(right > 0.75, $"{right}");
    }

    [Fact]
    public async Task Fit_WithRowsLackingTheTarget_LeavesThemOutAndCounts()
    {
        Row[] rows = [.. Tables.Make(300).Select((r, i) => i % 3 == 0 ? new Row(Tables.Schema, [r[0], r[1], r[2], r[3], r[4], Value.Missing, r[6]]) : r)];
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 1 }).FitAsync(rows, "class", ModelTask.Classification);
        Assert.Equal(100, model.RowsWithoutTarget);
    }

    [Fact]
    public async Task Fit_WithAWrongTarget_ListsTheColumns() =>
        Assert.Contains("size, age", (await Assert.ThrowsAsync<ArgumentException>(() => new TabularTrainer().FitAsync(Tables.Make(50), "klass", ModelTask.Classification))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Fit_RegressionOnText_SaysSo() =>
        Assert.Contains("finite numbers", (await Assert.ThrowsAsync<TabularException>(() => new TabularTrainer().FitAsync(Tables.Make(50), "class", ModelTask.Regression))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Fit_OnOneClass_SaysSo() =>
        await Assert.ThrowsAsync<EncodingException>(() => new TabularTrainer().FitAsync([.. Tables.Make(300).Where(r => r["class"].AsText() == "low")], "class", ModelTask.Classification));

    [Fact]
    public async Task Fit_OnNoRows_SaysSo() =>
        await Assert.ThrowsAsync<TabularException>(() => new TabularTrainer().FitAsync([], "class", ModelTask.Classification));

    [Fact]
    public async Task Fit_OnFiveRows_Works()
    {
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 2 }).FitAsync(Tables.Make(5), "price", ModelTask.Regression, new TabularFit { Features = Features });
        Assert.Single(model.Predict(Tables.Make(1, 3)));
    }

    [Fact]
    public async Task Fit_WithANetworkOfOnesOwn_TrainsAndExportsIt()
    {
        var options = new TabularOptions { Epochs = 5, Network = (shape, _) => nn.Sequential(("first", nn.Linear(shape.Width, 8)), ("act", nn.ReLU()), ("last", nn.Linear(8, shape.Outputs))) };
        using TabularModel model = await FitAsync(ModelTask.Classification, 300, options: options);
        Assert.NotEmpty(model.ToOnnx().ToBytes());
        Assert.Throws<TabularException>(() => model.Save("nowhere"));
    }

    [Fact]
    public async Task Fit_RefittingOnAllRows_Works()
    {
        using TabularModel model = await FitAsync(ModelTask.Classification, 600, options: new TabularOptions { RefitOnAllRows = true });
        Assert.True(model.Training!.Steps > model.Training.BestStep);
    }

    private sealed class Shifted : IOnnxRunner
    {
        private readonly OnnxRuntimeRunner _runner = new();

        public IOnnxSession Open(OnnxModel model) => new Session(_runner.Open(model));

        private sealed class Session(IOnnxSession inner) : IOnnxSession
        {
            public IReadOnlyDictionary<string, OnnxTensor> Run(IReadOnlyDictionary<string, OnnxTensor> inputs) => inner.Run(inputs).ToDictionary(
                o => o.Key,
                o => OnnxTensor.Of<double>(o.Key, [.. o.Value.AsSpan<double>().ToArray().Select(v => v + 100)], [.. o.Value.Dims]));

            public void Dispose() => inner.Dispose();
        }
    }

    private sealed record Flat(double Size, string City, string Class);
}
