using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tests.Loop;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Runtime;

/// <summary>Numbers of threads. Setting libtorch's is felt by the whole process, so these run alone, each on a thread of its own.</summary>
[Collection(nameof(ThreadTests))]
public sealed class ThreadTests
{
    [Fact]
    public void Load_WithThreads_SetsThem() => OnAThread(() =>
    {
        int before = Libtorch.Load() is null ? 0 : Libtorch.Threads;
        Libtorch.Load(new LibtorchOptions { Threads = before + 2 });
        (int libtorch, int trainings) = (get_num_threads(), Libtorch.Threads);
        Libtorch.Load(new LibtorchOptions { Threads = before });
        Assert.Equal((before + 2, before + 2, before), (libtorch, trainings, Libtorch.Threads));
    });

    [Fact]
    public void Dispose_OfOperationThreads_PutsBackTheThreadsOwn() => OnAThread(() =>
    {
        Libtorch.Load();
        set_num_threads(3);
        using (new OperationThreads(5))
        {
            Assert.Equal(5, get_num_threads());
        }

        Assert.Equal(3, get_num_threads());
        set_num_threads(Libtorch.Threads);
    });

    [Fact]
    public void Fit_OnAThreadThatTookAnothersNumber_UsesTheLoadedOne() => OnAThread(() =>
    {
        Libtorch.Load();
        set_num_threads(Libtorch.Threads + 1);
        var seen = new List<int>();
        OnAThread(() => Train(null, seen));
        set_num_threads(Libtorch.Threads);
        Assert.Equal([Libtorch.Threads], seen.Distinct());
    });

    [Fact]
    public void Fit_ThreadsGiven_AreThoseOfTheTraining() => OnAThread(() =>
    {
        Libtorch.Load();
        var seen = new List<int>();
        Train(Libtorch.Threads + 1, seen);
        Assert.Equal([Libtorch.Threads + 1], seen.Distinct());
    });

    private static void Train(int? threads, List<int> seen)
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(64, 16);
        var task = new TrainingTask(
            network,
            batch =>
            {
                seen.Add(get_num_threads());
                return network.call(batch.Input);
            },
            Losses.CrossEntropy());
        new Trainer(task, new TrainerOptions { Epochs = 1, Threads = threads }).FitAsync(source).GetAwaiter().GetResult();
    }

    private static void OnAThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }
    }

    [CollectionDefinition(nameof(ThreadTests), DisableParallelization = true)]
    public sealed class Alone;
}
