using AiInfra.Training.Export;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Sequences;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Sequences;

public sealed class SequenceTests
{
    private static nn.Module<Tensor, Tensor> Make(string name, long seed = 0) => name switch
    {
        "lstm" => RecurrentNetwork.Create(RecurrentKind.Lstm, 3, 2, hidden: 24, seed: seed),
        "gru" => RecurrentNetwork.Create(RecurrentKind.Gru, 3, 2, hidden: 24, seed: seed),
        "deep" => RecurrentNetwork.Create(RecurrentKind.Gru, 3, 2, hidden: 8, layers: 2, seed: seed),
        "tcn" => TemporalConvolution.Create(3, 2, channels: 16, depth: 3, seed: seed),
        _ => throw new ArgumentException(name),
    };

    /// <summary>Which of two features was marked, some steps ago: what came in between is noise.</summary>
    private static (Tensor Input, Tensor Target) Marks(int rows, int steps, ulong seed)
    {
        using var generator = new Generator(seed);
        Tensor target = randint(0, 2, new long[] { rows }, ScalarType.Int64, generator: generator);
        Tensor input = rand(new long[] { rows, steps, 3 }, generator: generator) * 0.5;
        Tensor at = randint(0, steps - 3, new long[] { rows }, ScalarType.Int64, generator: generator);
        for (int row = 0; row < rows; row++)
        {
            input[row, at[row].item<long>(), target[row].item<long>()] = 2f;
        }

        return (input, target);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("tcn")]
    public async Task Training_OnAMarkLongAgo_RemembersIt(string name)
    {
        const int Steps = 16;
        (Tensor input, Tensor target) = Marks(600, Steps, 1);
        (Tensor unseen, Tensor truth) = Marks(300, Steps, 2);
        using nn.Module<Tensor, Tensor> network = Make(name);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { MaxSteps = 250, Optimizer = Optimizers.AdamW(0.01), Schedule = Schedules.Cosine(warmUp: 0.1), ClipNorm = 1, Threads = 1 });
        using var source = new TensorSource(input, target, 32, shuffleSeed: 1);
        await trainer.FitAsync(source, cancellationToken: TestContext.Current.CancellationToken);
        using IDisposable grad = no_grad();
        Assert.InRange(network.call(unseen).argmax(1).eq(truth).to(ScalarType.Float32).mean().item<float>(), 0.95, 1);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("deep")]
    [InlineData("tcn")]
    public void Export_OfAnyLengthOfTime_AnswersAsTheModule(string name)
    {
        using nn.Module<Tensor, Tensor> network = Make(name);
        new OnnxExporter().Export(network, [new ExportInput("sequence", ["batch", "time", 3])], ["output"]);
    }

    [Fact]
    public void TemporalConvolution_BeyondItsSight_SeesNothing()
    {
        using TemporalConvolution network = TemporalConvolution.Create(1, 1, channels: 4, depth: 2);
        Assert.Equal(13, network.Sight);
        network.eval();
        using Tensor steps = randn(1, 20, 1), beyond = steps.clone(), within = steps.clone();
        beyond[0, 20 - 14, 0] = 100f;
        within[0, 20 - 13, 0] = 100f;
        float answer = network.call(steps).item<float>();
        Assert.Equal(answer, network.call(beyond).item<float>());
        Assert.NotEqual(answer, network.call(within).item<float>());
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("tcn")]
    public void Create_OfOneSeed_IsTheSame(string name)
    {
        using nn.Module<Tensor, Tensor> a = Make(name, 4), b = Make(name, 4), c = Make(name, 5);
        using Tensor x = ones(1, 6, 3);
        Assert.Equal(a.call(x).data<float>().ToArray(), b.call(x).data<float>().ToArray());
        Assert.NotEqual(a.call(x).data<float>().ToArray(), c.call(x).data<float>().ToArray());
    }
}
