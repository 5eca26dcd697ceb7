using System.Runtime.InteropServices;
using AiInfra.Support.Logging;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;

namespace AiInfra.Training.Tests.Loop;

public sealed class ProfileTests
{
    [Fact]
    public async Task Fit_WithProfile_SaysWhereTheTimeWent()
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(100, 16);
        using var log = new LogLines<Trainer>();
        var slow = new StreamSource((epoch, token) => Slow(source, epoch, token));
        TrainingResult result = await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 2, Profile = true }, logger: log).FitAsync(slow);

        StepProfile profile = result.Profile!;
        Assert.Equal(14, profile.Steps);

        // 14 batches that take 20 ms each to come, which nothing else does.
        Assert.True(profile.Data >= TimeSpan.FromMilliseconds(14 * 19), $"{profile}");
        Assert.All([profile.Forward, profile.Backward, profile.Optimizer, profile.Rest], t => Assert.True(t > TimeSpan.Zero));
        Assert.InRange(profile.Total.TotalSeconds, profile.Data.TotalSeconds, result.Elapsed.TotalSeconds + 1);
        Assert.Contains(log.Texts, t => t.Contains("data ", StringComparison.Ordinal) && t.Contains("optimizer ", StringComparison.Ordinal));
        Assert.True(result.PeakMemory > 50_000_000, $"{result.PeakMemory}");
    }

    [Fact]
    public async Task Fit_Deterministic_IsTheSameTraining_AndSwitchesBack()
    {
        async Task<float[]> Run(bool deterministic)
        {
            using Mlp network = Blobs.Network(0.2, MlpNormalization.Batch);
            using TensorSource source = Blobs.Source();
            var during = new Watch();
            var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 2, Deterministic = deterministic });
            trainer.Callbacks.Add(during);
            await trainer.FitAsync(source);
            Assert.Equal(deterministic, during.On);
            return AccumulationTests.Weights(network);
        }

        Assert.Equal(await Run(false), await Run(true));
        Assert.False(Watch.IsOn());
    }

    private static async IAsyncEnumerable<Batch> Slow(TensorSource source, long epoch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await foreach (Batch batch in source.ReadAsync(epoch, 0, token))
        {
            await Task.Delay(20, token);
            yield return batch;
        }
    }

    private sealed class Watch : ITrainerCallback
    {
        public bool On { get; private set; }

        /// <summary>What libtorch itself says: the memory it gives tells nothing, since a used piece may hold anything.</summary>
        public static bool IsOn()
        {
            nint context = LibtorchExports.Find("the test", "_ZN2at13globalContextEv", "?globalContext@at@@YAAEAVContext@1@XZ");
            nint isOn = LibtorchExports.Find("the test", "_ZNK2at7Context23deterministicAlgorithmsEv", "?deterministicAlgorithms@Context@at@@QEBA_NXZ");
            return Marshal.GetDelegateForFunctionPointer<Asked>(isOn)(Marshal.GetDelegateForFunctionPointer<Context>(context)()) != 0;
        }

        private delegate nint Context();

        private delegate byte Asked(nint context);

        public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken)
        {
            On = IsOn();
            return ValueTask.FromResult(true);
        }
    }
}
