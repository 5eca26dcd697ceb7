using AiInfra.Support;
using AiInfra.Training.Averages;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Averages;

/// <summary>The pass that takes the figures of batch normalisations anew, where something comes between.</summary>
public sealed class SwaFiguresTests
{
    [Fact]
    public async Task Swa_WithABatchThatIsLeftOut_LeavesItOutOfTheFiguresToo()
    {
        (Tensor x, Tensor y) = Blobs.Data(100);
        x[13] = float.NaN;
        using Mlp network = Blobs.Network(normalization: MlpNormalization.Batch);
        using var training = new TensorSource(x, y, 16, shuffleSeed: 7);
        TrainingResult result = await RunAsync(network, training, null, CancellationToken.None, NonFiniteLoss.Skip);

        Assert.Equal(4, result.SkippedBatches);
        Assert.True(double.IsFinite(result.BestScore));
        Assert.All(State(network), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public async Task Swa_WhereNoBatchCanBeTaken_SaysSo()
    {
        using Mlp network = Blobs.Network(normalization: MlpNormalization.Batch);
        var training = new Interrupting(Blobs.Source(100, 16), 28, null);
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => RunAsync(network, training, null, CancellationToken.None, NonFiniteLoss.Skip, validate: false));

        Assert.Contains("not finite for any of the 7 batches", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_AfterAnyInterruptionOfThePass_GivesTheSameToTheBit()
    {
        using Mlp whole = Blobs.Network(0.2, MlpNormalization.Batch);
        using TensorSource training = Blobs.Source(100, 16);
        TrainingResult expected = await RunAsync(whole, training, null, CancellationToken.None);

        // 7 batches an epoch; from the second on a pass for each validation, and one at the end: 56 in all.
        foreach (long batch in (long[])[15, 19, 33, 47, 50, 55])
        {
            using var folder = new TemporaryFolder();
            using var cancel = new CancellationTokenSource();
            using (Mlp first = Blobs.Network(0.2, MlpNormalization.Batch))
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(first, new Interrupting(Blobs.Source(100, 16), batch, cancel), folder.Path, cancel.Token));
            }

            using Mlp network = Blobs.Network(0.2, MlpNormalization.Batch, seed: 99);
            TrainingResult result = await RunAsync(network, training, folder.Path, CancellationToken.None);
            Assert.Equal(expected.Validations.Select(v => v.Metrics["validation/loss"]), result.Validations.Select(v => v.Metrics["validation/loss"]));
            Assert.Equal(State(whole), State(network));
        }
    }

    private static float[] State(Mlp network) =>
        [.. AccumulationTests.Weights(network), .. network.buffers().SelectMany(b => b.to(ScalarType.Float32).data<float>().ToArray())];

    private static async Task<TrainingResult> RunAsync(Mlp network, IBatchSource training, string? directory, CancellationToken token, NonFiniteLoss onNonFinite = NonFiniteLoss.Fail, bool validate = true)
    {
        using TensorSource validation = Blobs.Source(40, 40, null, 2);
        var options = new TrainerOptions
        {
            Epochs = 4,
            Optimizer = Optimizers.AdamW(0.02),
            RestoreBest = false,
            OnNonFiniteLoss = onNonFinite,
            Swa = new SwaOptions { Start = 0.3 },
            Checkpoints = directory is null ? null : new CheckpointOptions { Directory = directory, EveryEpochs = 0 },
        };
        return await new Trainer(new TrainingTask(network, Losses.CrossEntropy()), options).FitAsync(training, validate ? validation : null, cancellationToken: token);
    }

    /// <summary>Cancels with its n-th batch, or without something to cancel gives NaN from there on.</summary>
    private sealed class Interrupting(TensorSource inner, long batch, CancellationTokenSource? cancel) : IBatchSource
    {
        private long _given;

        public long? BatchesInEpoch => inner.BatchesInEpoch;

        public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (Batch read in inner.ReadAsync(epoch, firstBatch, CancellationToken.None))
            {
                if (_given++ >= batch)
                {
                    if (cancel is not null)
                    {
                        await cancel.CancelAsync();
                    }

                    cancellationToken.ThrowIfCancellationRequested();
                    read.Input.fill_(float.NaN);
                }

                yield return read;
            }
        }
    }
}
