using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AiInfra.Training.Tests.Tasks;

public sealed class LossesTests
{
    public LossesTests()
    {
        Libtorch.Load();
    }

    private static readonly float[,] s_logits = { { 2, -1, 0.5f }, { 0, 0, 0 }, { -1, 3, 1 } };

    private static double Value(ILoss loss, Tensor output, Tensor target, Tensor? weight = null) => loss.Compute(output, new Batch(output, target, weight)).item<float>();

    private static double LogSum(params double[] x) => Math.Log(x.Sum(Math.Exp));

    [Fact]
    public void Focal_EqualsItsFormula()
    {
        double[] p = [Math.Exp(2 - LogSum(2, -1, 0.5)), 1 / 3.0, Math.Exp(1 - LogSum(-1, 3, 1))];
        double expected = p.Average(q => Math.Pow(1 - q, 2) * -Math.Log(q));
        Assert.Equal(expected, Value(Losses.Focal(2), tensor(s_logits), tensor(new long[] { 0, 1, 2 })), 1e-6);
        Assert.Equal(Value(Losses.CrossEntropy(), tensor(s_logits), tensor(new long[] { 0, 1, 2 })), Value(Losses.Focal(0), tensor(s_logits), tensor(new long[] { 0, 1, 2 })), 1e-6);
        Assert.Equal(0.5 * p.Select((q, i) => (i == 1 ? 4.0 : 2) * Math.Pow(1 - q, 2) * -Math.Log(q)).Average(), 0.5 * Value(Losses.Focal(2, [2, 4, 2]), tensor(s_logits), tensor(new long[] { 0, 1, 2 })), 1e-5);
    }

    [Fact]
    public void BinaryCrossEntropy_EqualsItsFormula_ForNumbersAndBooleans()
    {
        double[] o = [1.5, -0.5, 0.2];
        double[] y = [1, 0, 1];
        double expected = o.Zip(y, (a, b) => -((3 * b * Math.Log(1 / (1 + Math.Exp(-a)))) + ((1 - b) * Math.Log(1 / (1 + Math.Exp(a)))))).Average();
        Tensor output = tensor(o).to(ScalarType.Float32).unsqueeze(1);
        Assert.Equal(expected, Value(Losses.BinaryCrossEntropy(3), output, tensor(new long[] { 1, 0, 1 })), 1e-6);
        Assert.Equal(expected, Value(Losses.BinaryCrossEntropy(3), output, tensor(new[] { true, false, true })), 1e-6);
        TrainingException error = Assert.Throws<TrainingException>(() => Value(Losses.BinaryCrossEntropy(), output, tensor(new long[] { 1, 2, 0 })));
        Assert.Contains("0 to 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quantile_EqualsItsFormula_AndItsLeastMeanIsTheQuantile()
    {
        // target 3, outputs 1 and 5: over by 2 and -2.
        Assert.Equal(((0.1 * 2) + (0.1 * 2)) / 2, Value(Losses.Quantile(0.1, 0.9), tensor(new float[,] { { 1, 5 } }), tensor(new float[] { 3 })), 1e-6);
        Tensor y = arange(100).to(ScalarType.Float32);
        double At(float q) => Value(Losses.Quantile(0.9), full(100, q), y);
        Assert.Equal(89, Enumerable.Range(0, 100).MinBy(i => At(i)), 1.0);
        Assert.Throws<TrainingException>(() => Value(Losses.Quantile(0.1, 0.9), zeros(4, 3), zeros(4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Losses.Quantile(1.0));
    }

    [Fact]
    public void Poisson_EqualsItsFormula_AndRefusesNegativeCounts()
    {
        double expected = (Math.Exp(0.5) - (2 * 0.5) + (Math.Exp(-1) - 0)) / 2;
        Assert.Equal(expected, Value(Losses.Poisson(), tensor(new float[] { 0.5f, -1 }).unsqueeze(1), tensor(new long[] { 2, 0 })), 1e-6);
        Assert.Throws<TrainingException>(() => Value(Losses.Poisson(), zeros(2), tensor(new float[] { 1, -1 })));
    }

    [Fact]
    public void CrossEntropy_OfSharesOfClasses_EqualsThatOfClassNumbers()
    {
        Tensor numbers = tensor(new long[] { 0, 1, 2 });
        Tensor shares = F.one_hot(numbers, 3).to(ScalarType.Float32);
        foreach (ILoss loss in (ILoss[])[Losses.CrossEntropy(), Losses.CrossEntropy([1, 2, 3]), Losses.CrossEntropy(labelSmoothing: 0.1)])
        {
            Assert.Equal(Value(loss, tensor(s_logits), numbers), Value(loss, tensor(s_logits), shares), 1e-6);
        }
    }

    [Theory]
    [InlineData(ScalarType.Int32, "Make them int64")]
    [InlineData(ScalarType.Float32, "MeanSquaredError")]
    public void CrossEntropy_OfLabelsOfAnotherType_SaysWhatIsTakenAndWhatCame(ScalarType type, string advice)
    {
        TrainingException error = Assert.Throws<TrainingException>(() => Value(Losses.CrossEntropy(), tensor(s_logits), zeros(3, type)));
        Assert.Contains(type.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithMixup_LearnsAndIsTheSameEachTime()
    {
        async Task<(float[] Weights, double Accuracy)> Run(params IBatchTransform[] transforms)
        {
            using AiInfra.Training.Networks.Mlp network = Blobs.Network();
            using TensorSource source = Blobs.Source(200);
            using TensorSource validation = Blobs.Source(100, 50, null, 9);
            var task = new TrainingTask(network, Losses.CrossEntropy()) { Transforms = transforms, Metrics = [new BatchAccuracy()] };
            TrainingResult result = await new Trainer(task, new TrainerOptions { Epochs = 15, Optimizer = Optimizers.AdamW(0.02) }).FitAsync(source, validation);
            return (AccumulationTests.Weights(network), result.Validations[^1].Metrics["validation/accuracy"]);
        }

        (float[] weights, double accuracy) = await Run(BatchTransforms.Mixup(0.4, 2));
        Assert.True(accuracy > 0.9, $"{accuracy}");
        Assert.Equal(weights, (await Run(BatchTransforms.Mixup(0.4, 2))).Weights);
        Assert.NotEqual(weights, (await Run()).Weights);
    }

    [Fact]
    public void Mixup_GivesSharesThatAddUpToOne_AndMixesInputAlike()
    {
        Tensor x = F.one_hot(tensor(new long[] { 0, 1, 2, 0 }), 3).to(ScalarType.Float32);
        using var batch = new Batch(x, tensor(new long[] { 0, 1, 2, 0 }));
        Batch mixed = BatchTransforms.Mixup(1, 3).Apply(batch);
        Assert.True(mixed.Target!.sum(1).allclose(ones(4)));
        Assert.True(mixed.Target.allclose(mixed.Input));
        Assert.Throws<TrainingException>(() => BatchTransforms.Mixup(1).Apply(batch));
    }
}
