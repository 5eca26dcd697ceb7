using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Support;
using AiInfra.Training.Models;
using AiInfra.Training.Networks;
using AiInfra.Training.Recipes;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Models;

public sealed class FtTransformerTests
{
    private static readonly RowSchema Features = Tables.Schema.Without("class").Without("price");
    private static readonly FtTransformerDesign Small = new() { Width = 16, Heads = 4 };

    private static Task<TabularModel> FitAsync(ModelTask task, int epochs = 3, CategoryForm form = CategoryForm.OneHot, RowSchema? features = null, int rows = 400)
    {
        var options = new TabularOptions { Epochs = epochs, Transformer = Small, Encoding = new EncodingOptions { Categories = form } };
        return new TabularTrainer(options).FitAsync(Tables.Make(rows), task == ModelTask.Classification ? "class" : "price", task, new TabularFit { Features = features ?? Features });
    }

    [Theory]
    [InlineData(ModelTask.Classification, CategoryForm.OneHot)]
    [InlineData(ModelTask.Classification, CategoryForm.Indices)]
    [InlineData(ModelTask.Regression, CategoryForm.OneHot)]
    [InlineData(ModelTask.Regression, CategoryForm.Indices)]
    public async Task ToOnnx_OfRawColumns_AnswersTheSame(ModelTask task, CategoryForm form)
    {
        // The export compares itself with the model on rows of the training and strange ones, with missing and unknown values, and throws where they differ.
        using TabularModel model = await FitAsync(task, form: form);
        Assert.Equal(["size", "age", "city", "open", "at"], model.ToOnnx().Graph.Inputs.Select(i => i.Name));
    }

    [Theory]
    [InlineData("size", CategoryForm.OneHot)]
    [InlineData("city", CategoryForm.Indices)]
    public async Task ToOnnx_OfOneColumn_AnswersTheSame(string column, CategoryForm form)
    {
        using TabularModel model = await FitAsync(ModelTask.Classification, form: form, features: new RowSchema(Features.Columns.Where(c => c.Name == column)));
        Assert.NotEmpty(model.ToOnnx().ToBytes());
    }

    [Fact]
    public async Task Fit_Classification_BeatsTheMajorityByFar()
    {
        using TabularModel model = await FitAsync(ModelTask.Classification, epochs: 25, rows: 1000);
        Row[] fresh = Tables.Make(500, 2);
        double right = model.Predict(fresh).Zip(fresh, (a, r) => a.Value == r["class"] ? 1.0 : 0).Average();
        Assert.True(right > 0.85, $"{right}");
    }

    [Fact]
    public async Task Fit_WithOneSeed_GivesOneModel()
    {
        using TabularModel a = await FitAsync(ModelTask.Regression);
        using TabularModel b = await FitAsync(ModelTask.Regression);
        Row[] fresh = Tables.Make(50, 2);
        Assert.Equal(a.Outputs(fresh), b.Outputs(fresh));
    }

    [Fact]
    public async Task Load_AfterSave_AnswersTheSame()
    {
        using var folder = new TemporaryFolder();
        using TabularModel model = await FitAsync(ModelTask.Classification, form: CategoryForm.Indices);
        model.Save(folder.File("model.safetensors"));
        using TabularModel loaded = TabularModel.Load(folder.File("model.safetensors"));
        Row[] fresh = Tables.Make(50, 2);
        Assert.Equal(model.Outputs(fresh), loaded.Outputs(fresh));
        Assert.Equal(Small, Assert.IsType<FtTransformer>(loaded.Network).Design);
    }

    [Fact]
    public async Task Fit_FromAnEarlierModel_GoesOnWithItsWeights()
    {
        using TabularModel earlier = await FitAsync(ModelTask.Classification, epochs: 15);
        using TabularModel next = await new TabularTrainer(new TabularOptions { WarmEpochs = 1, LearningRate = 1e-9, Transformer = Small })
            .FitAsync(Tables.Make(400), "class", fit: new TabularFit { Features = Features, WarmStart = earlier });
        Row[] fresh = Tables.Make(50, 2);
        Assert.All(earlier.Outputs(fresh).Zip(next.Outputs(fresh)), p => Assert.Equal(p.First, p.Second, 1e-4f));
    }

    [Fact]
    public void Forward_NumbersOfOneColumn_AreOneToken()
    {
        // Numbers 0 and 2 are of column 0, number 1 is column 1: what a network sees of column 0 is the sum of both directions.
        using var tokens = new FeatureTokenizer(new MlpShape(3, 1, [2]) { Columns = [0, 1, 0] }, 2);
        using (no_grad())
        {
            Dictionary<string, Tensor> parts = tokens.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
            parts["weight"].copy_(tensor(new float[,] { { 1, 0 }, { 5, 5 }, { 0, 10 } }));
            parts["table"].copy_(tensor(new float[,] { { 7, 7 }, { 8, 9 } }));
            parts["bias"].copy_(tensor(new float[,] { { 100, 100 }, { 200, 200 }, { 300, 300 } }));
            parts["answer"].copy_(tensor(new float[,,] { { { -1, -2 } } }));
        }

        using Tensor said = tokens.forward(tensor(new float[,] { { 2, 3, 4 } }), tensor(new long[,] { { 1 } }));

        Assert.Equal([-1, -2, 102, 140, 215, 215, 308, 309], said.flatten().data<float>().ToArray());
        Assert.Equal(4, tokens.Tokens);
    }

    [Fact]
    public void Forward_InTraining_DropsAtRandomAndNotWhileEvaluating()
    {
        using FtTransformer network = FtTransformer.Create(new MlpShape(4, 2), new FtTransformerDesign { AttentionDropout = 0.5 }, seed: 1);
        using Tensor input = ones(5, 4);
        Assert.False(network.forward(input).allclose(network.forward(input)));
        network.eval();
        Assert.True(network.forward(input).allclose(network.forward(input)));
    }

    [Fact]
    public void Create_HeadsThatDoNotShareTheWidth_SaysBoth() =>
        Assert.Contains("Width is a multiple of Heads, which share it; they are 10 and 4", Assert.Throws<ArgumentException>(() => FtTransformer.Create(new MlpShape(2, 1), new() { Width = 10, Heads = 4 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_ColumnsWithAGap_SaysWhatIsExpected() =>
        Assert.Contains("names its column, from 0 on without a gap; given are [0, 2]", Assert.Throws<ArgumentException>(() => FtTransformer.Create(new MlpShape(2, 1) { Columns = [0, 2] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_TransformerAndOwnNetwork_AreRefused() =>
        Assert.Contains(new TabularOptions { Transformer = Small, Network = (_, _) => nn.Linear(1, 1) }.Faults(), f => f.Contains("Set one", StringComparison.Ordinal));

    [Fact]
    public async Task Recipe_WithATransformer_TrainsItAndNotesIt()
    {
        var recipe = new TabularRecipe { Steps = 20, Transformer = Small };
        TrainedModel model = await recipe.TrainAsync(new TrainingRequest
        {
            Rows = RowBatch.Of(Tables.Make(200)), Target = "class", Task = ModelTask.Classification, Without = ["price"], Seed = 1, RunId = "run",
        });
        Assert.Contains("Softmax", AiInfra.Onnx.OnnxModel.Read(model.Onnx).Graph.Nodes.Where(n => n.Name.Contains("blocks", StringComparison.Ordinal)).Select(n => n.OpType));
        Assert.StartsWith("FtTransformerDesign", recipe.Parameters["hidden"], StringComparison.Ordinal);
        Assert.Equal("0.001", recipe.Parameters["learningRate"]);
    }
}
