using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loop;

public sealed class StatefulTests
{
    [Fact]
    public async Task Resume_WithACallbackThatRemembers_GivesItsStateBack()
    {
        using var folder = new TemporaryFolder();
        using var first = new Counter("steps-seen");
        await RunAsync(folder.Path, 1, first);
        using var second = new Counter("steps-seen");
        await RunAsync(folder.Path, 2, second);

        Assert.Equal(7, first.Seen);
        Assert.Equal(14, second.Seen);
        Assert.Equal(14, second.Sum.item<double>());
    }

    [Fact]
    public async Task Resume_WithoutAPartOfTheCheckpoint_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        using var counter = new Counter("steps-seen");
        await RunAsync(folder.Path, 1, counter);
        CheckpointException error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync(folder.Path, 2));
        Assert.Contains("not in this training: steps-seen", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_WithAPartThatTheCheckpointLacks_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(folder.Path, 1);
        using var counter = new Counter("steps-seen");
        CheckpointException error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync(folder.Path, 2, counter));
        Assert.Contains("Missing there: steps-seen", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task Fit_WithAStateNameThatIsTakenOrNone_IsRefused(string name)
    {
        using var counter = new Counter(name);
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => RunAsync(null, 1, counter));
        Assert.Contains(nameof(Counter), error.Message, StringComparison.Ordinal);
    }

    private static async Task RunAsync(string? directory, int epochs, params Counter[] callbacks)
    {
        using Mlp network = Blobs.Network();
        using TensorSource source = Blobs.Source(100, 16);
        var trainer = new Trainer(
            new TrainingTask(network, Losses.CrossEntropy()),
            new TrainerOptions { Epochs = epochs, Checkpoints = directory is null ? null : new CheckpointOptions { Directory = directory } });
        foreach (Counter callback in callbacks)
        {
            trainer.Callbacks.Add(callback);
        }

        await trainer.FitAsync(source);
    }

    private sealed class Counter(string name) : ITrainerCallback, IStateful, IDisposable
    {
        public string StateName => name;

        public long Seen { get; private set; }

        public Tensor Sum { get; } = zeros(1, ScalarType.Float64);

        public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken)
        {
            Seen++;
            Sum.add_(1);
            return ValueTask.FromResult(true);
        }

        public void Save(ComponentState state)
        {
            state.Add("seen", $"{Seen}");
            state.Add("sum", Sum);
        }

        public void Restore(ComponentState state)
        {
            Seen = long.Parse(state.Text("seen"), System.Globalization.CultureInfo.InvariantCulture);
            Sum.copy_(state.Tensor("sum"));
        }

        public void Dispose() => Sum.Dispose();
    }
}
