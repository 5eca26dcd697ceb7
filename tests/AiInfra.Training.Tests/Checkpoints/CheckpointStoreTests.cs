using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Checkpoints;

public sealed class CheckpointStoreTests
{
    private static async Task<TrainingResult> TrainAsync(CheckpointOptions checkpoints, int epochs, Recorder? recorder = null)
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(64, 16);
        using TensorSource validation = Blobs.Source(40, 40, null, 2);
        var trainer = new Trainer(new TrainingTask(network, Losses.CrossEntropy()), new TrainerOptions { Epochs = epochs, Checkpoints = checkpoints });
        trainer.Callbacks.Add(recorder ?? new Recorder());
        return await trainer.FitAsync(source, validation);
    }

    [Fact]
    public async Task Fit_WithCheckpoints_KeepsTheNewestAndTheBest()
    {
        using var folder = new TemporaryFolder();
        var recorder = new Recorder();
        await TrainAsync(new CheckpointOptions { Directory = folder.Path, KeepLast = 2, KeepBest = 1 }, 6, recorder);
        var store = new CheckpointStore(folder.Path);
        Assert.Equal(7, recorder.Checkpoints.Count);
        Assert.Equal([24, 20], store.List().Select(c => c.Step));
        Assert.Equal(store.List().MinBy(c => c.Score), store.Best());
    }

    [Fact]
    public async Task Fit_WhenTheNewestIsDamaged_ResumesFromTheOneBefore()
    {
        using var folder = new TemporaryFolder();
        await TrainAsync(new CheckpointOptions { Directory = folder.Path }, 3);
        string newest = new CheckpointStore(folder.Path).List()[0].Path;
        byte[] damaged = File.ReadAllBytes(newest);
        damaged[^10] ^= 1;
        File.WriteAllBytes(newest, damaged);
        TrainingResult result = await TrainAsync(new CheckpointOptions { Directory = folder.Path }, 4);
        Assert.Equal(8, result.ResumedFrom);
        Assert.Equal(16, result.Steps);
    }

    [Fact]
    public async Task Fit_AfterADeathAmidAWrite_RemovesTheUnfinishedFile()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, ".step-0000000003.safetensors.0123456789abcdef.tmp"), "half");
        await TrainAsync(new CheckpointOptions { Directory = folder.Path }, 1);
        Assert.All(Directory.GetFiles(folder.Path), f => Assert.EndsWith(".safetensors", f, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fit_WithMoreEpochsThanBefore_GoesOn()
    {
        using var folder = new TemporaryFolder();
        await TrainAsync(new CheckpointOptions { Directory = folder.Path }, 2);
        var recorder = new Recorder();
        TrainingResult result = await TrainAsync(new CheckpointOptions { Directory = folder.Path }, 5, recorder);
        Assert.Equal(8, result.ResumedFrom);
        Assert.Equal([.. Enumerable.Range(9, 12).Select(i => (long)i)], recorder.Losses.Keys);
    }

    [Fact]
    public async Task Fit_WithoutResume_StartsFresh()
    {
        using var folder = new TemporaryFolder();
        await TrainAsync(new CheckpointOptions { Directory = folder.Path }, 2);
        Assert.Null((await TrainAsync(new CheckpointOptions { Directory = folder.Path, Resume = false }, 2)).ResumedFrom);
    }

    [Fact]
    public void List_WhereFilesGoMeanwhile_LeavesThemOutWithoutAWord()
    {
        using var folder = new TemporaryFolder();
        string[] paths = [.. Enumerable.Range(1, 3).Select(n => Path.Combine(folder.Path, $"step-000000000{n}.safetensors"))];
        foreach (string path in paths)
        {
            TensorFile.Write(path, new Dictionary<string, Tensor> { ["a"] = ones(2) });
        }

        // The newest is damaged: as that is told, the next one goes.
        File.WriteAllText(paths[2], "damaged");
        var logger = new Removing(paths[1]);
        Assert.Equal([1], new CheckpointStore(folder.Path, logger).List().Select(c => c.Step));
        Assert.Equal(1, logger.Told);
    }

    private sealed class Removing(string path) : ILogger
    {
        public int Told { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Told++;
            File.Delete(path);
        }
    }

    [Fact]
    public void List_OfAFolderThatIsNotThere_IsEmpty() => Assert.Empty(new CheckpointStore("/no/such/folder").List());
}
