using AiInfra.Core.Catalog;
using AiInfra.Disks;
using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Support.Logging;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Checkpoints;

/// <summary>Checkpoints that can't be written, and those that can't be taken up.</summary>
public sealed class CheckpointFaultTests
{
    // 64 rows in batches of 16: 4 steps an epoch.
    private static async Task<TrainingResult> TrainAsync(
        CheckpointOptions checkpoints, int epochs, ITrainerCallback? callback = null, ILogger<Trainer>? log = null, IRunStore? runs = null, Func<IBatchSource, IBatchSource>? change = null, Mlp? network = null, ILoss? loss = null, TimeProvider? time = null)
    {
        using Mlp? own = network is null ? Blobs.Network(dropout: 0.2) : null;
        using TensorSource source = Blobs.Source(64, 16);
        using TensorSource validation = Blobs.Source(40, 40, null, 2);
        var trainer = new Trainer(new TrainingTask(network ?? own!, loss ?? Losses.CrossEntropy()), new TrainerOptions { Epochs = epochs, Checkpoints = checkpoints, Seed = 5 }, runs, log, time);
        trainer.Callbacks.Add(callback ?? new Recorder());
        return await trainer.FitAsync(change?.Invoke(source) ?? source, validation);
    }

    private static long[] Steps(string folder) => [.. new CheckpointStore(folder).List().Select(c => c.Step)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fit_WhenTheDiskIsFull_GoesOnTellsAndKeepsTheLastGoodOne(bool background)
    {
        using SmallDisk disk = SmallDisk.Mount(512);
        using var folder = new TemporaryFolder();
        using var catalog = new SqliteCatalog(folder.File("catalog.db"));
        var log = new LogLines<Trainer>();
        var filling = new Filling(disk);
        var options = new CheckpointOptions { Directory = disk.File("checkpoints"), EverySteps = 2, EveryEpochs = 0, InBackground = background };
        TrainingResult result = await TrainAsync(options, 4, filling, log, catalog.Runs);

        Assert.Equal((StopReason.Epochs, 16L), (result.Reason, result.Steps));
        Assert.True(result.FailedCheckpoints >= 2, $"{result.FailedCheckpoints} failed");
        Assert.Equal(result.FailedCheckpoints, filling.Failures.Count);
        Assert.Equal(result.FailedCheckpoints, log.At(LogLevel.Error).Count);
        Assert.All(filling.Failures, f => Assert.True(f.Error is IOException && f.Path.Contains($"{f.Step:D10}", StringComparison.Ordinal)));
        Assert.Equal(result.FailedCheckpoints, (await catalog.Runs.FindAsync(result.RunId!))!.Metrics["checkpoint/failed"]);
        Assert.Equal(2, filling.GoodWhileFull);
        Assert.Equal([16L, 14], Steps(options.Directory).Take(2));
        Assert.DoesNotContain(Directory.GetFiles(options.Directory), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fit_ACheckpointOfAnotherOptimizer_IsRefusedInWords()
    {
        using var folder = new TemporaryFolder();
        var options = new CheckpointOptions { Directory = folder.File("checkpoints") };
        await TrainAsync(options, 1);
        using Mlp network = Blobs.Network(dropout: 0.2);
        using TensorSource source = Blobs.Source(64, 16);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = 2, Checkpoints = options, Optimizer = AiInfra.Training.Optimization.Optimizers.Sgd(0.1), Seed = 5 });
        trainer.Callbacks.Add(new Recorder());
        using TensorSource validation = Blobs.Source(40, 40, null, 2);
        string message = (await Assert.ThrowsAsync<CheckpointException>(() => trainer.FitAsync(source, validation))).Message;
        Assert.True(message.Contains("SGD: it was written by an optimizer of another kind", StringComparison.Ordinal) && message.Contains("can't be taken up", StringComparison.Ordinal), message);
        Assert.DoesNotContain(message, c => char.IsControl(c) || c == '\uFFFD');
    }

    [Fact]
    public async Task Fit_InBackground_WritesWhatAWriterThatWaitsWrites()
    {
        using var folder = new TemporaryFolder();
        foreach (bool background in (bool[])[true, false])
        {
            await TrainAsync(new CheckpointOptions { Directory = folder.File($"{background}"), EverySteps = 1, KeepLast = 100, InBackground = background }, 3);
        }

        Assert.Equal(Enumerable.Range(1, 12).Reverse().Select(i => (long)i), Steps(folder.File("True")));
        foreach (long step in Steps(folder.File("True")))
        {
            using TensorFileContent background = TensorFile.Read(folder.File($"True/step-{step:D10}.safetensors")), waited = TensorFile.Read(folder.File($"False/step-{step:D10}.safetensors"));
            Assert.Equal(waited.Tensors.Keys, background.Tensors.Keys);
            Assert.All(waited.Tensors, t => Assert.Equal(t.Value.bytes.ToArray(), background.Tensors[t.Key].bytes.ToArray()));
        }
    }

    [Fact]
    public async Task Fit_WithATimeBetweenCheckpoints_GoesByTheClock()
    {
        using var folder = new TemporaryFolder();
        var time = new FakeTimeProvider();
        var ticking = new Ticking(time, TimeSpan.FromSeconds(10));
        await TrainAsync(new CheckpointOptions { Directory = folder.Path, EveryEpochs = 0, EveryTime = TimeSpan.FromSeconds(50), KeepLast = 100 }, 4, ticking, time: time);
        Assert.Equal([16L, 12, 6], Steps(folder.Path));
    }

    [Fact]
    public async Task Fit_WithABetterValidation_LeavesACheckpointAtOnceIfWanted()
    {
        using var folder = new TemporaryFolder();
        TrainingResult result = await TrainAsync(new CheckpointOptions { Directory = folder.Path, EveryEpochs = 0, WhenBest = true, KeepLast = 1, KeepBest = 2 }, 6);
        double[] best = [.. result.Validations.Select(v => v.Metrics["validation/loss"]).Order().Take(2)];
        Assert.Equal(best, new CheckpointStore(folder.Path).List().Select(c => c.Score!.Value).Order().Take(2));
        Assert.Equal(best[0], new CheckpointStore(folder.Path).Best()!.Score);
    }

    [Fact]
    public async Task Fit_WithAScoreThatIsNoNumber_CountsItAsTheWorst()
    {
        using var folder = new TemporaryFolder();
        long calls = 0;
        ILoss loss = Losses.Of((output, batch) => is_grad_enabled() || calls++ % 2 == 1 ? nn.functional.cross_entropy(output, batch.Target!) : tensor(float.NaN));
        await TrainAsync(new CheckpointOptions { Directory = folder.Path, KeepLast = 1, KeepBest = 2 }, 5, loss: loss);
        IReadOnlyList<CheckpointInfo> kept = new CheckpointStore(folder.Path).List();
        Assert.Equal([20L, 16, 8], kept.Select(c => c.Step));
        Assert.Equal([double.NaN], kept.Where(c => c.Step == 20).Select(c => c.Score!.Value));
        Assert.Equal((5L, true), (kept[0].Epoch, kept[0].Bytes > 1000));
    }

    [Fact]
    public async Task Fit_WithAnErrorOfTheSource_LeavesACheckpointIfWanted()
    {
        using var folder = new TemporaryFolder();
        var whole = new Recorder();
        await TrainAsync(new CheckpointOptions { Directory = folder.File("whole") }, 3, whole);
        var options = new CheckpointOptions { Directory = folder.File("error"), EveryEpochs = 0, SaveOnError = true };
        var first = new Recorder();
        await Assert.ThrowsAsync<IOException>(() => TrainAsync(options, 3, first, change: s => new Interrupted(s, 6)));
        Assert.Equal([6L], Steps(options.Directory));
        var second = new Recorder();
        await TrainAsync(options, 3, second);
        Assert.Equal(whole.Losses, first.Losses.Concat(second.Losses));
    }

    [Fact]
    public async Task Fit_WithAnErrorAmidAStep_LeavesNoCheckpoint()
    {
        using var folder = new TemporaryFolder();
        long calls = 0;
        ILoss loss = Losses.Of((output, batch) => is_grad_enabled() && ++calls == 3 ? throw new InvalidDataException("no") : nn.functional.cross_entropy(output, batch.Target!));
        var options = new CheckpointOptions { Directory = folder.Path, EveryEpochs = 0, SaveOnError = true };
        await Assert.ThrowsAsync<InvalidDataException>(() => TrainAsync(options, 3, loss: loss));
        Assert.Empty(Steps(folder.Path));
    }

    public static TheoryData<string> Harms => ["cut", "tampered", "newer", "other model", "other parts", "foreign"];

    private static async Task HarmAsync(string harm, string path)
    {
        switch (harm)
        {
            case "cut":
                using (FileStream file = File.OpenWrite(path))
                {
                    file.SetLength(file.Length - 100);
                }

                break;
            case "tampered":
                byte[] bytes = await File.ReadAllBytesAsync(path);
                bytes[^20] ^= 0x10;
                await File.WriteAllBytesAsync(path, bytes);
                break;
            case "other model":
                using (var folder = new TemporaryFolder())
                using (Mlp other = Mlp.Create(new MlpShape(4, 2), [5]))
                {
                    await TrainAsync(new CheckpointOptions { Directory = folder.Path }, 1, network: other);
                    File.Copy(new CheckpointStore(folder.Path).List()[0].Path, path, overwrite: true);
                }

                break;
            default:
                using (TensorFileContent content = TensorFile.Read(path))
                {
                    var texts = new Dictionary<string, string>(content.Metadata);
                    texts["aiinfra.checkpoint"] = harm == "newer" ? "99" : texts["aiinfra.checkpoint"];
                    texts["aiinfra.parts"] += harm == "other parts" ? ",ema" : "";
                    TensorFile.Write(path, content.Tensors, harm == "foreign" ? null : texts);
                }

                break;
        }
    }

    private static string Words(string harm) => harm switch
    {
        "cut" => "damaged",
        "tampered" => "does not have the digest",
        "newer" => "written by a newer version: its format is 99, this version reads up to 1",
        "other model" => "does not fit the model",
        "other parts" => "There, but not in this training: ema",
        _ => "it was not written by a trainer",
    };

    [Theory]
    [MemberData(nameof(Harms))]
    public async Task Resume_WhenTheNewestCantBeTakenUp_FallsBackToTheOneBeforeAndTells(string harm)
    {
        using var folder = new TemporaryFolder();
        var whole = new Recorder();
        await TrainAsync(new CheckpointOptions { Directory = folder.File("whole") }, 5, whole);
        await TrainAsync(new CheckpointOptions { Directory = folder.File("a") }, 3);
        string newest = new CheckpointStore(folder.File("a")).List()[0].Path;
        await HarmAsync(harm, newest);
        byte[] harmed = await File.ReadAllBytesAsync(newest);

        var log = new LogLines<Trainer>();
        var rest = new Recorder();
        bool untouched = true;
        rest.OnStep = step => untouched &= step >= 12 || File.ReadAllBytes(newest).AsSpan().SequenceEqual(harmed);
        TrainingResult result = await TrainAsync(new CheckpointOptions { Directory = folder.File("a"), EverySteps = 1, KeepLast = 1, InBackground = false }, 5, rest, log);
        Assert.Equal(8, result.ResumedFrom);
        Assert.Equal(whole.Losses.Where(l => l.Key > 8), rest.Losses);
        Assert.Contains(log.Warnings, w => w.Contains(newest, StringComparison.Ordinal) && w.Contains(Words(harm), StringComparison.Ordinal));
        Assert.Contains(log.Warnings, w => w.Contains("1 newer checkpoints could not be", StringComparison.Ordinal));
        Assert.True(untouched, "What could not be taken up was changed before its step came.");
    }

    [Theory]
    [MemberData(nameof(Harms))]
    public async Task Resume_WhenNoneCanBeTakenUp_IsRefusedAndNotBegunAnew(string harm)
    {
        using var folder = new TemporaryFolder();
        await TrainAsync(new CheckpointOptions { Directory = folder.Path, KeepLast = 1, KeepBest = 0 }, 2);
        await HarmAsync(harm, Assert.Single(new CheckpointStore(folder.Path).List()).Path);
        CheckpointException error = await Assert.ThrowsAsync<CheckpointException>(() => TrainAsync(new CheckpointOptions { Directory = folder.Path }, 3));
        Assert.Contains(Words(harm), error.Message, StringComparison.Ordinal);
        Assert.Contains("set Resume to false", error.Message, StringComparison.Ordinal);
        Assert.Equal(12, (await TrainAsync(new CheckpointOptions { Directory = folder.Path, Resume = false }, 3)).Steps);
    }

    /// <summary>Fills the disk after the second checkpoint, and makes room again after two that failed.</summary>
    private sealed class Filling(SmallDisk disk) : ITrainerCallback
    {
        private string? _ballast;
        private int _written;

        public List<CheckpointFailure> Failures { get; } = [];

        public int GoodWhileFull { get; private set; }

        public ValueTask OnCheckpointAsync(string path, CancellationToken cancellationToken)
        {
            if (++_written == 2)
            {
                _ballast = disk.FillTo(4096);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask OnCheckpointFailedAsync(CheckpointFailure failure, CancellationToken cancellationToken)
        {
            Failures.Add(failure);
            if (Failures.Count == 2)
            {
                foreach (CheckpointInfo good in new CheckpointStore(disk.File("checkpoints")).List())
                {
                    TensorFile.Read(good.Path, requireDigest: true).Dispose();
                    GoodWhileFull++;
                }

                File.Delete(_ballast!);
            }

            return ValueTask.CompletedTask;
        }
    }

    private sealed class Ticking(FakeTimeProvider time, TimeSpan step) : ITrainerCallback
    {
        public ValueTask<bool> OnStepAsync(StepInfo info, CancellationToken cancellationToken)
        {
            time.Advance(step);
            return ValueTask.FromResult(true);
        }
    }
}
