using AiInfra.Core.Rows;
using AiInfra.Support;
using AiInfra.Training.Loading;
using AiInfra.Training.Models;
using AiInfra.Training.Networks;
using AiInfra.Training.Tabular;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Models;

public sealed class MemberTests
{
    private const int Members = 3;
    private static readonly RowSchema Features = Tables.Schema.Without("class").Without("price");

    private static Task<TabularModel> FitAsync(ModelTask task) =>
        new TabularTrainer(new TabularOptions { Epochs = 6, Design = new MlpDesign { Hidden = [16, 8], Members = Members } })
            .FitAsync(Tables.Make(400), task == ModelTask.Classification ? "class" : "price", task, new TabularFit { Features = Features });

    [Theory]
    [InlineData(ModelTask.Classification)]
    [InlineData(ModelTask.Regression)]
    public async Task ToOnnx_OfMembers_AnswersTheSame(ModelTask task)
    {
        // The export compares itself with the model on rows of the training and strange ones, and throws where they differ.
        using TabularModel model = await FitAsync(task);
        Assert.NotEmpty(model.ToOnnx().ToBytes());
    }

    [Fact]
    public async Task Predict_OfMembers_GivesProbabilitiesAndLearns()
    {
        using TabularModel model = await FitAsync(ModelTask.Classification);
        Row[] fresh = Tables.Make(300, 2);
        TabularAnswer[] answers = model.Predict(fresh);
        Assert.All(answers, a => Assert.Equal(1, a.Probabilities.Sum(), 4));
        Assert.True(answers.Zip(fresh, (a, r) => a.Value == r["class"] ? 1.0 : 0).Average() > 0.7);
    }

    [Fact]
    public async Task Load_AfterSave_KeepsEveryMember()
    {
        using var folder = new TemporaryFolder();
        using TabularModel model = await FitAsync(ModelTask.Classification);
        model.Save(folder.File("model.safetensors"));
        using TabularModel loaded = TabularModel.Load(folder.File("model.safetensors"));
        Row[] fresh = Tables.Make(50, 2);
        Assert.Equal(model.Outputs(fresh), loaded.Outputs(fresh));
    }

    [Fact]
    public void Forward_Evaluating_IsTheMeanOfTheMembersProbabilities()
    {
        using Mlp network = Mlp.Create(new MlpShape(4, 2), new MlpDesign { Hidden = [8], Members = Members }, seed: 1);
        using Tensor input = ones(5, 4);
        using Tensor each = nn.functional.softmax(network.forward(input), 1).reshape(Members, 5, 2);
        network.eval();
        using Tensor together = network.forward(input).exp();
        Assert.True(together.allclose(each.mean([0]), atol: 1e-6));
        Assert.False(each[0].allclose(each[1], atol: 1e-3), "members begin alike");
    }

    [Fact]
    public void MemberLoss_InTraining_IsTheMeanOfTheMembersLosses()
    {
        ILoss inner = Losses.MeanSquaredError();
        using Tensor output = tensor(new float[] { 1, 2, 3, 4 }).reshape(4, 1);
        using var batch = new Batch(zeros(2, 1), tensor(new float[] { 1, 2 }), tensor(new float[] { 0.5f, 1.5f }));

        // Of the first member nothing is wrong, of the second each by 2.
        Assert.Equal(((0.5 * 4) + (1.5 * 4)) / 4, new MemberLoss(inner, 2).Compute(output, batch).item<float>(), 5);
    }

    [Fact]
    public void Create_MembersWithBatchNormalisation_SaysWhy() =>
        Assert.Contains("Members share a batch", Assert.Throws<ArgumentException>(() => Mlp.Create(new MlpShape(2, 1), new MlpDesign { Members = 2, Normalization = MlpNormalization.Batch })).Message, StringComparison.Ordinal);
}
